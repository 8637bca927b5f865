#if AsyncHTTPClient
import AsyncHTTPClient
import HTTPTransport
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOPosix
import NIOSSL

extension TransportError {
    /// What an error of AsyncHTTPClient, or of NIO beneath it, means to a caller.
    ///
    /// - Parameter hasBegunSending: Whether the request's head has been written. An error before that is one of connecting,
    ///   and the peer has seen nothing.
    init(_ error: any Error, host: String, hasBegunSending: Bool) {
        let (code, words) = hasBegunSending ? Self.failureOfExchange(error) : Self.failureToConnect(error)
        self.init(
            code, "\(host): \(words)",
            requestMayHaveBeenProcessed: hasBegunSending && !Self.isRefusal(error))
    }

    /// HTTP/2's promise that the peer did nothing about a request.
    private static func isRefusal(_ error: any Error) -> Bool {
        (error as? NIOHTTP2Errors.StreamClosed)?.errorCode == .refusedStream
    }

    private static func failureToConnect(_ error: any Error) -> (Code, String) {
        switch error {
        case let error as HTTPClientError: (code(of: error) ?? .connectFailed, error.shortDescription)
        case let error as NIOConnectionError:
            if error.connectionErrors.isEmpty, error.dnsAError != nil || error.dnsAAAAError != nil {
                (.nameNotResolved, "the name has no address")
            } else if error.connectionErrors.contains(where: { isConnectTimeout($0.error) }) {
                (.connectTimeout, "no connection in time")
            } else {
                (.connectFailed, error.connectionErrors.first.map { words(for: $0.error) } ?? "no connection")
            }
        case is SocketAddressError.UnknownHost: (.nameNotResolved, "the name has no address")
        case let error where isConnectTimeout(error): (.connectTimeout, "no connection in time")
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: (.tlsFailed, "\(error)")
        default: (.connectFailed, words(for: error))
        }
    }

    private static func failureOfExchange(_ error: any Error) -> (Code, String) {
        switch error {
        // Nobody on this side has ended the exchange.
        case let error as HTTPClientError where error == .cancelled: (.shutDown, "the client has been shut down")
        case let error as HTTPClientError: (code(of: error) ?? .connectionLost, error.shortDescription)
        case HTTPParserError.headerOverflow: (.responseTooLarge, "the response's head is larger than NIO takes")
        // The connection ended within a message.
        case HTTPParserError.invalidEOFState: (.connectionLost, "the response was cut off")
        case let error as HTTPParserError: (.protocolViolation, "\(error)")
        case let error as NIOHTTP2Errors.StreamClosed:
            (.connectionLost, "the peer ended the stream with \(error.errorCode)")
        case is NIOHTTP2Errors.IOOnClosedConnection: (.connectionLost, "the connection is closed")
        case is any NIOHTTP2Error: (.protocolViolation, "\(type(of: error))")
        default: (.connectionLost, words(for: error))
        }
    }

    /// The kind of a failure that means the same at any time.
    private static func code(of error: HTTPClientError) -> Code? {
        switch error {
        case .invalidURL, .emptyHost, .missingSocketPath, .emptyScheme, .traceRequestWithBody, .contentLengthMissing,
            .bodyLengthMismatch, .identityCodingIncorrectlyPresent:
            .invalidRequest
        case .alreadyShutdown: .shutDown
        case .readTimeout, .writeTimeout: .idleTimeout
        case .deadlineExceeded: .totalTimeout
        case .connectTimeout, .tlsHandshakeTimeout, .socksHandshakeTimeout, .httpProxyHandshakeTimeout,
            .getConnectionFromPoolTimeout:
            .connectTimeout
        default: nil
        }
    }

    private static func isConnectTimeout(_ error: any Error) -> Bool {
        if case .connectTimeout = error as? ChannelError { true } else { false }
    }

    /// Says what the system said. Of an error of unknown kind, only its kind: it may hold anything.
    private static func words(for error: any Error) -> String {
        switch error {
        case let error as IOError: error.description
        case let error as ChannelError: "\(error)"
        case let error as NIOSSLError: "\(error)"
        default: "\(type(of: error))"
        }
    }
}
#endif
