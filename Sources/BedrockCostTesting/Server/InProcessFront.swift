import HTTPTransport
import HTTPTypes

/// The front without a network: the engine behind the contract of ``HTTPTransport``.
struct InProcessFront: HTTPTransport {
    let engine: Engine

    func withResponse<Result>(
        to request: HTTPRequest, body: [UInt8], options: TransportOptions,
        _ handle: (HTTPResponse, HTTPResponseBody) async throws -> Result
    ) async throws -> Result {
        let engine = self.engine
        let transport = InProcessTransport(clock: engine.clock) { request, body throws(TransportError) in
            try Self.response(of: engine.answer(request, body: body), engine)
        }
        return try await transport.withResponse(to: request, body: body, options: options, handle)
    }

    private static func response(of answer: Answer, _ engine: Engine) throws(TransportError) -> InProcessResponse {
        switch answer {
        case .noReply(let mayHaveBeenProcessed):
            throw TransportError(
                .connectionLost, "the connection ended without a reply",
                requestMayHaveBeenProcessed: mayHaveBeenProcessed)
        case .response(let status, let fields, let steps, let isStream):
            var head = HTTPResponse(status: .init(code: status))
            for field in fields {
                if let name = HTTPField.Name(field.name) {
                    head.headerFields.append(.init(name: name, value: field.value))
                }
            }
            var response = InProcessResponse(
                head,
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
}
