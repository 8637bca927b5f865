import HTTPTransport
import HTTPTypes

extension TransportCheck {
    /// The limits of `TransportOptions` hold.
    static var limits: [Self] {
        [
            Self("a body past its limit is refused, whatever its framing") { context in
                let framings: [PeerScript.Framing] = [.length(nil), .chunked, .untilClose]
                for framing in framings {
                    for limit in [0, 99_999] {
                        let visit = context.expect(PeerScript(framing: framing, steps: [.flood(100_000)]))
                        try await context.demand(.responseTooLarge) {
                            try await context.exchange(
                                context.request(visit), options: .defaults { $0.responseBodyLimit = limit })
                        }
                    }
                }
            },
            Self("a body of just its limit is accepted") { context in
                let visit = context.expect(PeerScript(steps: [.flood(100_000)]))
                let (_, body) = try await context.exchange(
                    context.request(visit), options: .defaults { $0.responseBodyLimit = 100_000 })
                try demand(isPattern(body, count: 100_000), "it arrived wrong")
            },
            Self("a peer that never answers ends by the idle timeout") { context in
                let visit = context.expect(PeerScript(headWaits: Signal()))
                try await context.demand(.idleTimeout) {
                    try await context.exchange(
                        context.request(visit, .post), body: [1],
                        options: .defaults { $0.idleTimeout = .milliseconds(200) })
                }
                try await visit.ended.wait()
            },
            Self("a stream that stalls ends by the idle timeout, after the bytes before") { context in
                let visit = context.expect(
                    PeerScript(framing: .chunked, steps: [.bytes([1, 2, 3]), .wait(Signal())]))
                let first = Signal()
                try await context.demand(.idleTimeout) {
                    try await context.transport.withResponse(
                        to: context.request(visit), body: [],
                        options: .defaults { $0.idleTimeout = .milliseconds(200) }
                    ) { _, body in
                        if try await body.next() == [1, 2, 3] { first.fire() }
                        _ = try await body.next()
                    }
                }
                try demand(first.isFired, "the bytes before were lost")
                try await visit.ended.wait()
            },
            Self("time that the reader takes does not count as idle") { context in
                let size = 32 << 20
                let visit = context.expect(PeerScript(steps: [.flood(size)]))
                let count = try await context.transport.withResponse(
                    to: context.request(visit), body: [],
                    options: .defaults { $0.idleTimeout = .milliseconds(300) }
                ) { _, body in
                    var count = try await body.next()?.count ?? 0
                    try await Task.sleep(for: .milliseconds(1_000))
                    while let chunk = try await body.next() { count += chunk.count }
                    return count
                }
                try demand(count == size, "\(count) of \(size) bytes came")
            },
            Self("an exchange that takes too long ends by the total timeout, busy or not") { context in
                let options = TransportOptions.defaults { $0.totalTimeout = .milliseconds(300) }
                let silent = context.expect(PeerScript(headWaits: Signal()))
                try await context.demand(.totalTimeout) {
                    try await context.exchange(context.request(silent), options: options)
                }
                try await silent.ended.wait()
                let busy = context.expect(PeerScript(framing: .chunked, steps: [.bytes([1]), .wait(Signal())]))
                try await context.demand(.totalTimeout) {
                    try await context.exchange(context.request(busy), options: options)
                }
                try await busy.ended.wait()
            },
        ]
    }
}
