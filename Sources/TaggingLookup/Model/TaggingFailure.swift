/// Why one resource of a TagResources or UntagResources call was left as it was.
public struct TaggingFailure: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The HTTP status of the resource's own service.
    public var statusCode: Int?
    /// That service's code, or `InternalServiceException` or `InvalidParameterException` of the Tagging API.
    public var code: String?
    /// That service's words.
    public var message: String?

    /// A failure.
    public init(statusCode: Int? = nil, code: String? = nil, message: String? = nil) {
        self.statusCode = statusCode
        self.code = code
        self.message = message
    }

    /// Code and message.
    public var description: String { "\(code ?? "no code"): \(message ?? "no message")" }

    private enum CodingKeys: String, CodingKey {
        case statusCode = "StatusCode"
        case code = "ErrorCode"
        case message = "ErrorMessage"
    }
}

/// The resources that a call of TagResources or UntagResources left as they were, though it answered 200.
///
/// It is the ``AWSCore/AWSError/underlyingError`` of the error that ``TaggingClient`` throws then.
public struct PartialTaggingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What went wrong, by ARN. All other resources of the call were changed.
    public var failures: [String: TaggingFailure]

    /// Every ARN with its failure, sorted by ARN.
    public var description: String {
        failures.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "; ")
    }
}
