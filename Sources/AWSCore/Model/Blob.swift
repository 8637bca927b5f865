#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Bytes inside a JSON document, where they travel as base64.
public struct Blob: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// The bytes, decoded.
    public var bytes: [UInt8]

    /// A blob of `bytes`.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    /// A blob of the UTF-8 bytes of `text`.
    public init(utf8 text: String) { self.bytes = Array(text.utf8) }
    /// A blob of the given bytes.
    public init(arrayLiteral elements: UInt8...) { self.bytes = elements }
}

extension Blob: Codable {
    /// Decodes the blob from base64.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let data = Data(base64Encoded: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not base64")
        }
        self.bytes = Array(data)
    }

    /// Encodes the blob as base64.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(bytes).base64EncodedString())
    }
}
