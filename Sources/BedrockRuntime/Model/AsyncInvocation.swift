public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An asynchronous invocation, as GetAsyncInvoke and ListAsyncInvokes return it.
public struct AsyncInvocation: Sendable, Hashable, Codable {
    /// The invocation's ARN.
    public var invocationARN: ARN
    /// The foundation or provisioned model that runs.
    public var modelARN: ARN
    /// The token that the caller gave the invocation.
    public var clientRequestToken: String?
    /// Whether it runs, has ended or has failed. GetAsyncInvoke always tells.
    public var status: Status?
    /// Why it failed.
    public var failureMessage: String?
    /// When it was started.
    public var submitTime: Date
    /// When anything about it last changed.
    public var lastModifiedTime: Date?
    /// When it ended.
    public var endTime: Date?
    /// Where its output goes.
    public var outputDataConfig: AsyncInvokeOutput

    /// Creates one from its members.
    public init(
        invocationARN: ARN, modelARN: ARN, clientRequestToken: String? = nil, status: Status? = nil,
        failureMessage: String? = nil, submitTime: Date, lastModifiedTime: Date? = nil, endTime: Date? = nil,
        outputDataConfig: AsyncInvokeOutput
    ) {
        self.invocationARN = invocationARN
        self.modelARN = modelARN
        self.clientRequestToken = clientRequestToken
        self.status = status
        self.failureMessage = failureMessage
        self.submitTime = submitTime
        self.lastModifiedTime = lastModifiedTime
        self.endTime = endTime
        self.outputDataConfig = outputDataConfig
    }

    private enum CodingKeys: String, CodingKey {
        case invocationARN = "invocationArn"
        case modelARN = "modelArn"
        case clientRequestToken, status, failureMessage, submitTime, lastModifiedTime, endTime, outputDataConfig
    }

    /// Whether an asynchronous invocation runs. An open set.
    public struct Status: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// It runs.
        public static let inProgress: Self = "InProgress"
        /// It has ended, and its output is there.
        public static let completed: Self = "Completed"
        /// It has failed; see ``AsyncInvocation/failureMessage``.
        public static let failed: Self = "Failed"
    }
}
