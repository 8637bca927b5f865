import AWSCore
import Foundation
import HTTPTypes

// Operations written for the protocol cases. What goes where follows from the case's shapes; how it is written and read is
// left to AWSCore's public parts.

/// What every operation of a case has from its model.
private struct ModelInput: Sendable {
    let shape: ServiceModel.Shape?
    let params: JSON
    let hostPrefix: String

    init(_ testCase: JSON) {
        let model = ServiceModel.current
        shape = model.input
        params = testCase["params"]
        var prefix = model.operation["endpoint"]["hostPrefix"].string ?? ""
        for member in shape?.members ?? [] {
            prefix = prefix.replacing("{\(member.name)}", with: params[member.name].string ?? "")
        }
        hostPrefix = prefix
    }
}

// MARK: - awsJson

struct ModelJSONService: JSONRPCService {
    static let serviceID = "Conformance"
    static let signingName = "conformance"
    static let endpoint = EndpointRule.regional("conformance")
    static var targetPrefix: String { ServiceModel.current.metadata["targetPrefix"].string ?? "" }
    static var jsonVersion: String { ServiceModel.current.metadata["jsonVersion"].string ?? "1.0" }
    static var isQueryCompatible: Bool { ServiceModel.current.isQueryCompatible }
}

struct ModelJSONOperation: JSONRPCOperation {
    typealias Service = ModelJSONService
    static var name: String { ServiceModel.current.operationName }
    private let body: ShapedValue
    private let hostPrefix: String

    init(_ testCase: JSON) throws {
        let input = ModelInput(testCase)
        body = .object(try input.shape?.shapedMembers(input.params) { _ in true } ?? [])
        hostPrefix = input.hostPrefix
    }

    func encode(to encoder: any Encoder) throws { try body.encode(to: encoder) }

    func encode() throws -> EncodedRequest {
        var request = EncodedRequest(
            jsonRPC: Self.name, of: Service.self, body: try AWSJSON.encode(self, dates: .epochSeconds))
        request.hostPrefix = hostPrefix
        return request
    }

    static func decode(_ response: HTTPResponse, body: [UInt8]) throws -> JSON {
        guard let shape = ServiceModel.current.output else { return .object([]) }
        return try shape.read(body.isEmpty ? .object([:]) : try JSONValue(parsing: body))
    }
}

// MARK: - restJson1

struct ModelRESTService: AWSService {
    static let serviceID = "Conformance"
    static let signingName = "conformance"
    static let endpoint = EndpointRule.regional("conformance")
}

struct ModelRESTOperation: RESTJSONOperation {
    typealias Service = ModelRESTService
    static var name: String { ServiceModel.current.operationName }
    private let request: EncodedRequest

    init(_ testCase: JSON) throws {
        let input = ModelInput(testCase)
        let http = ServiceModel.current.operation["http"]
        let parts = (http["requestUri"].string ?? "/").split(separator: "?", maxSplits: 1)
        var request = EncodedRequest(
            try require(HTTPRequest.Method(http["method"].string ?? ""), "no method"),
            try Self.path(parts.first.map(String.init) ?? "/", input))
        try Self.fill(&request.query, parts.count > 1 ? String(parts[1]) : "", input)
        try Self.fill(&request.headers, input)
        try Self.fillBody(&request, input)
        request.hostPrefix = input.hostPrefix
        self.request = request
    }

    func encode() -> EncodedRequest { request }

