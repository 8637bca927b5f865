#if MockServer
import FlyingFox
import FlyingSocks
import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A simulated AWS behind a port of this machine's loopback interface.
///
/// Any AWS client can be pointed at it: `AWS_ENDPOINT_URL=http://127.0.0.1:PORT` is all it takes, since one port answers for
/// all services. Under `/_mock/` it answers unsigned requests that steer and show the simulation:
///
/// | request | effect |
/// |---|---|
/// | `GET /_mock/clock` | the simulator's date: `{"now": "2026-10-01T08:00:00Z"}` |
/// | `POST /_mock/clock {"advanceSeconds": 86400}` | turns the clock; `{"advanceTo": "2026-10-02T00:00:00Z"}` too |
/// | `GET /_mock/bill` | rows, total and tokens; amounts are decimal strings |
/// | `GET /_mock/requests` | every request received, without secrets |
/// | `GET /_mock/status` | date, open streams, requests, billable requests |
/// | `POST /_mock/faults {"fault": "throttle", "operation": "Converse", "times": 2}` | scripts a ``MockAWS/Fault`` |
/// | `POST /_mock/replies {"text": "…"}` | the next invocation's text |
/// | `POST /_mock/roles {"arn": "…", "trusting": ["…"], "externalId": "…"}` | adds a ``MockAWS/Role`` |
/// | `POST /_mock/web-identity-tokens {"issuer": "…", "subject": "…"}` | a token: `{"token": "…"}` |
/// | `GET /_mock/invocation-log` | what the log of model invocations wrote: objects (bytes as base64) and events |
/// | `POST /_mock/guardrails {"id": "gr1", "blockedWords": ["…"]}` | adds a ``MockAWS/Guardrail`` |
public struct MockServer: Sendable {
    /// The port that it listens on.
    public let port: Int
    /// The endpoint, such as `http://127.0.0.1:49152`.
    public var url: String { "http://127.0.0.1:\(port)" }
}

extension MockAWS {
    /// Serves this AWS on a loopback port while `body` runs, and stops before it returns.
    ///
    /// Callers in other processes sign with real time: give a server ``Options/isTimeFlowing`` where its bill shall follow the
    /// real date too.
    ///
    /// - Parameters:
    ///   - port: The port; 0 picks a free one.
    ///   - body: Receives the server once it listens.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws; an error of the system where the port cannot be had.
    public func serve<Result>(
        port: UInt16 = 0, _ body: (MockServer) async throws -> Result
    ) async throws -> Result {
        let engine = self.engine
        let control = ControlPath(mock: self)
        let server = HTTPServer(
            config: .init(
                address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port), timeout: 86_400,
                sharedRequestBufferSize: 65_536, sharedRequestReplaySize: 32 << 20, logger: .disabled),
            handler: ClosureHTTPHandler { request in
                let body = [UInt8](try await request.bodyData)
                if request.target.path().hasPrefix(ControlPath.prefix) {
                    return control.answer(request.method.rawValue, request.target.path(), body).served
                }
                return engine.answer(HTTPTypes.HTTPRequest(request), body: body).served(by: engine)
            })
        return try await withThrowingTaskGroup(of: Bool.self, returning: Result.self) { group in
            group.addTask {
                try await server.run()
                return false
            }
            group.addTask {
                try await server.waitUntilListening()
                return true
            }
            // A port that cannot be had ends the first task with its error before the second has seen anything.
            while let isListening = try await group.next(), !isListening {}
            guard case .ip4(_, let port) = await server.listeningAddress else { throw CancellationError() }
            do {
                let result = try await body(MockServer(port: Int(port)))
                await Self.stop(&group)
                return result
            } catch {
                await Self.stop(&group)
                throw error
            }
        }
    }

    /// Ends the server and its connections by cancelling them.
    ///
    /// `HTTPServer.stop()` would close the listening socket first, while its accept loop still runs: a server that another
    /// test opens meanwhile may get the same descriptor, and lose a connection to that loop.
    private static func stop(_ group: inout ThrowingTaskGroup<Bool, any Error>) async {
        group.cancelAll()
        while await group.nextResult() != nil {}
    }
}

