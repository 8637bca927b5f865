/// Why an AWS operation failed, or why it was never sent.
///
/// The description is safe to log: it holds the service's words and the names involved, never a header, a body, a prompt
/// or a key. `code.description` is one of a fixed set of words, fit for a metric label.
public struct AWSError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure. New kinds may be added; compare with `==`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case invalidInput, invalidConfiguration, credentials, throttled, accessDenied, unauthenticated, notFound
            case conflict, quotaExceeded, validation, service, serviceFault, transport, timeout, responseTooLarge
            case malformedResponse, streamTruncated, cancelled, overBudget
        }
        private let kind: Kind

        /// The kind in one word.
        public var description: String { kind.rawValue }

        /// The input breaks a rule of the service. Nothing was sent.
        public static var invalidInput: Self { Self(kind: .invalidInput) }
        /// The client's own settings cannot work: no Region, an impossible endpoint. Nothing was sent.
        public static var invalidConfiguration: Self { Self(kind: .invalidConfiguration) }
        /// No credentials could be had. Nothing was sent.
        public static var credentials: Self { Self(kind: .credentials) }
        /// The service asked for fewer requests or tokens, also after the retries.
        public static var throttled: Self { Self(kind: .throttled) }
        /// The caller is known, and may not do this.
        public static var accessDenied: Self { Self(kind: .accessDenied) }
        /// The service rejected the signature, the key or the token.
        public static var unauthenticated: Self { Self(kind: .unauthenticated) }
        /// The resource does not exist.
        public static var notFound: Self { Self(kind: .notFound) }
        /// The resource is in the way of the request, or in another state.
        public static var conflict: Self { Self(kind: .conflict) }
        /// A quota of the account is used up. Waiting does not help.
        public static var quotaExceeded: Self { Self(kind: .quotaExceeded) }
        /// The service found the input invalid.
        public static var validation: Self { Self(kind: .validation) }
        /// The service answered with another error of the caller's making; ``AWSError/serviceCode`` tells which.
        public static var service: Self { Self(kind: .service) }
        /// The service failed (HTTP 5xx), also after the retries.
        public static var serviceFault: Self { Self(kind: .serviceFault) }
        /// No complete response could be had.
        public static var transport: Self { Self(kind: .transport) }
        /// A time limit of the client passed.
        public static var timeout: Self { Self(kind: .timeout) }
        /// The response is larger than the client accepts.
        public static var responseTooLarge: Self { Self(kind: .responseTooLarge) }
        /// The response is not what the service's model promises.
        public static var malformedResponse: Self { Self(kind: .malformedResponse) }
        /// A stream ended before the event that ends it. Usage is unknown; the tokens may have been billed.
        public static var streamTruncated: Self { Self(kind: .streamTruncated) }
        /// The task was cancelled.
        public static var cancelled: Self { Self(kind: .cancelled) }
        /// A ceiling that the program has set itself leaves no room. Nothing was sent.
        public static var overBudget: Self { Self(kind: .overBudget) }
    }

    /// The kind of failure.
    public var code: Code
    /// What happened, in words.
    public var message: String
    /// The operation, as `Service.Operation`, such as `Bedrock Runtime.Converse`.
    public var operation: String?
    /// The id that AWS gave the request.
    public var requestID: String?
    /// The HTTP status of the response.
    public var httpStatus: Int?
    /// The service's own code, such as `ModelTimeoutException`.
    public var serviceCode: String?
    /// The members of the service's error, such as `originalStatusCode`.
    public var details: JSONValue?
    /// How often the request was sent.
    public var attempts = 0
    /// How the request was authenticated: `SigV4` or `bearer token`.
    public var authentication: String?
    /// What caused the error.
    public var underlyingError: (any Error)?

    /// An error of kind `code`.
    public init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.underlyingError = underlying
    }

    /// An input that breaks a rule, named so that the caller can mend it.
    ///
    /// - Parameters:
    ///   - member: The member of the input, such as `requestMetadata`.
    ///   - problem: What is wrong with it.
    public static func invalidInput(_ member: String, _ problem: String) -> AWSError {
        AWSError(.invalidInput, "\(member): \(problem)")
    }

    /// Settings of the client that cannot work.
    public static func invalidConfiguration(_ problem: String) -> AWSError {
        AWSError(.invalidConfiguration, problem)
    }

    /// All there is to say but ``details`` and ``underlyingError``.
    public var description: String {
        var text = "\(code)"
        if let operation { text += " in \(operation)" }
        if let serviceCode { text += ": \(serviceCode)" }
        text += ": \(message)"
        var facts: [String] = []
        if let httpStatus { facts.append("HTTP \(httpStatus)") }
        if let requestID { facts.append("request \(requestID)") }
        if attempts > 1 { facts.append("\(attempts) attempts") }
        if let authentication, httpStatus == 401 || httpStatus == 403 { facts.append("sent with \(authentication)") }
        return facts.isEmpty ? text : "\(text) (\(facts.joined(separator: ", ")))"
    }
}

extension AWSError {
    /// The error that a service's answer amounts to.
    public init(_ error: ServiceError, httpStatus: Int?) {
        self.init(error.kind ?? Self.code(of: error, httpStatus: httpStatus), error.message)
        self.httpStatus = httpStatus
        self.serviceCode = error.code
        self.requestID = error.requestID
        self.details = error.details
    }

    private static func code(of error: ServiceError, httpStatus: Int?) -> Code {
        if RetryClass.throttlingCodes.contains(error.code) { return .throttled }
        switch error.code {
        case "AccessDeniedException", "AccessDenied": return .accessDenied
        case "UnrecognizedClientException", "InvalidSignatureException", "SignatureDoesNotMatch",
            "ExpiredTokenException",
            "ExpiredToken", "MissingAuthenticationTokenException", "MissingAuthenticationToken", "InvalidClientTokenId",
            "IncompleteSignature", "IncompleteSignatureException", "RequestExpired", "RequestTimeTooSkewed":
            return .unauthenticated
        case "ResourceNotFoundException", "NotFoundException", "ParameterNotFound", "ParameterVersionNotFound":
            return .notFound
        case "ConflictException", "DuplicateRecordException", "ResourceLockedException": return .conflict
        // `LimitExceeded` is a quota of query-compatible services such as CloudWatch, no throttle.
        case "ServiceQuotaExceededException", "TooManyTagsException", "BackfillLimitExceededException", "LimitExceeded",
            "LimitExceededFault", "CreationLimitExceededException":
            return .quotaExceeded
        case "ValidationException", "ValidationError", "InvalidParameter", "InvalidParameterException",
            "InvalidParameterValue", "InvalidParameterValueException", "ParameterValueInvalid",
            "InvalidParameterCombination", "InvalidParameterCombinationException":
            return .validation
        default: break
        }
        return switch httpStatus {
        case 401: .unauthenticated
        case 403: .accessDenied
        case 404: .notFound
        case 429: .throttled
        case .some(500...): .serviceFault
        default: .service
        }
    }
}

extension AWSError: Equatable {
    /// Equal where the kind and the service's code are.
    public static func == (left: AWSError, right: AWSError) -> Bool {
        left.code == right.code && left.serviceCode == right.serviceCode
    }
}
