import CCurl
import HTTPTransport

/// The one owner of an easy handle. It must have left its multi handle before it goes.
@safe
struct EasyHandle: ~Copyable {
    let raw: UnsafeMutableRawPointer

    init() throws(TransportError) {
        guard let raw = unsafe curl_easy_init() else { throw .configuration("libcurl has no memory for a handle") }
        unsafe self.raw = unsafe raw
    }

    deinit { unsafe curl_easy_cleanup(raw) }
}

/// The one owner of a multi handle: the connections and all that transfers share.
@safe
struct MultiHandle: ~Copyable {
    let raw: UnsafeMutableRawPointer
    /// libcurl reports to it up to the handle's end.
    private let reactor: Reactor

    init(reactor: Reactor) throws(TransportError) {
        guard let raw = unsafe curl_multi_init() else { throw .configuration("libcurl has no memory for a handle") }
        unsafe self.raw = unsafe raw
        self.reactor = reactor
        reactor.attach(to: self)
    }

    deinit { unsafe curl_multi_cleanup(raw) }
}

/// The one owner of a share handle, through which the easy handles of one loop share TLS sessions.
@safe
struct ShareHandle: ~Copyable {
    let raw: UnsafeMutableRawPointer

    init() throws(TransportError) {
        guard let raw = unsafe curl_share_init() else { throw .configuration("libcurl has no memory for a handle") }
        unsafe self.raw = unsafe raw
        _ = unsafe ccurl_share_tls_sessions(raw)
    }

    deinit { unsafe curl_share_cleanup(raw) }
}

/// The one owner of a list of strings that libcurl reads for as long as its handles live.
@safe
struct StringList: ~Copyable {
    private(set) var raw: UnsafeMutablePointer<curl_slist>?

    init(_ strings: [String]) {
        unsafe self.raw = nil
        for string in strings {
            // On failure the list so far stays as it was.
            if let longer = unsafe curl_slist_append(raw, string) { unsafe raw = unsafe longer }
        }
    }

    deinit { unsafe curl_slist_free_all(raw) }
}
