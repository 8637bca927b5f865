#if AsyncHTTPClient
public import AsyncHTTPClient
import HTTPTransport
public import Logging
public import NIOCore
import NIOPosix

extension AsyncHTTPClientTransport {
    /// How an ``AsyncHTTPClientTransport`` connects. Limits of single exchanges are in `TransportOptions`.
    public struct Configuration: Sendable {
        /// Settings of the transport's own client: TLS, proxy, HTTP versions, pool.
        ///
        /// By default those of AsyncHTTPClient, without tracing and with up to 1,024 connections of HTTP/1.1 to a host, in
        /// place of 8. `timeout.connect`, 10 s, bounds what `TransportOptions.connectTimeout` allows; waiting for one of a
        /// host's connections counts as connecting.
        public var client: HTTPClient.Configuration
        /// Gives the event loop that the transport's own client runs on: one of those that all of the process share, by
        /// default.
        public var eventLoopGroup: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton
        /// The bytes of one response body that are held for its reader before the peer is stopped. 256 KiB by default.
        ///
        /// Where a connection fails while the peer is stopped, what AsyncHTTPClient has received besides is lost.
        public var bodyBufferSize: Int = 256 * 1_024
        /// The most bytes of one response's status line and header fields. 128 KiB by default.
        ///
        /// NIO itself takes no more than 80 KiB in one field of HTTP/1.1, and 16 KiB in all of HTTP/2.
        public var responseHeadLimit: Int = 128 * 1_024
        /// Where the transport logs, at `debug` only. A logger that discards everything, by default.
        public var logger = Logger(label: "bedrock-cost.async-http-client-transport") { _ in SwiftLogNoOpLogHandler() }

        /// The defaults.
        public init() {
            client = HTTPClient.Configuration()
            // A span would carry the whole URL, whose query may hold a signature.
            client.tracing.tracer = nil
            // Without it, attempts go on for 20 s after the requests that wait for them have been given up.
            client.timeout.connect = .seconds(10)
            client.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1_024
        }

        /// The defaults, changed by `configure`.
        public static func defaults(_ configure: (inout Self) -> Void) -> Self {
            var configuration = Self()
            configure(&configuration)
            return configuration
        }

        /// ``client`` with what the contract of a transport leaves no choice about: the settings for a client that is made
        /// by hand and given to a transport.
        ///
        /// No redirects, no decompression, no limits of time besides connecting, no second attempts to connect; TCP probes
        /// a connection that is silent for a minute.
        public var settledClient: HTTPClient.Configuration {
            var client = self.client
            client.redirectConfiguration = .disallow
            client.decompression = .disabled
            // Both count while the reader holds a transfer back, and are the same for all exchanges.
            client.timeout.read = nil
            client.timeout.write = nil
            // With it, a refused connection shows as such only when the time to connect has passed.
            client.connectionPool.retryConnectionEstablishment = false
            client.probeSilentConnections()
            return client
        }

        func validate() throws(TransportError) {
            guard bodyBufferSize > 0 else { throw .configuration("bodyBufferSize must be at least 1 byte") }
            guard responseHeadLimit > 0 else { throw .configuration("responseHeadLimit must be at least 1 byte") }
        }
    }
}

extension TransportError {
    fileprivate static func configuration(_ message: String) -> Self {
        Self(.invalidConfiguration, message, requestMayHaveBeenProcessed: false)
    }
}
#endif
