import CCurl
import HTTPTransport

extension TransportError {
    /// What `code`, at the end of a transfer that `exchange` carries, means to a caller.
    init(_ code: CURLcode, of exchange: CurlExchange) {
        let host = exchange.transfer?.wire.host ?? "the peer"
        let detail = exchange.errorMessage
        let words = detail.isEmpty ? unsafe String(cString: curl_easy_strerror(code)) : detail
        var kind = Self.kind(of: code)
        // What ends before there is a connection to write on, such as a proxy's refusal, is no loss of one.
        if kind == .connectionLost, !exchange.hasBegunSending { kind = .connectFailed }
        self.init(kind, "\(host): \(words)", requestMayHaveBeenProcessed: exchange.hasSent)
    }

    private static func kind(of code: CURLcode) -> Code {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .nameNotResolved
        case CURLE_COULDNT_CONNECT, CURLE_PROXY, CURLE_INTERFACE_FAILED: .connectFailed
        // Only the connection's establishment is under libcurl's clock; the other limits are the loop's.
        case CURLE_OPERATION_TIMEDOUT: .connectTimeout
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_CRL_BADFILE, CURLE_USE_SSL_FAILED:
            .tlsFailed
        case CURLE_URL_MALFORMAT: .invalidRequest
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_HTTP2, CURLE_BAD_CONTENT_ENCODING,
            CURLE_WRITE_ERROR:
            .protocolViolation
        default: .connectionLost
        }
    }
}
