public import AWSCore

/// Why one resource of a TagResources or UntagResources call was left as it was.
public struct TaggingFailure: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Whose fault it was: that service's own code, or one of the Tagging API's.
    public struct Code: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A code by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The Tagging API failed; another try may work.
        public static let internalService = Self(rawValue: "InternalServiceException")
        /// The resource or the tags are not what the resource's service takes.
        public static let invalidParameter = Self(rawValue: "InvalidParameterException")
    }

    /// The HTTP status of the resource's own service.
    public var statusCode: Int?
    /// Whose fault it was.
    public var code: Code?
    /// That service's words.
    public var message: String?

    /// A failure.
    public init(statusCode: Int? = nil, code: Code? = nil, message: String? = nil) {
        self.statusCode = statusCode
        self.code = code
        self.message = message
    }

    /// Code and message.
    public var description: String { "\(code?.rawValue ?? "no code"): \(message ?? "no message")" }

    private enum CodingKeys: String, CodingKey {
        case statusCode = "StatusCode"
        case code = "ErrorCode"
        case message = "ErrorMessage"
    }
}

/// The resources that a call of TagResources or UntagResources left as they were, though it answered 200.
///
/// It is the `underlyingError` of the error that ``TaggingClient`` throws then.
public struct PartialTaggingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong, by ARN. All other resources of the call were changed.
    public var failures: [String: TaggingFailure]

    /// Every ARN with its failure, sorted by ARN.
    public var description: String {
        failures.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "; ")
    }
}
