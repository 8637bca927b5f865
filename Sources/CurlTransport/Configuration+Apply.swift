import CCurl

extension CurlTransport.Configuration {
    /// Sets what is the same for every request of the transport.
    func apply(to handle: borrowing EasyHandle) {
        let easy = unsafe handle.raw
        _ = unsafe ccurl_allow_http_only(easy)
        _ = unsafe ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        _ = unsafe ccurl_set_long(easy, CURLOPT_HTTP_VERSION, versions.code)
        // The path was signed as it is.
        _ = unsafe ccurl_set_long(easy, CURLOPT_PATH_AS_IS, 1)
        // A silent connection may wait minutes for a model; gateways forget it unless it is probed.
        _ = unsafe ccurl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
        _ = unsafe ccurl_set_long(easy, CURLOPT_TCP_KEEPIDLE, 60)
        _ = unsafe ccurl_set_long(easy, CURLOPT_TCP_KEEPINTVL, 30)
        // A proxy's answer to CONNECT is not the response.
        _ = unsafe ccurl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        if let unixSocketPath { _ = unsafe ccurl_set_string(easy, CURLOPT_UNIX_SOCKET_PATH, unixSocketPath) }
        unsafe applyTrust(to: easy)
        unsafe applyProxy(to: easy)
    }

    private func applyTrust(to easy: UnsafeMutableRawPointer) {
        if let file = trust.file {
            _ = unsafe ccurl_set_string(easy, CURLOPT_CAINFO, file)
            _ = unsafe ccurl_set_string(easy, CURLOPT_PROXY_CAINFO, file)
        }
        // libcurl keeps the parsed bundle for the next connection only if there is no folder to look into as well;
        // parsing it anew takes tens of milliseconds.
        if trust.file != nil || CurlLibrary.hasSystemBundle {
            _ = unsafe ccurl_set_string(easy, CURLOPT_CAPATH, nil)
            _ = unsafe ccurl_set_string(easy, CURLOPT_PROXY_CAPATH, nil)
        }
    }

    private func applyProxy(to easy: UnsafeMutableRawPointer) {
        switch proxy.kind {
        case .environment: break
        case .none: _ = unsafe ccurl_set_string(easy, CURLOPT_PROXY, "")
        case .url(let url): _ = unsafe ccurl_set_string(easy, CURLOPT_PROXY, url)
        }
        if proxy.kind != .environment || !proxyExceptions.isEmpty {
            _ = unsafe ccurl_set_string(easy, CURLOPT_NOPROXY, proxyExceptions.joined(separator: ","))
        }
    }
}

extension CurlTransport.Configuration.AddressOverride {
    /// `host:port:address,address`, IPv6 addresses in brackets.
    var curlEntry: String {
        let list = addresses.map { $0.utf8.contains(UInt8(ascii: ":")) ? "[\($0)]" : $0 }
        return "\(host):\(port):\(list.joined(separator: ","))"
    }
}
