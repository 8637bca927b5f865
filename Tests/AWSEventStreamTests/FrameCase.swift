import AWSEventStream
import Foundation
import Testing

/// One line of `Tests/Fixtures/eventstream`: bytes, where to cut them, and what a decoder has to make of them.
struct FrameCase: Decodable, CustomTestStringConvertible, Sendable {
    struct Header: Decodable, Equatable {
        var name: String
        var type: String
        var value: String

        init(name: String, type: String, value: String) {
            self.name = name
            self.type = type
            self.value = value
        }

        private enum CodingKeys: CodingKey { case name, type, value }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            name = try container.decode(String.self, forKey: .name)
            type = try container.decode(String.self, forKey: .type)
            if let text = try? container.decode(String.self, forKey: .value) {
                value = text
            } else if let flag = try? container.decode(Bool.self, forKey: .value) {
                value = String(flag)
            } else {
                value = String(try container.decode(Int64.self, forKey: .value))
            }
        }
    }

    struct Message: Decodable {
        var headers: [Header]
        var payload_hex: String
    }

    struct Expectation: Decodable {
        var messages: [Message]
        var error: String?
    }

    var name: String
    var bytes_hex: String
    var cuts: [Int]?
    var expect: Expectation

    var testDescription: String { name }

    static func all(in file: String) throws -> [Self] {
        let url = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Fixtures/eventstream/\(file)").standardized
        return try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
            .map { try JSONDecoder().decode(Self.self, from: Data($0.utf8)) }
    }
}

extension FrameCase.Header {
    /// A header in the notation of the fixtures.
    init(_ header: EventStreamHeader) {
        let (type, value) =
            switch header.value {
            case .bool(let value): ("bool", String(value))
            case .byte(let value): ("byte", String(value))
            case .short(let value): ("short", String(value))
            case .integer(let value): ("integer", String(value))
            case .long(let value): ("long", String(value))
            case .byteArray(let value): ("byte_array", hex(value))
            case .string(let value): ("string", value)
            case .timestamp(let milliseconds): ("timestamp", String(milliseconds))
            case .uuid(let value):
                (
                    "uuid",
                    UUID(uuid: withUnsafeBytes(of: value.bigEndian) { $0.load(as: uuid_t.self) }).uuidString
                        .lowercased()
                )
            }
        self.init(name: header.name, type: type, value: value)
    }
}

func bytes(hex: String) -> [UInt8] {
    var digits = hex.utf8.makeIterator()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(hex.utf8.count / 2)
    func nibble(_ digit: UInt8) -> UInt8 { digit < 0x3A ? digit - 0x30 : digit - 0x57 }
    while let high = digits.next(), let low = digits.next() { bytes.append(nibble(high) << 4 | nibble(low)) }
    return bytes
}

func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}
