import AWSCore
import AWSSigning
import BedrockControl
import BedrockRuntime
import CostExplorer
import Foundation
import TaggingLookup

/// The operations that the SDK has, made from botocore's names and parameters.
enum BuiltOperations {
    private typealias Make = @Sendable (JSON) throws -> BuiltOperation

    private static let all: [String: Make] = [
        "bedrock/CreateInferenceProfile": decoded(CreateInferenceProfile.self),
        "bedrock/DeleteInferenceProfile": decoded(DeleteInferenceProfile.self),
        "bedrock/GetFoundationModel": decoded(GetFoundationModel.self),
        "bedrock/GetInferenceProfile": decoded(GetInferenceProfile.self),
        "bedrock/ListFoundationModels": decoded(ListFoundationModels.self),
        "bedrock/ListInferenceProfiles": decoded(ListInferenceProfiles.self),
        "bedrock/ListTagsForResource": decoded(ListTagsForResource.self),
        "bedrock/TagResource": decoded(TagResource.self),
        "bedrock/UntagResource": decoded(UntagResource.self),
        "bedrock-runtime/Converse": decoded(Converse.self),
        "bedrock-runtime/ConverseStream": { params in
            let operation = try AWSJSON.decode(ConverseStream.self, from: params.sdkText)
            return BuiltOperation(operation, stream: "stream") { _ in
                .object([])
            } _: {
                try json($0)
            }
        },
        "bedrock-runtime/CountTokens": decoded(CountTokens.self),
        "bedrock-runtime/InvokeModel": { params in
            BuiltOperation(try AWSJSON.decode(InvokeModel.self, from: params.withBlobBody.sdkText))
        },
        "bedrock-runtime/InvokeModelWithResponseStream": { params in
            let operation = try AWSJSON.decode(InvokeModel.self, from: params.withBlobBody.sdkText)
            return BuiltOperation(
                InvokeModelWithResponseStream(operation), stream: "body", head: { json($0) }, { try json($0) })
        },
        "ce/GetCostAndUsage": decoded(GetCostAndUsage.self),
        "ce/GetDimensionValues": decoded(GetDimensionValues.self),
        "ce/GetTags": decoded(GetTags.self),
        "ce/ListCostAllocationTags": decoded(ListCostAllocationTags.self),
        "ce/UpdateCostAllocationTagsStatus": decoded(UpdateCostAllocationTagsStatus.self),
        "resourcegroupstaggingapi/GetResources": decoded(GetResources.self),
        "resourcegroupstaggingapi/GetTagKeys": decoded(GetTagKeys.self),
        "resourcegroupstaggingapi/GetTagValues": decoded(GetTagValues.self),
        "resourcegroupstaggingapi/TagResources": decoded(TagResources.self),
        "resourcegroupstaggingapi/UntagResources": decoded(UntagResources.self),
        "sts/AssumeRole": { params in BuiltOperation(try assumeRole(params)) { json($0) } },
        "sts/GetCallerIdentity": { _ in BuiltOperation(GetCallerIdentity()) { json($0) } },
    ]

    private static let profileARN =
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6"

    private static let period = #"{"Start": "2026-02-01", "End": "2026-03-01"}"#

