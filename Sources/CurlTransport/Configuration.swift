import CCurl
import HTTPTransport
public import Logging

extension CurlTransport {
    /// How a ``CurlTransport`` connects. Limits of single exchanges are in `TransportOptions`.
    ///
    /// ```swift
    /// let transport = try CurlTransport(.defaults { $0.proxy = .url("http://proxy.internal:3128") })
    /// ```
    public struct Configuration: Sendable {
        /// Which versions of HTTP may be spoken.
        public struct Versions: Sendable, Hashable {
            let code: Int

            /// HTTP/2 over TLS where the server offers it by ALPN, HTTP/1.1 otherwise.
            public static var upToHTTP2: Self { Self(code: CURL_HTTP_VERSION_2TLS) }
            /// HTTP/1.1 only.
            public static var http1: Self { Self(code: CURL_HTTP_VERSION_1_1) }
            /// HTTP/2 only, over plain `http` without asking first: for servers known to speak it, such as those of a test.
            public static var http2PriorKnowledge: Self { Self(code: CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE) }
        }

        /// The certificates by which servers are trusted.
        public struct Trust: Sendable, Hashable {
            let file: String?

            /// The system's bundle, as libcurl was built to find it.
            public static var system: Self { Self(file: nil) }
            /// A file of PEM certificates in place of the system's.
            public static func file(_ path: String) -> Self { Self(file: path) }
        }

        /// The proxy that requests go through.
        public struct Proxy: Sendable, Hashable {
            enum Kind: Hashable { case none, environment, url(String) }
            let kind: Kind

            /// Straight to the server, whatever the environment says.
            public static var none: Self { Self(kind: .none) }
            /// What `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy` say, read by libcurl.
            public static var environment: Self { Self(kind: .environment) }
            /// This proxy: `http`, `https`, `socks4`, `socks4a`, `socks5` or `socks5h`, user and password in the URL.
            public static func url(_ url: String) -> Self { Self(kind: .url(url)) }
        }

        /// Addresses for a host's name, in place of those that DNS has.
        public struct AddressOverride: Sendable, Hashable {
            /// The host as requests name it.
            public var host: String
            /// The port that the override is for.
            public var port: Int
            /// IP addresses, tried in order.
            public var addresses: [String]

            /// An override for `host` at `port`.
            public init(host: String, port: Int = 443, addresses: [String]) {
                self.host = host
                self.port = port
                self.addresses = addresses
            }
        }

        /// HTTP/2 where the server offers it, by default.
        public var versions: Versions = .upToHTTP2
        /// The system's certificates by default.
        public var trust: Trust = .system
        /// The environment's proxy by default.
        public var proxy: Proxy = .environment
        /// Hosts that are reached without ``proxy``, as in `no_proxy`: names, domain suffixes, addresses or `*`.
        public var proxyExceptions: [String] = []
        /// The path of a Unix domain socket that every connection goes to.
        public var unixSocketPath: String?
        /// Addresses in place of DNS.
        public var addressOverrides: [AddressOverride] = []
        /// The most connections kept open, used ones included; past it an idle one is closed. 1,024 by default.
        public var connectionCacheSize: Int = 1_024
        /// The most connections to one host at once; requests past it wait. `nil`, the default, for no limit.
        public var connectionsPerHost: Int?
        /// The bytes of one response body that are held for its reader before the peer is stopped. 64 KiB by default.
        public var bodyBufferSize: Int = 64 * 1_024
        /// The most bytes of one response's status line and header fields. 128 KiB by default.
        public var responseHeadLimit: Int = 128 * 1_024
        /// Where the transport logs, at `debug` only. A logger that discards everything, by default.
        public var logger = Logger(label: "bedrock-cost.curl-transport") { _ in SwiftLogNoOpLogHandler() }

        /// The defaults.
        public init() {}

        /// The defaults, changed by `configure`.
        public static func defaults(_ configure: (inout Self) -> Void) -> Self {
            var configuration = Self()
            configure(&configuration)
            return configuration
        }
    }
}
