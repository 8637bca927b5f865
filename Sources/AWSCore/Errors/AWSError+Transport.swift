package import HTTPTransport

extension AWSError {
    package init(_ error: TransportError) {
        let code: Code =
            switch error.code {
            case .cancelled: .cancelled
            case .connectTimeout, .idleTimeout, .totalTimeout: .timeout
            case .responseTooLarge: .responseTooLarge
            case .invalidRequest: .invalidInput
            default: .transport
            }
        self.init(code, error.message, underlying: error)
    }
}
