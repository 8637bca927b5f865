import CCurl
import HTTPTransport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension CurlTransport.Configuration {
    func validate() throws(TransportError) {
        try Self.require(connectionCacheSize > 0, "connectionCacheSize must be at least 1")
        try Self.require(connectionsPerHost.map { $0 > 0 } ?? true, "connectionsPerHost must be at least 1")
        try Self.require(bodyBufferSize > 0, "bodyBufferSize must be at least 1 byte")
        try Self.require(responseHeadLimit > 0, "responseHeadLimit must be at least 1 byte")
        if let file = trust.file {
            try Self.require(
                unsafe !file.utf8.contains(0) && access(file, R_OK) == 0, "trust: the file \(file) cannot be read")
        }
        if case .url(let url) = proxy.kind {
            // The URL may hold a password, so the message does not repeat it.
            try Self.require(Self.isProxyURL(url), "proxy: the URL must be like http://host:port")
        }
        try Self.require(
            proxyExceptions.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: ",") } },
            "proxyExceptions: each must be one host, domain or address")
        if let unixSocketPath {
            // sockaddr_un has room for 108 bytes on Linux, for 104 on Darwin.
            try Self.require(
                (1...103).contains(unixSocketPath.utf8.count) && !unixSocketPath.utf8.contains(0),
                "unixSocketPath must have 1 to 103 bytes")
        }
        for override in addressOverrides {
            try Self.require(
                !override.host.isEmpty && !override.host.utf8.contains { $0 <= 0x20 || $0 == UInt8(ascii: ":") },
                "addressOverrides: \"\(override.host)\" is no host name")
            try Self.require(
                (1...65_535).contains(override.port), "addressOverrides: \(override.port) is no port")
            try Self.require(
                !override.addresses.isEmpty && override.addresses.allSatisfy(Self.isAddress),
                "addressOverrides: \(override.host) needs IP addresses")
        }
    }

    private static func require(_ condition: Bool, _ message: String) throws(TransportError) {
        guard condition else { throw .configuration(message) }
    }

    private static func isProxyURL(_ text: String) -> Bool {
        let schemes = ["http://", "https://", "socks4://", "socks4a://", "socks5://", "socks5h://"]
        guard schemes.contains(where: { text.hasPrefix($0) }), !text.utf8.contains(where: { $0 <= 0x20 }) else {
            return false
        }
        guard let url = unsafe curl_url() else { return false }
        defer { unsafe curl_url_cleanup(url) }
        return unsafe curl_url_set(url, CURLUPART_URL, text, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK
    }

    private static func isAddress(_ text: String) -> Bool {
        var storage = in6_addr()
        return unsafe withUnsafeMutablePointer(to: &storage) { storage in
            unsafe inet_pton(AF_INET, text, storage) == 1 || inet_pton(AF_INET6, text, storage) == 1
        }
    }
}

extension TransportError {
    static func configuration(_ message: String) -> Self {
        Self(.invalidConfiguration, message, requestMayHaveBeenProcessed: false)
    }
}
