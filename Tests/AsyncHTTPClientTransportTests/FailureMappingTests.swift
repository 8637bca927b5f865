#if AsyncHTTPClient
import AsyncHTTPClient
import HTTPTransport
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOSSL
import Testing

@testable import AsyncHTTPClientTransport

/// What the client says, and what a caller may conclude: whether another attempt could do a thing twice.
@Suite struct `What errors of AsyncHTTPClient mean` {
    struct Canary: Error { let secret = "canary" }

    private func meaning(_ error: any Error, afterSending: Bool) -> TransportError {
        TransportError(error, host: "host", hasBegunSending: afterSending)
    }

    @Test(arguments: [
        (HTTPClientError.remoteConnectionClosed as any Error, TransportError.Code.connectFailed),
        (HTTPClientError.cancelled, .connectFailed),
        (HTTPClientError.connectTimeout, .connectTimeout),
        (HTTPClientError.tlsHandshakeTimeout, .connectTimeout),
        (HTTPClientError.socksHandshakeTimeout, .connectTimeout),
        (HTTPClientError.httpProxyHandshakeTimeout, .connectTimeout),
        (HTTPClientError.getConnectionFromPoolTimeout, .connectTimeout),
        (ChannelError.connectTimeout(.seconds(1)), .connectTimeout),
        (HTTPClientError.proxyAuthenticationRequired, .connectFailed),
        (HTTPClientError.invalidProxyResponse, .connectFailed),
        (HTTPClientError.alreadyShutdown, .shutDown),
        (HTTPClientError.invalidURL, .invalidRequest),
        (HTTPClientError.emptyHost, .invalidRequest),
        (HTTPClientError.traceRequestWithBody, .invalidRequest),
        (NIOSSLError.handshakeFailed(.sslError([])), .tlsFailed),
        (NIOSSLExtraError.failedToValidateHostname, .tlsFailed),
        (IOError(errnoCode: 111, reason: "connect"), .connectFailed),
        (ChannelError.ioOnClosedChannel, .connectFailed),
        (Canary(), .connectFailed),
    ])
    func `before the head has left, nothing was processed`(error: any Error, code: TransportError.Code) {
        let meaning = meaning(error, afterSending: false)
        #expect(meaning.code == code)
        #expect(!meaning.requestMayHaveBeenProcessed)
        #expect(meaning.message.hasPrefix("host: "))
    }

    @Test(arguments: [
        (HTTPClientError.remoteConnectionClosed as any Error, TransportError.Code.connectionLost),
        (HTTPClientError.cancelled, .shutDown),
        (HTTPClientError.readTimeout, .idleTimeout),
        (HTTPClientError.writeTimeout, .idleTimeout),
        (HTTPClientError.deadlineExceeded, .totalTimeout),
        (HTTPParserError.invalidEOFState, .connectionLost),
        (HTTPParserError.headerOverflow, .responseTooLarge),
        (HTTPParserError.invalidHeaderToken, .protocolViolation),
        (HTTPParserError.invalidChunkSize, .protocolViolation),
        (NIOSSLError.uncleanShutdown, .connectionLost),
        (IOError(errnoCode: 104, reason: "read"), .connectionLost),
        (ChannelError.ioOnClosedChannel, .connectionLost),
        (NIOHTTP2Errors.streamClosed(streamID: 1, errorCode: .cancel), .connectionLost),
        (NIOHTTP2Errors.streamClosed(streamID: 1, errorCode: .internalError), .connectionLost),
        (NIOHTTP2Errors.ioOnClosedConnection(), .connectionLost),
        (NIOHTTP2Errors.unableToParseFrame(), .protocolViolation),
        (Canary(), .connectionLost),
    ])
    func `after the head has left, the request may have been processed`(error: any Error, code: TransportError.Code) {
        let meaning = meaning(error, afterSending: true)
        #expect(meaning.code == code)
        #expect(meaning.requestMayHaveBeenProcessed)
    }

    @Test func `a stream that HTTP/2 refuses was certainly not processed`() {
        let meaning = meaning(
            NIOHTTP2Errors.streamClosed(streamID: 1, errorCode: .refusedStream), afterSending: true)
        #expect(meaning.code == .connectionLost)
        #expect(!meaning.requestMayHaveBeenProcessed)
    }

    @Test func `an error of unknown kind is named, not described`() {
        for afterSending in [false, true] {
            let text = "\(meaning(Canary(), afterSending: afterSending))"
            #expect(text.contains("Canary"))
            #expect(!text.contains("canary"))
        }
    }
}
#endif
