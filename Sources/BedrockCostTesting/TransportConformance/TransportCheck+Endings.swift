import HTTPTransport
import HTTPTypes

extension TransportCheck {
    /// Leaving the closure, by any way, ends the transfer.
    static var endings: [Self] {
        [
            Self("cancelling before the head ends the transfer") { context in
                let visit = context.expect(PeerScript(headWaits: Signal()))
                try await cancel(context, visit, after: visit.arrived) { try await context.exchange($0) }
            },
            Self("cancelling a reader that waits for bytes ends the transfer") { context in
                let visit = context.expect(
                    PeerScript(framing: .chunked, steps: [.bytes([1]), .wait(Signal())]))
                let isReading = Signal()
                try await cancel(context, visit, after: isReading) { request in
                    try await context.transport.withResponse(to: request, body: [], options: .init()) { _, body in
                        _ = try await body.next()
                        isReading.fire()
                        _ = try await body.next()
                    }
                }
            },
            Self("a task that was cancelled before sends nothing") { context in
                let visit = context.expect()
                let gate = Signal()
                let task = Task {
                    _ = try? await gate.wait()
                    return try await context.failure { try await context.exchange(context.request(visit)) }
                }
                task.cancel()
                let error = try await task.value
                try demand(error.code == .cancelled, "it threw \(error)")
                try demand(!error.requestMayHaveBeenProcessed, "it says that the request may have been processed")
                try demand(visit.arrivals == 0, "the request arrived")
            },
            Self("cancelling a child task that reads gives up the exchange") { context in
                let visit = context.expect(PeerScript(framing: .chunked, steps: [.wait(Signal())]))
                let code = try await context.transport.withResponse(
                    to: context.request(visit), body: [], options: .init()
                ) { _, body in
                    await withTaskGroup(of: TransportError.Code?.self) { group in
                        group.addTask {
                            do throws(TransportError) { _ = try await body.next() } catch { return error.code }
                            return nil
                        }
                        group.cancelAll()
                        return await group.next() ?? nil
                    }
                }
                try demand(code == .cancelled, "the child ended with \(code.map(\.description) ?? "nothing")")
                try await visit.ended.wait()
            },
            Self("returning early ends the transfer") { context in
                let visit = context.expect(PeerScript(steps: [.flood(64 << 20)]))
                let first = try await context.transport.withResponse(
                    to: context.request(visit), body: [], options: .init()
                ) { _, body in try await body.next()?.first }
                try demand(first == 0, "the closure's value was lost")
                try await visit.ended.wait()
                try demand(!visit.isComplete, "the peer could send all of it")
            },
            Self("an error from the closure ends the transfer and comes out as it is") { context in
                struct Stop: Error {}
                let visit = context.expect(PeerScript(framing: .chunked, steps: [.wait(Signal())]))
                do {
                    try await context.transport.withResponse(
                        to: context.request(visit), body: [], options: .init()
                    ) { _, _ in throw Stop() }
                    throw CheckFailure(message: "it threw nothing")
                } catch is Stop {}
                try await visit.ended.wait()
                try demand(!visit.isComplete, "the transfer went on")
            },
            Self("a body cannot be used after its closure has ended") { context in
                let visit = context.expect(PeerScript(steps: [.flood(100_000)]))
                let kept = try await context.transport.withResponse(
                    to: context.request(visit), body: [], options: .init()
                ) { _, body in body }
                try await context.demand(.cancelled) { _ = try await kept.next() }
            },
            Self("a body that has ended stays ended") { context in
                let visit = context.expect(PeerScript(steps: [.bytes([1, 2, 3])]))
                let ends = try await context.transport.withResponse(
                    to: context.request(visit), body: [], options: .init()
                ) { _, body in
                    _ = try await body.collect(upTo: 10)
                    return [try await body.next(), try await body.next()]
                }
                try demand(ends == [nil, nil], "it went on with \(ends)")
            },
        ]
    }

    /// Cancels `work` once `signal` has fired; it must throw, and the peer must see the end.
    private static func cancel(
        _ context: ConformanceContext, _ visit: PeerVisit, after signal: Signal,
        _ work: @escaping @Sendable (HTTPRequest) async throws -> Void
    ) async throws {
        let request = context.request(visit, .post)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await context.demand(.cancelled) { try await work(request) } }
            try await signal.wait()
            group.cancelAll()
            try await group.waitForAll()
        }
        try await visit.ended.wait()
        try demand(!visit.isComplete, "the transfer went on")
    }
}
