public import HTTPTransport

/// Whether, and why, an attempt that failed may be repeated: the rules of the AWS SDKs' `standard` mode.
public enum RetryClass: Sendable, Hashable {
    /// Not to be repeated.
    case none
    /// A passing failure of the service or of the network.
    case transient
    /// A time limit on the way.
    case timeout
    /// The service asks for less.
    case throttling

    /// Classifies a service's error by its code, then by the HTTP status. Services throttle with HTTP 400, too, so the
    /// code decides, and a bare 429 is no throttle.
    public init(status: Int, code: String?, message: String = "") {
        if let code, Self.throttlingCodes.contains(code) {
            // A day's quota does not come back within the time that a call may wait.
            self = message.contains("per day") ? .none : .throttling
        } else if status >= 300, let code, Self.transientCodes.contains(code) {
            self = .transient
        } else {
            self = [500, 502, 503, 504].contains(status) ? .transient : .none
        }
    }

    /// Classifies a failure of the transport.
    ///
    /// - Parameter isIdempotent: Whether an attempt that may have run may be repeated.
    public init(_ error: TransportError, isIdempotent: Bool) {
        guard isIdempotent || !error.requestMayHaveBeenProcessed else {
            self = .none
            return
        }
        switch error.code {
        case .connectTimeout, .idleTimeout, .totalTimeout: self = .timeout
        case .connectFailed, .nameNotResolved, .tlsFailed, .connectionLost, .protocolViolation: self = .transient
        default: self = .none
        }
    }

    static let throttlingCodes: Set<String> = [
        "BandwidthLimitExceeded", "EC2ThrottledException", "KMSThrottling", "LimitExceededException",
        "PriorRequestNotComplete", "ProvisionedThroughputExceededException", "RequestLimitExceeded",
        "RequestThrottled", "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling",
        "ThrottlingException", "TooManyRequestsException",
        "TransactionInProgressException",
    ]

    /// The codes of the `standard` mode, and those whose models or SDKs mark them as worth another try.
    private static let transientCodes: Set<String> = [
        "RequestTimeout", "RequestTimeoutException", "ModelNotReadyException", "IDPCommunicationError",
    ]
}