    private static func path(_ template: String, _ input: ModelInput) throws -> RequestPath {
        var path = RequestPath.StringInterpolation(literalCapacity: template.utf8.count, interpolationCount: 4)
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            path.appendLiteral(String(rest[..<open]))
            let label = rest[rest.index(after: open)..<close]
            let name = label.hasSuffix("+") ? label.dropLast() : label
            let member = try require(input.shape?.members.first { $0.wireName == name }, "no member for {\(label)}")
            let value = try member.shape.shaped(input.params[member.name]).text(
                dates: member.shape.timestampFormat(default: .iso8601))
            if label.hasSuffix("+") { path.appendInterpolation(greedy: value) } else { path.appendInterpolation(value) }
            rest = rest[rest.index(after: close)...]
        }
        path.appendLiteral(String(rest))
        return RequestPath(stringInterpolation: path)
    }

    private static func fill(_ query: inout RequestQuery, _ constants: String, _ input: ModelInput) throws {
        var named: Set<String> = []
        for constant in constants.split(separator: "&") {
            let item = constant.split(separator: "=", maxSplits: 1).map(String.init)
            named.insert(item[0])
            if item.count > 1 { query.append(item[0], item[1]) } else { query.append(flag: item[0]) }
        }
        let members = input.shape?.members.filter { $0.location == "querystring" } ?? []
        named.formUnion(members.filter { $0.shape.type != "map" }.map(\.wireName))
        for member in members {
            var value = input.params[member.name]
            if value.isNull, member.shape.isIdempotencyToken { value = .string(ServiceModel.Shape.idempotencyToken()) }
            if value.isNull { continue }
            switch try member.shape.shaped(value) {
            case .list(let elements):
                let format = member.shape.element.timestampFormat(default: .iso8601)
                for element in elements { query.append(member.wireName, try element.text(dates: format)) }
            case .object(let entries):
                // A member of its own goes before a key of the map.
                for (key, value) in entries where !named.contains(key) {
                    if case .list(let elements) = value {
                        for element in elements { query.append(key, try element.text(dates: .iso8601)) }
                    } else {
                        query.append(key, try value.text(dates: .iso8601))
                    }
                }
            case let value:
                query.append(member.wireName, try value.text(dates: member.shape.timestampFormat(default: .iso8601)))
            }
        }
    }

    private static func fill(_ headers: inout HTTPFields, _ input: ModelInput) throws {
        let members = input.shape?.members.filter { !input.params[$0.name].isNull } ?? []
        // A header of its own goes before a key of a map, so it comes after it.
        for member in members.filter({ $0.location == "headers" }) + members.filter({ $0.location == "header" }) {
            let value = try member.shape.shaped(input.params[member.name])
            switch (member.location, value) {
            case ("header", .list(let elements)):
                let format = member.shape.element.timestampFormat(default: .httpDate)
                let dates = elements.compactMap { if case .date(let date, _) = $0 { date } else { nil } }
                headers[try field(member.wireName)] =
                    dates.isEmpty
                    ? HeaderList.joined(try elements.map { try $0.text(dates: format) })
                    : HeaderList.joined(dates, format: format)
            case ("header", _):
                let text = try value.text(dates: member.shape.timestampFormat(default: .httpDate))
                headers[try field(member.wireName)] =
                    member.shape.isJSONText ? Data(text.utf8).base64EncodedString() : text
            case ("headers", .object(let entries)):
                for (key, value) in entries {
                    headers[try field(member.wireName + key)] = try value.text(dates: .httpDate)
                }
            default: continue
            }
        }
    }

    private static func fillBody(_ request: inout EncodedRequest, _ input: ModelInput) throws {
        guard let shape = input.shape else { return }
        if let payload = shape.payload {
            guard let member = shape.members.first(where: { $0.name == payload }) else { return }
            let value = try member.shape.shaped(input.params[payload])
            switch value {
            case .null where member.shape.type == "structure" && !member.shape.isUnion && !member.shape.isDocument:
                try request.setJSON(.object([]))
            case .null: return
            case .blob(let blob):
                request.body = blob.bytes
                request.headers[.contentType] = request.headers[.contentType] ?? "application/octet-stream"
            case .string(let text) where !member.shape.isDocument:
                request.body = Array(text.utf8)
                request.headers[.contentType] = request.headers[.contentType] ?? "text/plain"
            default: try request.setJSON(value)
            }
        } else if shape.members.contains(where: { $0.location == nil }) {
            try request.setJSON(.object(try shape.shapedMembers(input.params) { $0.location == nil }))
        }
    }

    private static func field(_ name: String) throws -> HTTPField.Name {
        try require(HTTPField.Name(name), "\(name) is no field name")
    }

    static func decode(_ response: HTTPResponse, body: [UInt8]) throws -> JSON {
        guard let shape = ServiceModel.current.output else { return .object([]) }
        return .object(try shape.readHeaders(response) + readBody(body, shape))
    }

    private static func readBody(_ body: [UInt8], _ shape: ServiceModel.Shape) throws -> [JSON.Member] {
        guard let payload = shape.payload, let member = shape.members.first(where: { $0.name == payload }) else {
            return try shape.read(body.isEmpty ? .object([:]) : try JSONValue(parsing: body)).members
        }
        if body.isEmpty { return [] }
        let value: JSON =
            switch member.shape.type {
            case "blob", "string": .string(String(decoding: body, as: UTF8.self))
            default: try member.shape.read(try JSONValue(parsing: body))
            }
        return [JSON.Member(name: payload, value: value)]
    }

    /// The default reading, and the error's members that travel as header fields.
    static func serviceError(_ response: HTTPResponse, body: [UInt8]) -> ServiceError {
        var error = ServiceError(json: response, body: body, queryCompatible: Service.isQueryCompatible)
        var details = error.details?.object ?? [:]
        for member in (try? ServiceModel.current.error(error.code)?.readHeaders(response)) ?? [] {
            details[member.name] = .string(member.value.string ?? member.value.text)
        }
        error.details = .object(details)
        return error
    }
}

