import HTTPTransport
import HTTPTypes

extension TransportCheck {
    /// The request goes on the wire as given.
    static var requests: [Self] {
        [
            Self("path and query arrive as they were given") { context in
                for suffix in [
                    "", "/", "//a//b", "/a/../b/./c", "/%2F%2f%41?x=%20&y=+&z", "?a=1&a=2&b=?/", "/~:@!$&'()*,;=",
                ] {
                    let visit = context.expect()
                    try await context.exchange(context.request(visit, suffix: suffix))
                    let target = visit.arrival.target
                    try demand(target == visit.path + suffix, "\"\(suffix)\" arrived as \"\(target)\"")
                }
            },
            Self("header fields arrive as they were given, and no others but Host and Content-Length") { context in
                let visit = context.expect()
                var fields = HTTPFields()
                fields.append(HTTPField(name: .authorization, value: "scheme a=b, c=d"))
                fields.append(HTTPField(name: .contentType, value: "application/json"))
                for value in ["one", "two; q=\"x\"", ""] {
                    if let name = HTTPField.Name("x-repeated") { fields.append(HTTPField(name: name, value: value)) }
                }
                try await context.exchange(context.request(visit, .post, fields: fields), body: Array("{}".utf8))
                let arrival = visit.arrival
                try demand(arrival.values("authorization") == ["scheme a=b, c=d"], "Authorization was changed")
                try demand(arrival.values("content-type") == ["application/json"], "Content-Type was changed")
                try demand(
                    arrival.values("x-repeated") == ["one", "two; q=\"x\"", ""],
                    "a repeated field arrived as \(arrival.values("x-repeated"))")
                try demand(arrival.values("host") == [context.authority], "Host is \(arrival.values("host"))")
                try noField(of: arrival, otherThan: ["authorization", "content-type", "x-repeated"])
            },
            Self("a request without fields gains none but Host and Content-Length") { context in
                for method in [HTTPRequest.Method.get, .post, .put, .delete] {
                    let visit = context.expect()
                    let body: [UInt8] = method == .post ? Array("{}".utf8) : []
                    try await context.exchange(context.request(visit, method), body: body)
                    try noField(of: visit.arrival, otherThan: [])
                }
            },
            Self("every method arrives under its own name") { context in
                for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete, .options] {
                    let visit = context.expect()
                    try await context.exchange(context.request(visit, method))
                    try demand(visit.arrival.method == method.rawValue, "\(method) arrived as \(visit.arrival.method)")
                }
            },
            Self("request bodies arrive whole, from none to some megabytes") { context in
                for size in [0, 1, 1_024, 65_536, 65_537, 3_000_001] {
                    let visit = context.expect()
                    let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 % 253) }
                    try await context.exchange(context.request(visit, .post), body: body)
                    let arrival = visit.arrival
                    try demand(arrival.body == body, "\(size) bytes arrived as \(arrival.body.count), or changed")
                    let length = arrival.values("content-length")
                    try demand(length.isEmpty || length == [String(size)], "Content-Length is \(length) for \(size)")
                }
            },
            Self("a request that would break the protocol is refused and not sent") { context in
                let visit = context.expect()
                let good = context.request(visit)
                var bad: [(String, HTTPRequest)] = []
                for suffix in ["\r\nX-Injected: 1", "\u{0}", " HTTP/1.1", "\n", "#fragment"] {
                    var request = good
                    request.path = visit.path + suffix
                    bad.append(("a path with \(suffix.debugDescription)", request))
                }
                for authority in [nil, "", "host\r\nX-Injected: 1", "user@host", "host/path"] {
                    var request = good
                    request.authority = authority
                    bad.append(("the authority \(authority.debugDescription)", request))
                }
                for scheme in [nil, "", "ftp", "file", "http\r\n"] {
                    var request = good
                    request.scheme = scheme
                    bad.append(("the scheme \(scheme.debugDescription)", request))
                }
                for path in [nil, "", "relative"] {
                    var request = good
                    request.path = path
                    bad.append(("the path \(path.debugDescription)", request))
                }
                // HTTPTypes itself trims the white space at the ends of a value.
                for (what, request) in bad where request != good {
                    let error = try await context.failure { try await context.exchange(request) }
                    try demand(error.code == .invalidRequest, "\(what) ended with \(error)")
                    try demand(!error.requestMayHaveBeenProcessed, "\(what) may have been processed, it says")
                }
                try demand(visit.arrivals == 0, "one of them arrived")
            },
            Self("a header value cannot inject a header") { context in
                let visit = context.expect()
                var fields = HTTPFields()
                if let name = HTTPField.Name("x-user") {
                    fields.append(HTTPField(name: name, value: "a\r\nX-Injected: 1\r\n\r\nGET / HTTP/1.1"))
                }
                // Refusing the request is as good as sending the value without its line breaks.
                do { try await context.exchange(context.request(visit, fields: fields)) } catch {
                    try demand((error as? TransportError)?.code == .invalidRequest, "it threw \(error)")
                    return
                }
                try demand(visit.arrival.values("x-injected").isEmpty, "a field was injected")
            },
        ]
    }

    private static func noField(of arrival: PeerVisit.Arrival, otherThan names: Set<String>) throws {
        let allowed = names.union(["host", "content-length"])
        let added = arrival.fields.map { $0.name.lowercased() }.filter { !allowed.contains($0) }
        try demand(added.isEmpty, "\(arrival.method): the transport added \(added)")
    }
}
