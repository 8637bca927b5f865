import HTTPTransport
import HTTPTypes
import Synchronization

/// The peer of the conformance suite: it answers each expected request by its script and notes what it saw.
///
/// It has two fronts with one logic: replies for a ``LoopbackServer``, and responses for an ``InProcessTransport``.
final class ConformancePeer: Sendable {
    private let visits = Mutex<[PeerVisit]>([])

    func expect(_ script: PeerScript) -> PeerVisit {
        visits.withLock { visits in
            let visit = PeerVisit(number: visits.count, script: script)
            visits.append(visit)
            return visit
        }
    }

    private func visit(for target: String) -> PeerVisit? {
        // "/visit-7" and whatever follows.
        guard target.hasPrefix(PeerVisit.prefix),
            let number = Int(target.dropFirst(PeerVisit.prefix.count).prefix { $0.isASCII && $0.isNumber })
        else { return nil }
        return visits.withLock { number < $0.count ? $0[number] : nil }
    }

    // MARK: Over sockets

    func reply(to request: LoopbackRequest) -> LoopbackReply {
        guard let visit = visit(for: request.target) else { return .response("404 Not Found") }
        visit.noteHead(method: request.method, target: request.target, fields: request.fields)
        return LoopbackReply(visit.script.wireSteps) { event in
            switch event {
            case .bodyProgress(let count): visit.noteReceived(count)
            case .body(let body): visit.noteBody(body)
            case .sent(let count): visit.noteSent(count)
            case .completed: visit.noteEnd(isComplete: true)
            case .abandoned: visit.noteEnd(isComplete: false)
            }
        }
    }

    // MARK: In this process

    func response(to request: HTTPRequest, body: [UInt8]) async throws(TransportError) -> InProcessResponse {
        try await response(to: request, InProcessRequestBody(body))
    }

    func response(
        to request: HTTPRequest, _ body: InProcessRequestBody
    ) async throws(TransportError) -> InProcessResponse {
        guard let visit = visit(for: request.path ?? "") else {
            return InProcessResponse(HTTPResponse(status: .notFound))
        }
        // What a socket front would read off the wire.
        var fields = [(name: "Host", value: request.authority ?? "")]
        fields += request.headerFields.map { ($0.name.rawName, $0.value) }
        visit.noteHead(method: request.method.rawValue, target: request.path ?? "", fields: fields)
        let upload = PeerUpload(visit, body)
        do throws(TransportError) {
            if !visit.script.readsBody { try await upload.readToEnd() }
            try await visit.script.headWaits?.wait()
        } catch {
            visit.noteEnd(isComplete: false)
            throw error
        }
        if visit.script.refuses { throw TransportError(.connectionLost, "the peer ended the connection") }
        let script = PeerScriptBody(visit, upload)
        var response = InProcessResponse(visit.script.head) { () async throws(TransportError) in
            try await script.next()
        }
        response.onEnd = { visit.noteEnd(isComplete: $0.isComplete) }
        return response
    }
}

/// The request's body, read in this process as the script wants it.
private final class PeerUpload: Sendable {
    private struct Progress {
        var bytes: [UInt8] = []
        var isComplete = false
    }

    private let visit: PeerVisit
    private let body: InProcessRequestBody
    private let progress = Mutex(Progress())

    init(_ visit: PeerVisit, _ body: InProcessRequestBody) {
        self.visit = visit
        self.body = body
    }

    func read(atLeast count: Int) async throws(TransportError) {
        while progress.withLock({ !$0.isComplete && $0.bytes.count < count }) {
            let chunk = try await body.next()
            let (bytes, isComplete) = progress.withLock { progress in
                progress.bytes += chunk ?? []
                progress.isComplete = chunk == nil
                return (progress.bytes, progress.isComplete)
            }
            visit.noteReceived(bytes.count)
            if isComplete { visit.noteBody(bytes) }
        }
    }

    func readToEnd() async throws(TransportError) { try await read(atLeast: .max) }
}

/// The body steps of a script, pulled in this process.
private final class PeerScriptBody: Sendable {
    private struct Position {
        var step = 0
        var offset = 0
    }

    private let visit: PeerVisit
    private let upload: PeerUpload
    private let position = Mutex(Position())

    init(_ visit: PeerVisit, _ upload: PeerUpload) {
        self.visit = visit
        self.upload = upload
    }

    func next() async throws(TransportError) -> [UInt8]? {
        while true {
            let (step, offset) = position.withLock { ($0.step, $0.offset) }
            guard step < visit.script.steps.count else {
                if case .length(let length?) = visit.script.framing, length > visit.sent { throw .truncated }
                return nil
            }
            switch visit.script.steps[step] {
            case .bytes(let bytes):
                advance()
                visit.noteSent(visit.sent + bytes.count)
                return bytes
            case .flood(let count):
                guard offset < count else {
                    advance()
                    continue
                }
                let start = offset % 251
                let piece = min(16_384, count - offset)
                position.withLock { $0.offset += piece }
                visit.noteSent(visit.sent + piece)
                return Array(LoopbackConnection.pattern[start..<start + piece])
            case .wait(let signal):
                advance()
                try await signal.wait()
            case .awaitBody(let count):
                advance()
                try await upload.read(atLeast: count)
            case .awaitEnd:
                advance()
                try await upload.readToEnd()
            case .breakOff: throw .truncated
            }
        }
    }

    private func advance() { position.withLock { $0 = Position(step: $0.step + 1) } }
}

extension TransportError {
    fileprivate static var truncated: Self { Self(.connectionLost, "the peer ended the connection early") }
}
