public import AWSCore
public import Metering
public import UsageDialects

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// One record of Bedrock's log of model invocations: who called what, with which metadata, and how many tokens it took.
///
/// Bedrock writes a record for every Converse and InvokeModel call, streamed or not, once the account has a logging
/// configuration. It is the only place where the `requestMetadata` of a call can be found again: neither the bill nor
/// CloudWatch metrics carry it.
///
/// Members that this version does not know are kept in ``unknownMembers``, and are encoded again.
public struct ModelInvocationLog: Sendable, Hashable {
    /// `ModelInvocationLog`.
    public var schemaType: String
    /// The schema's version, such as `1.0`.
    public var schemaVersion: String
    /// When the call was made.
    public var timestamp: Date
    /// The account that called.
    public var accountID: String
    /// Who called; `nil` where the record does not tell.
    public var identity: LoggedIdentity?
    /// The Region that was called.
    public var region: Region
    /// The id of the request, as the reply's header has it.
    public var requestID: String
    /// The operation, such as Converse.
    public var operation: LoggedOperation
    /// What was called, as the caller named it: a model's id, or the id or ARN of a profile.
    public var modelID: ModelID
    /// The Region in which a cross-Region profile had the model run; `nil` where the record does not tell.
    public var inferenceRegion: Region?
    /// The pairs that the caller sent with the call; empty where it sent none.
    public var requestMetadata: [String: String]
    /// Why the call was refused; `nil` where it was answered.
    public var errorCode: String?
    /// The request.
    public var input: LoggedBody
    /// The answer; `nil` where there was none.
    public var output: LoggedBody?
    /// Members that this version does not know, by their names in the record.
    public var unknownMembers: [String: JSONValue]

    /// A record of the given members.
    public init(
        timestamp: Date, accountID: String, region: Region, requestID: String, operation: LoggedOperation,
        modelID: ModelID, input: LoggedBody, output: LoggedBody? = nil, identity: LoggedIdentity? = nil,
        requestMetadata: [String: String] = [:]
    ) {
        self.schemaType = Self.schemaType
        self.schemaVersion = "1.0"
        self.timestamp = timestamp
        self.accountID = accountID
        self.identity = identity
        self.region = region
        self.requestID = requestID
        self.operation = operation
        self.modelID = modelID
        self.inferenceRegion = nil
        self.requestMetadata = requestMetadata
        self.errorCode = nil
        self.input = input
        self.output = output
        self.unknownMembers = [:]
    }

    static let schemaType = "ModelInvocationLog"

    /// The usage in the classes that have prices; `nil` where the record tells none, as for a refused call.
    public var usage: TokenUsage? { usageReading?.usage }

    /// What was used, with counts that are not known; `nil` where the record tells nothing.
    ///
    /// The record tells how many tokens were written to a prompt cache, not for how long. That is read from the usage in
    /// the answer's body, where the record holds one; otherwise they count as written for five minutes. Images and speech
    /// are read from the bodies, too.
    public var usageReading: UsageReading? {
        var members = ["input": JSONValue.object(input.members(of: .input))]
        members["output"] = output.map { .object($0.members(of: .output)) }
        return UsageDialect.invocationLog.reading(of: .object(members))
    }
}

extension ModelInvocationLog: Codable {
    /// Decodes a record.
    ///
    /// - Throws: `DecodingError` where a member that every record has is missing or of another type.
    public init(from decoder: any Decoder) throws {
        var members = LogMembers(try [String: JSONValue](from: decoder))
        do {
            self = try members.record()
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: error.message, underlyingError: error))
        }
    }

    /// Encodes the record by the service's own names, unknown members included.
    public func encode(to encoder: any Encoder) throws {
        var members = unknownMembers
        members["schemaType"] = .string(schemaType)
        members["schemaVersion"] = .string(schemaVersion)
        members["timestamp"] = .string(TimestampFormat.iso8601.string(from: timestamp))
        members["accountId"] = .string(accountID)
        members["identity"] = identity.map(\.members)
        members["region"] = .string(region.rawValue)
        members["requestId"] = .string(requestID)
        members["operation"] = .string(operation.rawValue)
        members["modelId"] = .string(modelID.rawValue)
        members["inferenceRegion"] = inferenceRegion.map { .string($0.rawValue) }
        if !requestMetadata.isEmpty { members["requestMetadata"] = .object(requestMetadata.mapValues { .string($0) }) }
        members["errorCode"] = errorCode.map { .string($0) }
        members["input"] = .object(input.members(of: .input))
        members["output"] = output.map { .object($0.members(of: .output)) }
        try members.encode(to: encoder)
    }
}