extension EncodedRequest {
    fileprivate mutating func setJSON(_ value: ShapedValue) throws {
        // Dates are epoch seconds in restJson1's bodies unless the model says otherwise.
        body = try AWSJSON.encode(value, dates: .epochSeconds)
        headers[.contentType] = headers[.contentType] ?? "application/json"
    }
}

// MARK: - awsQuery

struct ModelQueryService: QueryService {
    static let serviceID = "Conformance"
    static let signingName = "conformance"
    static let endpoint = EndpointRule.regional("conformance")
    static var apiVersion: String { ServiceModel.current.metadata["apiVersion"].string ?? "" }
}

struct ModelQueryOperation: QueryOperation {
    typealias Service = ModelQueryService
    typealias Output = JSON
    static var name: String { ServiceModel.current.operationName }
    let fields: RequestQuery
    private let hostPrefix: String

    init(_ testCase: JSON) throws {
        let input = ModelInput(testCase)
        var fields = RequestQuery()
        if let shape = input.shape { try Self.append(&fields, "", input.params, shape) }
        self.fields = fields
        hostPrefix = input.hostPrefix
    }

    func encode() -> EncodedRequest {
        var request = EncodedRequest(query: Self.name, of: Service.self, fields: fields)
        request.hostPrefix = hostPrefix
        return request
    }

    private static func append(
        _ fields: inout RequestQuery, _ name: String, _ params: JSON, _ shape: ServiceModel.Shape
    ) throws {
        switch shape.type {
        case "structure":
            for member in shape.members {
                var value = params[member.name]
                if value.isNull, member.shape.isIdempotencyToken {
                    value = .string(ServiceModel.Shape.idempotencyToken())
                }
                if value.isNull { continue }
                try append(&fields, name.isEmpty ? member.wireName : "\(name).\(member.wireName)", value, member.shape)
            }
        case "list":
            let element = shape.element
            let memberName = shape.isFlattened ? nil : element.locationName ?? "member"
            try fields.append(list: name, params.array, memberName: memberName) { fields, name, value in
                try append(&fields, name, value, element)
            }
        case "map":
            let value = shape.value
            let entries = params.members.map { (key: $0.name, value: $0.value) }
            try fields.append(
                map: name, entries, entryName: shape.isFlattened ? nil : "entry",
                keyName: shape.key.locationName ?? "key", valueName: value.locationName ?? "value"
            ) { fields, name, item in
                try append(&fields, name, item, value)
            }
        default:
            let text = try shape.shaped(params).text(dates: shape.timestampFormat(default: .iso8601))
            fields.append(name, text)
        }
    }

    static func decode(result: XMLElement) throws -> JSON {
        guard let shape = ServiceModel.current.output else { return .object([]) }
        return try shape.read(result)
    }
}
