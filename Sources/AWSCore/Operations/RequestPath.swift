/// A request's path. Written as a string literal; what is interpolated becomes one label each, percent-encoded:
///
/// ```swift
/// let path: RequestPath = "/model/\(arn)/converse"   // …/model/arn%3Aaws%3Abedrock…/converse
/// ```
public struct RequestPath: Sendable, Hashable, ExpressibleByStringInterpolation, CustomStringConvertible {
    /// The path as it goes on the wire.
    public let percentEncoded: String
    /// Whether a label is empty, so that the path would name another resource than the one meant.
    let hasEmptyLabel: Bool

    /// A path that is percent-encoded already.
    public init(percentEncoded: String) {
        self.percentEncoded = percentEncoded
        hasEmptyLabel = false
    }
    /// A path without labels.
    public init(stringLiteral value: String) { self.init(percentEncoded: value) }
    /// A path with labels. ``AWSClient`` does not send one with an empty label.
    public init(stringInterpolation: StringInterpolation) {
        percentEncoded = stringInterpolation.path
        hasEmptyLabel = stringInterpolation.hasEmptyLabel
    }

    /// The path as it goes on the wire.
    public var description: String { percentEncoded }

    /// Collects the literal parts and the encoded labels of a ``RequestPath``.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var path = ""
        fileprivate var hasEmptyLabel = false

        /// An empty path.
        public init(literalCapacity: Int, interpolationCount: Int) { path.reserveCapacity(literalCapacity) }
        /// Appends a literal part as it is.
        public mutating func appendLiteral(_ literal: String) { path += literal }
        /// Appends one label: every byte outside `A-Z a-z 0-9 - . _ ~` is percent-encoded.
        public mutating func appendInterpolation(_ label: some CustomStringConvertible) {
            append(label.description, keepingSlashes: false)
        }
        /// Appends one label: the number as ``FloatFormat`` writes it.
        public mutating func appendInterpolation(_ label: Double) {
            append(FloatFormat.string(from: label), keepingSlashes: false)
        }
        /// Appends a label that may span several segments: as a plain label, but slashes stay.
        public mutating func appendInterpolation(greedy label: some CustomStringConvertible) {
            append(label.description, keepingSlashes: true)
        }

        private mutating func append(_ label: String, keepingSlashes: Bool) {
            if label.isEmpty { hasEmptyLabel = true }
            path += PercentEncoding.encode(label, keepingSlashes: keepingSlashes)
        }
    }
}

enum PercentEncoding {
    static func encode(_ text: String, keepingSlashes: Bool = false) -> String {
        if text.utf8.allSatisfy({ isUnreserved($0) || keepingSlashes && $0 == UInt8(ascii: "/") }) { return text }
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count * 2)
        for byte in text.utf8 {
            if isUnreserved(byte) || keepingSlashes && byte == UInt8(ascii: "/") {
                encoded.append(byte)
            } else {
                encoded.append(UInt8(ascii: "%"))
                encoded.append(hexDigit(byte >> 4))
                encoded.append(hexDigit(byte & 15))
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func hexDigit(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
