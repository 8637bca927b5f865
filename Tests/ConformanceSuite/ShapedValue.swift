import AWSCore
import Foundation

/// A case's parameter with the type that its shape gives it, ready for the SDK's coding.
indirect enum ShapedValue: Sendable, Encodable {
    case null
    case bool(Bool)
    case integer(Int64)
    case double(Double)
    case string(String)
    case blob(Blob)
    /// With the format that the model asks for, if it asks.
    case date(Date, TimestampFormat?)
    case list([ShapedValue])
    case object([(String, ShapedValue)])

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .list(let elements):
            var container = encoder.unkeyedContainer()
            for element in elements { try container.encode(element) }
        case .object(let members):
            var container = encoder.container(keyedBy: Key.self)
            for (name, value) in members { try container.encode(value, forKey: Key(stringValue: name)) }
        default:
            var container = encoder.singleValueContainer()
            switch self {
            case .bool(let value): try container.encode(value)
            case .integer(let value): try container.encode(value)
            case .double(let value): try container.encode(value)
            case .string(let value): try container.encode(value)
            case .blob(let value): try container.encode(value)
            case .date(let date, .some(let format)) where format != .epochSeconds:
                try container.encode(format.string(from: date))
            case .date(let date, _): try container.encode(date)
            default: try container.encodeNil()
            }
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

extension ServiceModel.Shape {
    /// `params` as this shape.
    func shaped(_ params: JSON) throws -> ShapedValue {
        if params.isNull { return .null }
        if isDocument { return try Self.document(params) }
        switch type {
        case "structure":
            return .object(try shapedMembers(params) { $0.location == nil })
        case "list": return .list(try params.array.map(element.shaped))
        case "map": return .object(try params.members.map { ($0.name, try value.shaped($0.value)) })
        case "boolean": return .bool(try require(params.bool, "\(params.text) is no boolean"))
        case "integer", "long", "short", "byte":
            return .integer(try require(params.number.flatMap(Int64.init), "\(params.text) is no integer"))
        case "float", "double":
            return .double(
                try require(
                    params.double ?? params.string.flatMap(FloatFormat.double(from:)), "\(params.text) is no number"))
        case "timestamp":
            let date = try require(Instant.date(params), "\(params.text) is no timestamp")
            return .date(
                date,
                reference.has("timestampFormat") || definition.has("timestampFormat")
                    ? timestampFormat(default: .epochSeconds) : nil)
        case "blob":
            if let base64 = params["$b64"].string { return .blob(Blob(Array(Data(base64Encoded: base64) ?? Data()))) }
            return .blob(Blob(utf8: params.string ?? ""))
        default: return .string(params.string ?? params.text)
        }
    }

    /// The members of a structure that are there, by their names on the wire.
    func shapedMembers(
        _ params: JSON, where isWanted: (Member) -> Bool
    ) throws -> [(String, ShapedValue)] {
        try members.filter(isWanted).compactMap { member in
            let value = params[member.name]
            if !value.isNull { return (member.wireName, try member.shape.shaped(value)) }
            guard member.shape.isIdempotencyToken else { return nil }
            return (member.wireName, .string(Self.idempotencyToken()))
        }
    }

    /// The token that the cases expect: a version 4 UUID whose random bits are all zero.
    static func idempotencyToken() -> String {
        var generator = ZeroGenerator()
        return IdempotencyToken.random(using: &generator)
    }

    private struct ZeroGenerator: RandomNumberGenerator {
        func next() -> UInt64 { 0 }
    }

    private static func document(_ json: JSON) throws -> ShapedValue {
        switch json {
        case .null: .null
        case .bool(let value): .bool(value)
        case .number(let text): try Int64(text).map(ShapedValue.integer) ?? .double(require(Double(text), text))
        case .string(let text): .string(text)
        case .array(let elements): .list(try elements.map(document))
        case .object(let members): .object(try members.map { ($0.name, try document($0.value)) })
        }
    }
}

extension ShapedValue {
    /// The value as text in a path, a query, a form or a header field.
    func text(dates format: TimestampFormat) throws -> String {
        switch self {
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .double(let value): FloatFormat.string(from: value)
        case .string(let value): value
        case .blob(let value): Data(value.bytes).base64EncodedString()
        case .date(let date, let own): (own ?? format).string(from: date)
        default: throw Mismatch("a value that has no text")
        }
    }
}
