import CurlTransport
import HTTPTransport
import Testing

@Suite struct ConfigurationTests {
    typealias Configuration = CurlTransport.Configuration

    private static let wrong: [(@Sendable (inout Configuration) -> Void, String)] = [
        ({ $0.connectionCacheSize = 0 }, "connectionCacheSize must be at least 1"),
        ({ $0.connectionsPerHost = 0 }, "connectionsPerHost must be at least 1"),
        ({ $0.bodyBufferSize = 0 }, "bodyBufferSize must be at least 1 byte"),
        ({ $0.responseHeadLimit = -1 }, "responseHeadLimit must be at least 1 byte"),
        ({ $0.trust = .file("/no/such/file.pem") }, "trust: the file /no/such/file.pem cannot be read"),
        ({ $0.proxy = .url("proxy.internal:3128") }, "proxy: the URL must be like http://host:port"),
        ({ $0.proxy = .url("ftp://proxy.internal") }, "proxy: the URL must be like http://host:port"),
        ({ $0.proxy = .url("http://") }, "proxy: the URL must be like http://host:port"),
        ({ $0.proxyExceptions = ["a,b"] }, "proxyExceptions: each must be one host, domain or address"),
        ({ $0.unixSocketPath = "" }, "unixSocketPath must have 1 to 103 bytes"),
        ({ $0.unixSocketPath = String(repeating: "x", count: 104) }, "unixSocketPath must have 1 to 103 bytes"),
        (
            { $0.addressOverrides = [.init(host: "a b", addresses: ["127.0.0.1"])] },
            "addressOverrides: \"a b\" is no host name"
        ),
        (
            { $0.addressOverrides = [.init(host: "a", port: 0, addresses: ["127.0.0.1"])] },
            "addressOverrides: 0 is no port"
        ),
        ({ $0.addressOverrides = [.init(host: "a", addresses: [])] }, "addressOverrides: a needs IP addresses"),
        ({ $0.addressOverrides = [.init(host: "a", addresses: ["b"])] }, "addressOverrides: a needs IP addresses"),
    ]

    @Test(arguments: wrong.indices) func `a setting that cannot work is named when the transport is made`(index: Int) {
        let (change, message) = Self.wrong[index]
        let error = #expect(throws: TransportError.self) { try CurlTransport(.defaults(change)) }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message == message)
        #expect(error?.requestMayHaveBeenProcessed == false)
    }

    @Test func `a proxy's password is not repeated in the message`() {
        let error = #expect(throws: TransportError.self) {
            try CurlTransport(.defaults { $0.proxy = .url("gopher://user:canary@host") })
        }
        #expect(error?.description.contains("canary") == false)
    }

    @Test func `a configuration of all settings is accepted`() throws {
        let transport = try CurlTransport(
            .defaults {
                $0.versions = .http1
                $0.proxy = .url("http://user:secret@127.0.0.1:3128")
                $0.proxyExceptions = ["localhost", ".internal", "*"]
                $0.addressOverrides = [.init(host: "a.example", addresses: ["127.0.0.1", "::1"])]
                $0.connectionsPerHost = 4
            })
        transport.shutdown()
    }
}