    /// Parameters that are good enough to send an operation.
    private static let samples: [String: String] = [
        "bedrock/CreateInferenceProfile":
            #"{"inferenceProfileName": "p", "modelSource": {"copyFrom": "arn:aws:bedrock:us-east-1::foundation-model/a.b"}}"#,
        "bedrock/DeleteInferenceProfile": #"{"inferenceProfileIdentifier": "a1b2c3d4e5f6"}"#,
        "bedrock/GetFoundationModel": #"{"modelIdentifier": "a.b"}"#,
        "bedrock/GetInferenceProfile": #"{"inferenceProfileIdentifier": "a1b2c3d4e5f6"}"#,
        "bedrock/ListTagsForResource": #"{"resourceARN": "\#(profileARN)"}"#,
        "bedrock/TagResource": #"{"resourceARN": "\#(profileARN)", "tags": [{"key": "k", "value": "v"}]}"#,
        "bedrock/UntagResource": #"{"resourceARN": "\#(profileARN)", "tagKeys": ["k"]}"#,
        "bedrock-runtime/Converse": #"{"modelId": "m", "messages": [{"role": "user", "content": [{"text": "hi"}]}]}"#,
        "bedrock-runtime/ConverseStream":
            #"{"modelId": "m", "messages": [{"role": "user", "content": [{"text": "hi"}]}]}"#,
        "bedrock-runtime/CountTokens": #"{"modelId": "m", "input": {"invokeModel": {"body": {"$b64": "e30="}}}}"#,
        "bedrock-runtime/InvokeModel": #"{"modelId": "m", "body": "{}"}"#,
        "bedrock-runtime/InvokeModelWithResponseStream": #"{"modelId": "m", "body": "{}"}"#,
        "ce/GetCostAndUsage": #"{"TimePeriod": \#(period), "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"]}"#,
        "ce/GetDimensionValues": #"{"TimePeriod": \#(period), "Dimension": "SERVICE"}"#,
        "ce/GetTags": #"{"TimePeriod": \#(period)}"#,
        "ce/UpdateCostAllocationTagsStatus":
            #"{"CostAllocationTagsStatus": [{"TagKey": "k", "Status": "Active"}]}"#,
        "resourcegroupstaggingapi/GetTagValues": #"{"Key": "k"}"#,
        "resourcegroupstaggingapi/TagResources": #"{"ResourceARNList": ["\#(profileARN)"], "Tags": {"k": "v"}}"#,
        "resourcegroupstaggingapi/UntagResources": #"{"ResourceARNList": ["\#(profileARN)"], "TagKeys": ["k"]}"#,
        "sts/AssumeRole": #"{"RoleArn": "arn:aws:iam::123456789012:role/r", "RoleSessionName": "session"}"#,
    ]

    /// - Throws: ``NotBuilt`` for an operation or a service that the SDK lacks.
    static func operation(_ service: String, _ operation: String, _ params: JSON) throws -> BuiltOperation {
        _ = try BuiltServices.service(service)
        guard let make = all["\(service)/\(operation)"] else { throw NotBuilt("operation \(service) \(operation)") }
        return try make(params)
    }

    /// An operation with parameters of the suite's own.
    static func sample(_ service: String, _ name: String) throws -> BuiltOperation {
        let text = samples["\(service)/\(name)"] ?? "{}"
        return try operation(service, name, try JSON(parsing: text.utf8))
    }

    /// An operation out of its own coding.
    private static func decoded<Operation: AWSOperation & Decodable>(
        _ type: Operation.Type
    ) -> Make where Operation.Output: Encodable {
        { params in BuiltOperation(try AWSJSON.decode(type, from: params.sdkText)) }
    }
}

// MARK: - Bedrock Runtime

extension BuiltOperations {
    private static func json(_ event: ConverseStreamEvent) throws -> JSON? {
        switch event {
        case .messageStart(let value): .members([("messageStart", try JSON(encoding: value))])
        case .contentBlockStart(let value): .members([("contentBlockStart", try JSON(encoding: value))])
        case .contentBlockDelta(let value): .members([("contentBlockDelta", try JSON(encoding: value))])
        case .contentBlockStop(let value): .members([("contentBlockStop", try JSON(encoding: value))])
        case .messageStop(let value): .members([("messageStop", try JSON(encoding: value))])
        case .metadata(let value): .members([("metadata", try JSON(encoding: value))])
        case .unknown: nil
        }
    }

    private static func json(_ event: InvokeModelStreamEvent) throws -> JSON? {
        switch event {
        case .chunk(let chunk):
            .members([("chunk", chunk.bytes.bytes.isEmpty ? .object([]) : try JSON(encoding: chunk))])
        case .unknown: nil
        }
    }

