import AWSCore
import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Logging
import Synchronization

/// The other end: answers from a script, the last answer over and over, and keeps what it was sent.
final class Peer: Sendable {
    struct Exchange: Sendable {
        var request: HTTPRequest
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        subscript(name: String) -> String? { HTTPField.Name(name).flatMap { request.headerFields[$0] } }
    }

    enum Answer: Sendable {
        case response(InProcessResponse)
        case failure(TransportError)

        static func status(_ code: Int, _ body: String = "", _ fields: [String: String] = [:]) -> Answer {
            .response(InProcessResponse(head(code, fields), body: Array(body.utf8)))
        }

        static func ok(_ body: String, _ fields: [String: String] = [:]) -> Answer { .status(200, body, fields) }

        static func error(_ status: Int, _ code: String, _ message: String = "no") -> Answer {
            .status(
                status, #"{"__type":"\#(code)","message":"\#(message)"}"#, ["x-amzn-requestid": "request-\(status)"])
        }

        static func steps(_ steps: [InProcessResponse.Step], _ fields: [String: String] = [:]) -> Answer {
            .response(InProcessResponse(head(200, fields), steps: steps))
        }

        /// Nobody is there: the request certainly was not seen.
        static let refused = Answer.failure(
            TransportError(.connectFailed, "connection refused", requestMayHaveBeenProcessed: false))
        /// The request went out and nothing came back.
        static let lostReply = Answer.failure(TransportError(.connectionLost, "connection reset"))

        static func head(_ code: Int, _ fields: [String: String]) -> HTTPResponse {
            var head = HTTPResponse(status: HTTPResponse.Status(code: code))
            for (name, value) in fields { HTTPField.Name(name).map { head.headerFields[$0] = value } }
            return head
        }
    }

    private let state: Mutex<(answers: [Answer], exchanges: [Exchange])>
    private let onRequest: @Sendable (Int) -> Void

    init(_ answers: Answer..., onRequest: @escaping @Sendable (Int) -> Void = { _ in }) {
        state = Mutex((answers, []))
        self.onRequest = onRequest
    }

    var exchanges: [Exchange] { state.withLock { $0.exchanges } }
    var transport: InProcessTransport {
        InProcessTransport { [self] request, body async throws(TransportError) in
            let (number, answer) = state.withLock { state in
                state.exchanges.append(Exchange(request: request, body: body))
                let answer = state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
                return (state.exchanges.count, answer)
            }
            onRequest(number)
            switch answer {
            case .response(let response): return response
            case .failure(let error): throw error
            }
        }
    }
}

/// A present that tests set.
final class Now: Sendable {
    /// 2026-01-31T14:05:26Z.
    static let start = Date(timeIntervalSince1970: 1_769_868_326)
    private let value: Mutex<Date>

    init(_ date: Date = Now.start) { value = Mutex(date) }

    var date: Date {
        get { value.withLock { $0 } }
        set { value.withLock { $0 = newValue } }
    }

    func advance(by seconds: TimeInterval) { value.withLock { $0 += seconds } }
}

/// Files in memory, which tests change.
final class Files: Sendable {
    private let state = Mutex((texts: [String: String](), isReadOnly: false))

    init(_ texts: [String: String] = [:]) { state.withLock { $0.texts = texts } }

    subscript(path: String) -> String? {
        get { state.withLock { $0.texts[path] } }
        set { state.withLock { $0.texts[path] = newValue } }
    }

    func makeReadOnly() { state.withLock { $0.isReadOnly = true } }

    func write(_ bytes: [UInt8], to path: String) -> Bool {
        state.withLock { state in
            if state.isReadOnly { return false }
            state.texts[path] = String(decoding: bytes, as: UTF8.self)
            return true
        }
    }
}

extension Credentials {
    static let example = Credentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
}

extension AWSEnvironment {
    /// An environment with the given variables, the shared files with the given text, and other files.
    static func with(
        _ variables: [String: String] = [:], config: String? = nil, credentials: String? = nil, files: Files = Files()
    ) -> AWSEnvironment {
        files["/home/nobody/.aws/config"] = config
        files["/home/nobody/.aws/credentials"] = credentials
        return AWSEnvironment(variables.merging(["HOME": "/home/nobody"]) { given, _ in given }) {
            files[$0]
        } writingFile: {
            files.write($0, to: $1)
        }
    }
}

/// A client on `peer` with example credentials, full jitter at its cap, and clocks that do not move by themselves.
func makeClient(
    _ peer: Peer, authentication: Authentication? = .credentials(Credentials.example),
    environment: AWSEnvironment = .empty, region: Region? = .usEast1, clock: RecordingClock = RecordingClock(),
    now: Now = Now(), logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
    configure: (inout AWSClientConfiguration) -> Void = { _ in }
) throws(AWSError) -> AWSClient {
    try AWSClient(
        region: region, transport: peer.transport, authentication: authentication, environment: environment,
        logger: logger
    ) { configuration in
        configuration.clock = clock
        configuration.now = { now.date }
        configuration.jitter = { 1 }
        configure(&configuration)
    }
}
