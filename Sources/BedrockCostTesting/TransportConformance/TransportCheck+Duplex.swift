import HTTPTransport
import HTTPTypes

extension TransportCheck {
    /// A request is written while its response is read; only of a `DuplexTransport`.
    static var duplex: [Self] {
        [
            Self("each side answers the other while both directions are open") { context in
                let rounds = 5
                let steps = (1...rounds).flatMap { [PeerScript.Step.awaitBody($0), .bytes([UInt8($0)])] }
                let visit = context.expect(PeerScript(framing: .chunked, steps: steps + [.awaitEnd, .bytes([99])]))
                let answers = try await context.duplex(visit) { request, response in
                    var answers: [UInt8] = []
                    for round in 1...rounds {
                        try await request.write([UInt8(100 + round)])
                        try demand(try await response.head().status == .ok, "the status is wrong")
                        answers += try await response.body.next() ?? []
                    }
                    try await request.finish()
                    return answers + (try await response.body.collect(upTo: 10))
                }
                try demand(answers == [1, 2, 3, 4, 5, 99], "the answers are \(answers)")
                try demand(visit.arrival.body == [101, 102, 103, 104, 105], "the request arrived wrong")
                try demand(visit.arrival.values("content-length").isEmpty, "the request has a length")
            },
            Self("a body that is written in pieces arrives whole") { context in
                let visit = context.expect(PeerScript(steps: [.awaitEnd, .bytes([1])]))
                let size = 1_000_003
                let answer = try await context.duplex(visit) { request, response in
                    var offset = 0
                    while offset < size {
                        let piece = min(1 + offset % 30_000, size - offset)
                        try await request.write((offset..<offset + piece).map { UInt8(truncatingIfNeeded: $0 % 251) })
                        offset += piece
                    }
                    try await request.write([])
                    try await request.finish()
                    try await request.finish()
                    return try await response.body.collect(upTo: 10)
                }
                try demand(answer == [1], "the answer is \(answer)")
                try demand(isPattern(visit.arrival.body, count: size), "the request arrived wrong")
            },
            Self("a request without a byte is a request") { context in
                let visit = context.expect(PeerScript(steps: [.awaitEnd, .bytes([1])]))
                let answer = try await context.duplex(visit) { request, response in
                    try await request.finish()
                    return try await response.body.collect(upTo: 10)
                }
                try demand(answer == [1] && visit.arrival.body.isEmpty, "it arrived wrong")
            },
            Self("writing waits for a peer that does not read, and goes on when it does") { context in
                let release = Signal()
                let visit = context.expect(
                    PeerScript(framing: .chunked, steps: [.bytes([1]), .wait(release), .awaitEnd, .bytes([2])]))
                let piece = [UInt8](repeating: 7, count: 65_536)
                let limit = 1_024
                let (taken, answer) = try await context.duplex(visit) { request, response in
                    _ = try await response.body.next()
                    let counter = PieceCounter()
                    async let rest: Void = {
                        for _ in 0..<limit {
                            try await request.write(piece)
                            counter.add()
                        }
                        try await request.finish()
                    }()
                    let taken = try await counter.stopped()
                    release.fire()
                    try await rest
                    return (taken, try await response.body.collect(upTo: 10))
                }
                // The sockets' own buffers hold some megabytes.
                try demand(taken < limit / 2, "it took \(taken) pieces of 64 KiB for a peer that had stopped")
                try demand(
                    answer == [2] && visit.arrival.body.count == limit * piece.count, "the request arrived wrong")
            },
            Self("the response goes on after the request has ended") { context in
                let size = 1_000_003
                let visit = context.expect(PeerScript(steps: [.awaitEnd, .flood(size)]))
                let body = try await context.duplex(visit) { request, response in
                    try await request.write([1])
                    try await request.finish()
                    return try await response.body.collect(upTo: .max)
                }
                try demand(isPattern(body, count: size), "the response arrived wrong")
            },
            Self("leaving before the request has ended resets it") { context in
                let visit = context.expect(PeerScript(framing: .chunked, steps: [.bytes([1]), .awaitEnd]))
                try await context.duplex(visit) { request, response in
                    try await request.write([1])
                    _ = try await response.body.next()
                }
                try await visit.ended.wait()
                try demand(!visit.isComplete && !visit.arrived.isFired, "the peer took it for whole")
            },
            Self("a refusal can be read, and ends the request") { context in
                var script = PeerScript(framing: .length(nil), steps: [.awaitBody(0), .bytes(Array("no".utf8))])
                script.head = HTTPResponse(status: .forbidden)
                let visit = context.expect(script)
                let (status, body, code) = try await context.duplex(visit) { request, response in
                    let head = try await response.head()
                    let body = try await response.body.collect(upTo: 10)
                    let code = try await context.failure { try await request.write([2]) }.code
                    return (head.status, body, code)
                }
                try demand(status == .forbidden && body == Array("no".utf8), "it arrived wrong: \(status)")
                try demand(code == .responseEnded, "writing after it threw \(code)")
            },
            Self("a good response that ends first ends the request, at the latest with the request's own end") {
                context in
                let visit = context.expect(PeerScript(steps: [.awaitBody(1), .bytes([5])]))
                let answer = try await context.duplex(visit) { request, response in
                    try await request.write([1])
                    let first = try await response.body.next()
                    do throws(TransportError) { try await request.finish() } catch {
                        try demand(error.code == .responseEnded, "finishing threw \(error)")
                    }
                    return (first ?? []) + (try await response.body.collect(upTo: 10))
                }
                try demand(answer == [5], "the answer is \(answer)")
            },
            Self("nothing can be written after the request's end") { context in
                let visit = context.expect(PeerScript(steps: [.awaitEnd, .bytes([1])]))
                try await context.duplex(visit) { request, response in
                    try await request.finish()
                    try await context.demand(.invalidRequest) { try await request.write([1]) }
                    _ = try await response.body.collect(upTo: 10)
                }
            },
            Self("cancelling a writer that waits ends the exchange") { context in
                let release = Signal()
                let visit = context.expect(
                    PeerScript(framing: .chunked, steps: [.bytes([1]), .wait(release), .awaitEnd]))
                let counter = PieceCounter()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        try await context.demand(.cancelled) {
                            try await context.duplex(visit) { request, response in
                                _ = try await response.body.next()
                                while true {
                                    try await request.write([UInt8](repeating: 7, count: 65_536))
                                    counter.add()
                                }
                            }
                        }
                    }
                    _ = try await counter.stopped()
                    group.cancelAll()
                    try await group.waitForAll()
                }
                // The peer finds the end behind what it has not read yet.
                release.fire()
                try await visit.ended.wait()
                try demand(!visit.isComplete, "the exchange went on")
            },
            Self("a reset ends the exchange for reader and writer") { context in
                let visit = context.expect(PeerScript(framing: .chunked, steps: [.bytes([1]), .awaitEnd]))
                try await context.duplex(visit) { request, response in
                    try await request.write([1])
                    _ = try await response.body.next()
                    async let read: Void = context.demand(.cancelled) { _ = try await response.body.next() }
                    request.reset()
                    try await context.demand(.cancelled) { try await request.write([1]) }
                    try await read
                }
                try await visit.ended.wait()
                try demand(!visit.isComplete, "the peer took it for whole")
            },
            Self("a peer that breaks off fails the writer, and the reader after its bytes") { context in
                let visit = context.expect(
                    PeerScript(framing: .chunked, steps: [.awaitBody(1), .bytes([1]), .breakOff]))
                try await context.duplex(visit) { request, response in
                    try await request.write([1])
                    try demand(try await response.body.next() == [1], "the byte before was lost")
                    let error = try await context.failure { _ = try await response.body.next() }
                    try demand(error.code == .connectionLost, "reading threw \(error)")
                    try await context.demand(error.code) { try await request.write([2]) }
                }
            },
            Self("an exchange in which nothing moves ends by the idle timeout") { context in
                let visit = context.expect(
                    PeerScript(framing: .chunked, steps: [.awaitBody(1), .bytes([1]), .awaitEnd]))
                try await context.duplex(visit, options: .defaults { $0.idleTimeout = .milliseconds(200) }) {
                    request, response in
                    try await request.write([1])
                    _ = try await response.body.next()
                    try await context.demand(.idleTimeout) { _ = try await response.body.next() }
                }
                try await visit.ended.wait()
            },
            Self("a body that is written as it comes has no Content-Length and needs a method for bodies") { context in
                let visit = context.expect()
                var request = context.request(visit, .post)
                request.headerFields[.contentLength] = "1"
                try await context.demand(.invalidRequest) { [request] in
                    try await context.duplex(request) { _, _ in }
                }
                try await context.demand(.invalidRequest) {
                    try await context.duplex(context.request(visit, .get)) { _, _ in }
                }
                try demand(visit.arrivals == 0, "a request arrived")
            },
        ]
    }
}

extension ConformanceContext {
    func duplex<Result>(
        _ visit: PeerVisit, options: TransportOptions = .init(),
        _ handle: (HTTPRequestBody, DuplexResponse) async throws -> Result
    ) async throws -> Result {
        try await duplex(request(visit, .post), options: options, handle)
    }

    func duplex<Result>(
        _ request: HTTPRequest, options: TransportOptions = .init(),
        _ handle: (HTTPRequestBody, DuplexResponse) async throws -> Result
    ) async throws -> Result {
        guard let transport = transport as? any DuplexTransport else {
            throw CheckFailure(message: "the transport is no DuplexTransport")
        }
        return try await transport.withDuplexExchange(for: request, options: options, handle)
    }
}