    private static func json(_ head: InvokeModelStreamHead) -> JSON {
        .members([
            ("contentType", head.contentType.map(JSON.string)),
            ("performanceConfigLatency", head.performanceConfigLatency.map { .string($0.rawValue) }),
            ("serviceTier", head.serviceTier.map { .string($0.rawValue) }),
        ])
    }
}

extension JSON {
    /// Parameters whose member `body` is bytes that may be given as text.
    fileprivate var withBlobBody: JSON {
        guard let text = self["body"].string else { return self }
        let others = members.filter { $0.name != "body" }
        return .object(others + [Member(name: "body", value: .string(Data(text.utf8).base64EncodedString()))])
    }
}

// MARK: - STS

extension BuiltOperations {
    private static func assumeRole(_ params: JSON) throws -> AssumeRole {
        var operation = AssumeRole(
            roleARN: params["RoleArn"].string ?? "", sessionName: params["RoleSessionName"].string ?? "")
        operation.durationSeconds = params["DurationSeconds"].int
        operation.externalID = params["ExternalId"].string
        operation.policy = params["Policy"].string
        operation.policyARNs = params["PolicyArns"].array.compactMap { $0["arn"].string }
        operation.tags = try params["Tags"].array.map {
            .init($0["Key"].string ?? "", try require($0["Value"].string, "Tags: a tag without a value"))
        }
        operation.providedContexts = params["ProvidedContexts"].array.map {
            .init(providerARN: $0["ProviderArn"].string, assertion: $0["ContextAssertion"].string)
        }
        operation.transitiveTagKeys = params["TransitiveTagKeys"].array.compactMap(\.string)
        operation.sourceIdentity = params["SourceIdentity"].string
        operation.serialNumber = params["SerialNumber"].string
        operation.tokenCode = params["TokenCode"].string
        return operation
    }

    private static func json(_ output: AssumeRole.Output) -> JSON {
        .members([
            (
                "Credentials",
                .members([
                    ("AccessKeyId", .string(output.credentials.accessKeyID)),
                    ("SecretAccessKey", .string(output.credentials.secretAccessKey)),
                    ("SessionToken", output.credentials.sessionToken.map(JSON.string)),
                    (
                        "Expiration",
                        output.credentials.expiration.map { .string(TimestampFormat.iso8601.string(from: $0)) }
                    ),
                ])
            ),
            (
                "AssumedRoleUser",
                .members([
                    ("AssumedRoleId", output.assumedRoleID.map(JSON.string)),
                    ("Arn", output.assumedRoleARN.map(JSON.string)),
                ])
            ),
            ("PackedPolicySize", output.packedPolicySize.map { .number("\($0)") }),
            ("SourceIdentity", output.sourceIdentity.map(JSON.string)),
        ])
    }

    private static func json(_ output: GetCallerIdentity.Output) -> JSON {
        .members([
            ("UserId", .string(output.userID)), ("Account", .string(output.account)), ("Arn", .string(output.arn)),
        ])
    }
}

extension JSON {
    /// What the SDK makes of `value`, read by the suite's own parser.
    init(encoding value: some Encodable) throws {
        self = try JSON(parsing: try AWSJSON.encode(value))
    }

    /// An object of the members that are not `nil`.
    static func members(_ members: [(String, JSON?)]) -> JSON {
        .object(members.compactMap { name, value in value.map { Member(name: name, value: $0) } })
    }

    /// The text that the SDK's coding reads: blobs as bare base64.
    var sdkText: [UInt8] { Array(withBareBlobs.text.utf8) }

    private var withBareBlobs: JSON {
        switch self {
        case .object(let members):
            self["$b64"].string.map(JSON.string)
                ?? .object(members.map { Member(name: $0.name, value: $0.value.withBareBlobs) })
        case .array(let elements): .array(elements.map(\.withBareBlobs))
        default: self
        }
    }
}
