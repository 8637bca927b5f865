package import AWSCore

/// The value of one attribute of an item.
package enum AttributeValue: Sendable, Hashable {
    /// A text.
    case string(String)
    /// A decimal number with up to 38 digits, as text.
    case number(String)
    /// Bytes.
    case binary(Blob)
    /// `true` or `false`.
    case bool(Bool)
    /// Nothing; always `true`.
    case null(Bool)
    /// Values in order.
    case list([AttributeValue])
    /// Values by name.
    case map([String: AttributeValue])
    /// Texts without order.
    case stringSet([String])
    /// Numbers without order.
    case numberSet([String])
    /// Pieces of bytes without order.
    case binarySet([Blob])

    /// The text, where it is one.
    package var string: String? { if case .string(let text) = self { text } else { nil } }
    /// The number's text, where it is one.
    package var number: String? { if case .number(let text) = self { text } else { nil } }
}

extension AttributeValue: Codable {
    private enum CodingKeys: String, CodingKey {
        case string = "S"
        case number = "N"
        case binary = "B"
        case bool = "BOOL"
        case null = "NULL"
        case list = "L"
        case map = "M"
        case stringSet = "SS"
        case numberSet = "NS"
        case binarySet = "BS"
    }

    /// Decodes `{"S": …}` and its like.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let key = container.allKeys.first, container.allKeys.count == 1 else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "an attribute value has exactly one type"))
        }
        switch key {
        case .string: self = .string(try container.decode(String.self, forKey: key))
        case .number: self = .number(try container.decode(String.self, forKey: key))
        case .binary: self = .binary(try container.decode(Blob.self, forKey: key))
        case .bool: self = .bool(try container.decode(Bool.self, forKey: key))
        case .null: self = .null(try container.decode(Bool.self, forKey: key))
        case .list: self = .list(try container.decode([AttributeValue].self, forKey: key))
        case .map: self = .map(try container.decode([String: AttributeValue].self, forKey: key))
        case .stringSet: self = .stringSet(try container.decode([String].self, forKey: key))
        case .numberSet: self = .numberSet(try container.decode([String].self, forKey: key))
        case .binarySet: self = .binarySet(try container.decode([Blob].self, forKey: key))
        }
    }

    /// Encodes `{"S": …}` and its like.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .string(let value): try container.encode(value, forKey: .string)
        case .number(let value): try container.encode(value, forKey: .number)
        case .binary(let value): try container.encode(value, forKey: .binary)
        case .bool(let value): try container.encode(value, forKey: .bool)
        case .null(let value): try container.encode(value, forKey: .null)
        case .list(let value): try container.encode(value, forKey: .list)
        case .map(let value): try container.encode(value, forKey: .map)
        case .stringSet(let value): try container.encode(value, forKey: .stringSet)
        case .numberSet(let value): try container.encode(value, forKey: .numberSet)
        case .binarySet(let value): try container.encode(value, forKey: .binarySet)
        }
    }
}

/// An item, or a part of one such as its key.
package typealias Attributes = [String: AttributeValue]
