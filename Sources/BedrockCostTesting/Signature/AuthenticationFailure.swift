/// Why a request's authentication was refused, before the protocol's names for it.
struct AuthenticationFailure: Error, Equatable {
    enum Reason {
        case missing
        case incomplete
        case unknownKey
        case expiredToken
        case wrongSignature
        /// A bearer token that is unknown, expired or for another Region.
        case refusedToken
    }

    let reason: Reason
    let message: String

    init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    static let missing = Self(.missing, "Missing Authentication Token")
    static let unknownKey = Self(.unknownKey, "The security token included in the request is invalid.")
    static let expiredToken = Self(.expiredToken, "The security token included in the request is expired")
    static let expiredAPIKey = Self(.refusedToken, "Bearer Token has expired")
    static let wrongSignature = Self(
        .wrongSignature,
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
            + "Key and signing method. Consult the service documentation for details.")

    /// The failure under the code and status of `wireProtocol`.
    ///
    /// awsJson services answer authentication failures with 400; the others with 403.
    func fault(_ wireProtocol: WireProtocol) -> ServiceFault {
        if wireProtocol == .openAI {
            switch reason {
            case .missing:
                return ServiceFault("missing_api_key", 401, "Missing 'authorization' or 'x-api-key' header")
            case .refusedToken: return ServiceFault("invalid_api_key", 401, openAIMessage)
            default: break
            }
        }
        let isQuery = wireProtocol == .query
        let status = if case .json = wireProtocol { 400 } else { 403 }
        switch reason {
        case .missing:
            return ServiceFault(
                isQuery ? "MissingAuthenticationToken" : "MissingAuthenticationTokenException", status, message)
        case .incomplete:
            return ServiceFault(
                isQuery ? "IncompleteSignature" : "IncompleteSignatureException", isQuery ? 400 : status, message)
        case .unknownKey:
            return ServiceFault(isQuery ? "InvalidClientTokenId" : "UnrecognizedClientException", status, message)
        case .expiredToken:
            return ServiceFault(isQuery ? "ExpiredToken" : "ExpiredTokenException", status, message)
        case .wrongSignature:
            return ServiceFault(isQuery ? "SignatureDoesNotMatch" : "InvalidSignatureException", status, message)
        case .refusedToken:
            return ServiceFault("AccessDeniedException", 403, message)
        }
    }
    /// OpenAI's envelope has words of its own for a key that is no key.
    private var openAIMessage: String {
        self == .expiredAPIKey ? message : "Invalid bearer token"
    }
}
