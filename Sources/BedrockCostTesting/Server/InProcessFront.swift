import HTTPTransport
import HTTPTypes

/// The front without a network: the engine behind the contract of ``HTTPTransport``.
struct InProcessFront: DuplexTransport {
    let engine: Engine

    func withResponse<Result>(
        to request: HTTPRequest, body: [UInt8], options: TransportOptions,
        _ handle: (HTTPResponse, HTTPResponseBody) async throws -> Result
    ) async throws -> Result {
        try await transport.withResponse(to: request, body: body, options: options, handle)
    }

    func withDuplexExchange<Result>(
        for request: HTTPRequest, options: TransportOptions,
        _ handle: (HTTPRequestBody, DuplexResponse) async throws -> Result
    ) async throws -> Result {
        try await transport.withDuplexExchange(for: request, options: options, handle)
    }

    private var transport: InProcessTransport {
        let engine = self.engine
        return InProcessTransport(duplexOn: engine.clock) { request, body throws(TransportError) in
            // A session answers while it is spoken to; all else is answered when the request is there.
            guard Route(IncomingRequest(request, body: []))?.signsEvents == true else {
                return try Self.response(of: engine.answer(request, body: try await body.collect()), body, engine)
            }
            return try Self.response(of: engine.answer(request, body: []), body, engine)
        }
    }

    private static func response(
        of answer: Answer, _ body: InProcessRequestBody, _ engine: Engine
    ) throws(TransportError) -> InProcessResponse {
        switch answer {
        case .noReply(let mayHaveBeenProcessed):
            throw TransportError(
                .connectionLost, "the connection ended without a reply",
                requestMayHaveBeenProcessed: mayHaveBeenProcessed)
        case .session(let plan, let fields):
            let session = BidirectionalSession(plan, body, engine)
            var response = InProcessResponse(head(200, fields)) { () async throws(TransportError) in
                try await session.next()
            }
            response.onEnd = { _ in session.close() }
            return response
        case .response(let status, let fields, let steps, let isStream):
            var response = InProcessResponse(
                head(status, fields),
                steps: steps.map { step in
                    switch step {
                    case .bytes(let bytes): .bytes(bytes)
                    case .stall: .stall
                    case .breakOff: .fail(TransportError(.connectionLost, "the connection broke"))
                    case .wait(let duration):
                        .pause { () async throws(TransportError) in
                            do { try await engine.sleep(duration) } catch {
                                throw TransportError(.cancelled, "the wait was cancelled")
                            }
                        }
                    }
                })
            if isStream {
                let stream = OpenStream(engine)
                response.onEnd = { _ in stream.close() }
            }
            return response
        }
    }

    private static func head(_ status: Int, _ fields: [(name: String, value: String)]) -> HTTPResponse {
        var head = HTTPResponse(status: .init(code: status))
        for field in fields {
            if let name = HTTPField.Name(field.name) {
                head.headerFields.append(.init(name: name, value: field.value))
            }
        }
        return head
    }
}
