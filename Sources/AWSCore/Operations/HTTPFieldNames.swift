public import HTTPTypes

extension HTTPField.Name {
    /// `X-Amz-Target`, the operation's name in awsJson.
    public static let amzTarget = field("X-Amz-Target")
    static let amznQueryMode = field("x-amzn-query-mode")
    static let amznQueryError = field("x-amzn-query-error")
    static let amznErrorType = field("x-amzn-errortype")
    static let amznRequestID = field("x-amzn-requestid")
    static let amzRequestID = field("x-amz-request-id")
    static let amzRetryAfter = field("x-amz-retry-after")
    static let retryAfterMilliseconds = field("retry-after-ms")
    static let requestID = field("x-request-id")
    static let apiKey = field("x-api-key")
    static let amzSDKInvocationID = field("amz-sdk-invocation-id")
    static let amzSDKRequest = field("amz-sdk-request")

    /// A name known to be a legal token when it was written; `name` is a literal.
    static func field(_ name: StaticString) -> HTTPField.Name {
        guard let field = HTTPField.Name("\(name)") else { preconditionFailure("\(name) is not a field name") }
        return field
    }
}
