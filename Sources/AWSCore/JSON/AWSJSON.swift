#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// JSON as AWS protocols write it: members sorted, slashes bare, dates by ``TimestampFormat``, blobs as base64.
public enum AWSJSON {
    private static let iso8601Encoder = encoder(dates: .iso8601)
    private static let epochEncoder = encoder(dates: .epochSeconds)
    private static let httpDateEncoder = encoder(dates: .httpDate)
    private static let decoder = {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in try date(from: decoder.singleValueContainer()) }
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return decoder
    }()

    /// `value` as JSON text.
    ///
    /// - Parameters:
    ///   - value: What is encoded.
    ///   - dates: How `Date` members are written.
    /// - Throws: What the `encode(to:)` of `value` throws.
    public static func encode(_ value: some Encodable, dates: TimestampFormat = .iso8601) throws -> [UInt8] {
        let encoder =
            switch dates {
            case .iso8601: iso8601Encoder
            case .epochSeconds: epochEncoder
            case .httpDate: httpDateEncoder
            }
        return Array(try encoder.encode(value))
    }

    /// The value that `bytes` hold.
    ///
    /// Dates are read in each of the three formats, since services mix them.
    /// - Throws: `DecodingError`; a document that is cut off is one.
    public static func decode<Value: Decodable>(_ type: Value.Type, from bytes: some Sequence<UInt8>) throws -> Value {
        try decoder.decode(type, from: Data(bytes))
    }

    /// The output in a reply's body, where no body counts as an object without members.
    static func decode<Output: Decodable>(_ type: Output.Type, fromReply body: [UInt8]) throws -> Output {
        try decode(type, from: body.isEmpty ? Array("{}".utf8) : body)
    }

    private static func encoder(dates: TimestampFormat) -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            if dates == .epochSeconds {
                let seconds = date.timeIntervalSince1970
                if let whole = Int64(exactly: seconds) {
                    try container.encode(whole)
                } else {
                    try container.encode(seconds)
                }
            } else {
                try container.encode(dates.string(from: date))
            }
        }
        return encoder
    }

    private static func date(from container: any SingleValueDecodingContainer) throws -> Date {
        if let seconds = try? container.decode(Double.self) { return Date(timeIntervalSince1970: seconds) }
        let text = try container.decode(String.self)
        guard let date = TimestampFormat.iso8601.date(from: text) ?? TimestampFormat.httpDate.date(from: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a timestamp: \(text)")
        }
        return date
    }
}
