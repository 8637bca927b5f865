import AWSCore
import Gzip
import HTTPTypes

/// A request as it came in, before anybody made sense of it: path and query stay as they were on the wire.
struct IncomingRequest {
    let method: String
    /// The path as sent, without the query.
    let path: String
    /// The query as sent, without the question mark; empty for none.
    let query: String
    /// The value of `Host`.
    let host: String
    /// Header fields in the order they came, names in lower case, `host` included.
    let fields: [(name: String, value: String)]
    let body: [UInt8]

    init(_ request: HTTPRequest, body: [UInt8]) {
        let target = request.path ?? "/"
        let mark = target.firstIndex(of: "?")
        self.method = request.method.rawValue
        self.path = mark.map { String(target[..<$0]) } ?? target
        self.query = mark.map { String(target[target.index(after: $0)...]) } ?? ""
        var fields = request.headerFields.map { (name: $0.name.canonicalName, value: $0.value) }
        let authority = request.authority ?? fields.first { $0.name == "host" }?.value ?? ""
        if !fields.contains(where: { $0.name == "host" }) { fields.append(("host", authority)) }
        self.host = authority
        self.fields = fields
        self.body = body
    }

    /// The body, inflated where it was sent as gzip; empty where that is damaged or inflates beyond 16 MiB.
    var decodedBody: [UInt8] {
        guard field("content-encoding") == "gzip" else { return body }
        return (try? Gzip.decompress(body, limits: GzipLimits(outputLength: 16 << 20))) ?? []
    }

    /// The first value of the field `name`, which is in lower case.
    func field(_ name: String) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// The path's segments, each percent-decoded: `%2F` does not end a segment.
    var segments: [String] {
        path.split(separator: "/", omittingEmptySubsequences: true).map { percentDecoded($0) }
    }

    /// Name and value pairs of the query, decoded.
    var queryItems: [(name: String, value: String)] { Self.pairs(query, plusIsSpace: false) }

    /// Name and value pairs of a form-encoded body, decoded.
    var formItems: [(name: String, value: String)] {
        Self.pairs(String(decoding: body, as: UTF8.self), plusIsSpace: true)
    }

    func queryItem(_ name: String) -> String? { queryItems.first { $0.name == name }?.value }

    static func pairs(_ text: String, plusIsSpace: Bool) -> [(name: String, value: String)] {
        text.split(separator: "&", omittingEmptySubsequences: true).map { part in
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = halves.map { half in
                percentDecoded(plusIsSpace ? String(half.map { $0 == "+" ? " " : $0 }) : String(half))
            }
            return (decoded.first ?? "", decoded.count > 1 ? decoded[1] : "")
        }
    }
}

/// `text` with each `%XX` replaced by its byte; other bytes stay.
func percentDecoded(_ text: some StringProtocol) -> String {
    let bytes = Array(text.utf8)
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
        if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
            let value = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
        {
            decoded.append(value)
            index += 3
        } else {
            decoded.append(bytes[index])
            index += 1
        }
    }
    return String(decoding: decoded, as: UTF8.self)
}

/// `text` with every byte outside `A-Z a-z 0-9 - . _ ~`, and outside `kept`, written as `%XX`.
func percentEncoded(_ text: some StringProtocol, keeping kept: String = "") -> String {
    let kept = Set(kept.utf8)
    let digits = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            encoded.append(byte)
        default:
            if kept.contains(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }
    return String(decoding: encoded, as: UTF8.self)
}

extension JSONValue {
    /// The document as bytes; a number that JSON cannot hold becomes `null`.
    var bytes: [UInt8] { (try? serialized()) ?? Array("null".utf8) }
}
