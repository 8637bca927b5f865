import AWSCore
import Foundation
import Testing

/// A line of a file in `Tests/Fixtures`: a JSON object with a name.
struct Fixture: CustomTestStringConvertible, Sendable {
    let value: JSONValue

    var name: String { value["name"]?.string ?? "?" }
    var testDescription: String { name }

    static func all(in file: String) throws -> [Fixture] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/\(file)")
        return try String(contentsOf: url.standardized, encoding: .utf8).split(separator: "\n").map { line in
            Fixture(value: try JSONValue(parsing: Array(line.utf8)))
        }
    }

    subscript(member: String) -> JSONValue? { value[member] }
}

extension JSONValue {
    /// The value that an `Encodable` is written as.
    init(encoding value: some Encodable) throws {
        try self.init(parsing: AWSJSON.encode(value))
    }

    /// The value as a `Decodable` of the SDK.
    func decoded<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try AWSJSON.decode(type, from: serialized())
    }

    /// The value with `{"$b64": "…"}`, the fixtures' notation of bytes, replaced by bare base64.
    var withBareBlobs: JSONValue {
        switch self {
        case .object(let members):
            if members.count == 1, let base64 = members["$b64"] { return base64 }
            return .object(members.mapValues(\.withBareBlobs))
        case .array(let elements): return .array(elements.map(\.withBareBlobs))
        default: return self
        }
    }

    /// The object with `member` replaced, or removed where `value` is `nil`.
    func setting(_ member: String, to value: JSONValue?) -> JSONValue {
        guard case .object(var members) = self else { return self }
        members[member] = value
        return .object(members)
    }
}

func base64(_ bytes: some Sequence<UInt8>) -> String { Data(bytes).base64EncodedString() }
