import AWSCore
import BedrockCostTesting
import HTTPTypes

/// Protocol cases: model-driven operations through an ``AWSClient``.
enum ProtocolCases {
    static func run(_ testCase: JSON) async throws {
        let model = ServiceModel(testCase: testCase)
        let name = model.metadata["protocol"].string ?? testCase["protocol"].string ?? ""
        for trait in ["requestcompression", "httpChecksum", "httpChecksumRequired", "eventstream"]
        where model.operation.has(trait) {
            throw NotBuilt("operation trait \(trait)")
        }
        try await ServiceModel.$current.withValue(model) {
            switch name {
            case "json": try await run(testCase, ModelJSONOperation.init)
            case "rest-json": try await run(testCase, ModelRESTOperation.init)
            case "query": try await run(testCase, ModelQueryOperation.init)
            default: throw NotBuilt("protocol \(name)")
            }
        }
    }

    private static func run<Operation: AWSOperation>(
        _ testCase: JSON, _ make: (JSON) throws -> Operation
    ) async throws where Operation.Output == JSON {
        let operation = try make(testCase)
        if testCase["direction"].string == "input" {
            try await compareRequest(of: operation, testCase)
        } else {
            try await compareResult(of: operation, testCase)
        }
    }

    // MARK: - Input

    private static func compareRequest<Operation: AWSOperation>(of operation: Operation, _ testCase: JSON) async throws
    {
        let recorder = Recorder()
        let client = try Fixture.client { head, body in
            recorder.record(head, body)
            return InProcessResponse(HTTPResponse(status: .ok))
        } configure: {
            $0.endpointURL = testCase["clientEndpoint"].string
        }
        // Only the request counts here; there is no reply to decode.
        _ = try? await client.send(operation)
        if recorder.requests.isEmpty { _ = try await client.send(operation) }
        let (head, body) = try require(recorder.requests.first, "nothing was sent")

        let expected = testCase["serialized"]
        try expect(head.method.rawValue, expected["method"].string ?? "", "the method")
        let (sent, wanted) = (Target(head.path ?? ""), Target(expected["uri"].string ?? "/"))
        try expect(sent.path, wanted.path, "the path")
        try expect(sent.parameters, wanted.parameters, "the query")
        if let host = expected["host"].string {
            // Some cases write the endpoint's path behind the host; it is part of the URI, too.
            try expect(head.authority ?? "", host.split(separator: "/").first.map(String.init) ?? "", "the host")
        }
        try compareHeaders(head.headerFields, expected, hasBody: !body.isEmpty)
        guard let text = expected["body"].string else { return }
        let mediaType = head.headerFields[.contentType]?.split(separator: ";").first ?? ""
        if mediaType.contains("json"), !text.isEmpty {
            if let found = try JSON(parsing: body).difference(from: try JSON(parsing: text.utf8)) {
                throw Mismatch("body: \(found)")
            }
        } else if mediaType.contains("form-urlencoded") {
            let sent = Target("?" + String(decoding: body, as: UTF8.self)).parameters
            try expect(sent, Target("?\(text)").parameters, "the form")
        } else {
            try expect(String(decoding: body, as: UTF8.self), text, "the body")
        }
    }

    private static func compareHeaders(_ fields: HTTPFields, _ expected: JSON, hasBody: Bool) throws {
        // Content-Length is the transport's: it follows from the body.
        func isThere(_ name: HTTPField.Name) -> Bool { name == .contentLength ? hasBody : fields.contains(name) }
        for header in expected["headers"].members {
            let name = try require(HTTPField.Name(header.name), "\(header.name) is no field name")
            var value = try require(fields[name], "the header \(name) is missing")
            let wanted = header.value.string ?? ""
            // The charset is a matter of taste.
            if name == .contentType, !wanted.contains(";") { value = String(value.prefix { $0 != ";" }) }
            try expect(value, wanted, "the header \(name)")
        }
        for name in expected["requireHeaders"].array.compactMap({ $0.string.flatMap { HTTPField.Name($0) } })
        where !isThere(name) {
            throw Mismatch("the header \(name) is missing")
        }
        for name in expected["forbidHeaders"].array.compactMap({ $0.string.flatMap { HTTPField.Name($0) } })
        where isThere(name) {
            throw Mismatch("the header \(name) must not be sent")
        }
    }

    // MARK: - Output

    private static func compareResult<Operation: AWSOperation>(
        of operation: Operation, _ testCase: JSON
    ) async throws where Operation.Output == JSON {
        let given = testCase["response"]
        var head = HTTPResponse(status: .init(code: given["status_code"].int ?? 200))
        for header in given["headers"].members {
            let name = try require(HTTPField.Name(header.name), "\(header.name) is no field name")
            head.headerFields.append(HTTPField(name: name, value: header.value.string ?? header.value.text))
        }
        let (response, body) = (head, try given.bytes())
        let client = try Fixture.client { _, _ in InProcessResponse(response, body: body) }

        guard testCase.has("errorCode") || testCase.has("error") else {
            let output = try await client.send(operation)
            if let difference = output.difference(from: testCase["result"]) { throw Mismatch("result: \(difference)") }
            return
        }
        do {
            let output = try await client.send(operation)
            throw Mismatch("returned \(output.text), though the reply is an error")
        } catch let error as AWSError {
            let code = error.serviceCode ?? "-"
            if let wanted = testCase["errorCode"].string { try expect(code, wanted, "the error's code") }
            if let wanted = testCase["errorMessage"].string { try expect(error.message, wanted, "the message") }
            let shape = ServiceModel.current.error(code)
            let members = try shape?.read(error.details ?? .object([:])).members ?? []
            // Members that came as header fields are among the details by their own names.
            let others =
                try shape?.members.filter { $0.location != nil }.compactMap { member in
                    try error.details?[member.name].map {
                        JSON.Member(name: member.name, value: try JSON(encoding: $0))
                    }
                } ?? []
            if let difference = JSON.object(members + others).difference(from: testCase["error"], .numbersAsText) {
                throw Mismatch("error: \(difference)")
            }
        }
    }
}
