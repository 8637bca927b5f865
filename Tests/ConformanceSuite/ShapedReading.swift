import AWSCore
import Foundation
import HTTPTypes

// What a reply says, by the shapes of its operation, in the form of the cases' results: timestamps as seconds since 1970,
// blobs as their text, numbers without digits as their names.

extension ServiceModel.Shape {
    /// A value of a JSON body.
    func read(_ value: JSONValue) throws -> JSON {
        if isDocument { return try JSON(encoding: value) }
        if value == .null { return .null }
        switch type {
        case "structure":
            return .object(
                try members.filter(\.isInReplyBody).compactMap { member in
                    guard let value = value[member.wireName], value != .null else { return nil }
                    return JSON.Member(name: member.name, value: try member.shape.read(value))
                })
        case "list":
            let elements = try require(value.array, "no array")
            return .array(try elements.filter { isSparse || $0 != .null }.map(element.read))
        case "map":
            let members = try require(value.object, "no object")
            return .object(
                try members.filter { isSparse || $0.value != .null }.map { name, item in
                    JSON.Member(name: name, value: try self.value.read(item))
                })
        case "timestamp": return Self.json(try AWSJSON.decode(Date.self, from: AWSJSON.encode(value)))
        case "blob":
            let blob = try AWSJSON.decode(Blob.self, from: AWSJSON.encode(value))
            return .string(String(decoding: blob.bytes, as: UTF8.self))
        case "float", "double": return Self.json(try AWSJSON.decode(Double.self, from: AWSJSON.encode(value)))
        case "integer", "long", "short", "byte":
            return .number("\(try require(value.int ?? value.string.flatMap(Int.init), "no integer"))")
        case "boolean": return .bool(try require(value.bool ?? value.string.flatMap(Bool.init), "no boolean"))
        default: return .string(try require(value.string, "no string"))
        }
    }

    /// The content of an XML element.
    func read(_ xml: XMLElement) throws -> JSON {
        switch type {
        case "structure":
            return .object(
                try members.compactMap { member in
                    let children = xml.children(named: member.wireName)
                    guard let first = children.first else { return nil }
                    let value: JSON
                    switch member.shape.type {
                    case "list" where member.shape.isFlattened:
                        value = .array(try children.map(member.shape.element.read))
                    case "map" where member.shape.isFlattened: value = try member.shape.readEntries(children)
                    default: value = try member.shape.read(first)
                    }
                    return JSON.Member(name: member.name, value: value)
                })
        case "list": return .array(try xml.children(named: element.locationName ?? "member").map(element.read))
        case "map": return try readEntries(xml.children(named: "entry"))
        default: return try read(text: xml.text, dates: .iso8601)
        }
    }

    private func readEntries(_ entries: [XMLElement]) throws -> JSON {
        .object(
            try entries.map { entry in
                let name = try require(entry[key.locationName ?? "key"]?.text, "an entry without a key")
                let item = try require(entry[value.locationName ?? "value"], "an entry without a value")
                return JSON.Member(name: name, value: try value.read(item))
            })
    }

    /// A value that is text on the wire.
    private func read(text: String, dates format: TimestampFormat) throws -> JSON {
        switch type {
        case "timestamp":
            return Self.json(try require(timestampFormat(default: format).date(from: text), "\(text) is no timestamp"))
        case "blob":
            let bytes = try require(Data(base64Encoded: text), "\(text) is not base64")
            return .string(String(decoding: bytes, as: UTF8.self))
        case "float", "double": return Self.json(try require(FloatFormat.double(from: text), "\(text) is no number"))
        case "integer", "long", "short", "byte": return .number("\(try require(Int(text), "\(text) is no integer"))")
        case "boolean": return .bool(try require(Bool(text), "\(text) is no boolean"))
        default: return .string(text)
        }
    }

    /// The members that travel as header fields or as the status.
    func readHeaders(_ response: HTTPResponse) throws -> [JSON.Member] {
        try members.compactMap { member in
            let fields = response.headerFields
            let value: JSON
            switch member.location {
            case "statusCode": value = .number("\(response.status.code)")
            case "header":
                guard let name = HTTPField.Name(member.wireName), let text = fields[name] else { return nil }
                value = try member.shape.readHeader(text)
            case "headers":
                let prefix = member.wireName.lowercased()
                let entries = fields.filter { $0.name.canonicalName.hasPrefix(prefix) }
                if entries.isEmpty { return nil }
                value = .object(
                    entries.map {
                        JSON.Member(
                            name: String($0.name.canonicalName.dropFirst(prefix.count)), value: .string($0.value))
                    })
            default: return nil
            }
            return JSON.Member(name: member.name, value: value)
        }
    }

    private func readHeader(_ text: String) throws -> JSON {
        if type == "list" {
            if element.type == "timestamp" {
                let format = element.timestampFormat(default: .httpDate)
                return .array(
                    try require(HeaderList.dates(of: text, format: format), "\(text) are no dates").map(Self.json))
            }
            return .array(try HeaderList.elements(of: text).map { try element.read(text: $0, dates: .httpDate) })
        }
        if isJSONText, let bytes = Data(base64Encoded: text) { return .string(String(decoding: bytes, as: UTF8.self)) }
        return try read(text: text, dates: .httpDate)
    }

    private static func json(_ date: Date) -> JSON {
        .number("\((date.timeIntervalSince1970 * 1000).rounded() / 1000)")
    }

    private static func json(_ value: Double) -> JSON {
        value.isFinite ? .number("\(value)") : .string(FloatFormat.string(from: value))
    }
}