extension HTTPTypes.HTTPRequest {
    /// The request as it came in, its target not touched.
    init(_ request: FlyingFox.HTTPRequest) {
        self.init(
            method: .init(request.method.rawValue) ?? .get, scheme: "http", authority: request.headers[.host],
            path: request.target.rawValue)
        for (header, value) in request.headers where header != .host {
            if let name = HTTPField.Name(header.rawValue) { headerFields.append(.init(name: name, value: value)) }
        }
    }
}

extension Answer {
    /// The answer as the server sends it: whole with its length, or in chunks while it is made.
    fileprivate func served(by engine: Engine) -> FlyingFox.HTTPResponse {
        switch self {
        case .noReply:
            // Nothing but a failed upgrade lets a handler close the connection without a byte.
            return FlyingFox.HTTPResponse(webSocket: ClosedConnection())
        case .session:
            // The server has read the whole request before it gets here, and speaks HTTP/1.1.
            return FlyingFox.HTTPResponse(
                statusCode: .badRequest,
                headers: [HTTPHeader("x-amzn-errortype"): "ValidationException", .contentType: "application/json"],
                body: Data(#"{"message":"This operation needs HTTP/2, which this server does not speak."}"#.utf8))
        case .response(let status, let fields, let steps, let isStream):
            var headers = HTTPHeaders()
            for field in fields { headers.addValue(field.value, for: HTTPHeader(field.name)) }
            let code = HTTPStatusCode(status, phrase: HTTPTypes.HTTPResponse.Status(code: status).reasonPhrase)
            var bytes: [UInt8] = []
            for case .bytes(let chunk) in steps { bytes += chunk }
            let isWhole = steps.allSatisfy { if case .bytes = $0 { true } else { false } }
            if !isStream, isWhole {
                return FlyingFox.HTTPResponse(statusCode: code, headers: headers, body: Data(bytes))
            }
            let body = StepSequence(steps: steps, engine: engine, stream: isStream ? OpenStream(engine) : nil)
            return FlyingFox.HTTPResponse(
                statusCode: code, headers: headers, body: HTTPBodySequence(from: body, suggestedBufferSize: 65_536))
        }
    }
}

extension ControlPath.Answer {
    fileprivate var served: FlyingFox.HTTPResponse {
        FlyingFox.HTTPResponse(
            statusCode: HTTPStatusCode(status, phrase: HTTPTypes.HTTPResponse.Status(code: status).reasonPhrase),
            headers: [.contentType: "application/json"], body: Data(json.bytes))
    }
}

/// Refuses every upgrade.
private struct ClosedConnection: WSHandler {
    func makeFrames(for client: AsyncThrowingStream<WSFrame, any Error>) async throws -> AsyncStream<WSFrame> {
        throw CancellationError()
    }
}

/// A body that goes out step by step.
private struct StepSequence: AsyncBufferedSequence {
    typealias Element = UInt8

    let steps: [Answer.Step]
    let engine: Engine
    let stream: OpenStream?

    func makeAsyncIterator() -> Iterator { Iterator(steps: steps[...], engine: engine, stream: stream) }

    struct Iterator: AsyncBufferedIteratorProtocol {
        fileprivate var steps: ArraySlice<Answer.Step>
        fileprivate let engine: Engine
        fileprivate let stream: OpenStream?
        private var pending: ArraySlice<UInt8> = []

        fileprivate init(steps: ArraySlice<Answer.Step>, engine: Engine, stream: OpenStream?) {
            self.steps = steps
            self.engine = engine
            self.stream = stream
        }

        mutating func next() async throws -> UInt8? {
            while pending.isEmpty {
                guard let buffer = try await nextBuffer(suggested: 1) else { return nil }
                pending = buffer[...]
            }
            return pending.popFirst()
        }

        mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
            while let step = steps.popFirst() {
                switch step {
                case .bytes(let bytes) where bytes.isEmpty: continue
                case .bytes(let bytes): return bytes
                case .wait(let duration): try await engine.sleep(duration)
                case .stall: try await Signal().wait()
                case .breakOff: throw CancellationError()
                }
            }
            stream?.close()
            return nil
        }
    }
}
#endif
