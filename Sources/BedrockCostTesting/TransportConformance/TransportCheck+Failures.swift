import HTTPTransport
import HTTPTypes

extension TransportCheck {
    /// Failures come after the bytes before them, and say what is known.
    static var failures: [Self] {
        [
            Self("bytes received before a failure are delivered before it") { context in
                let framings: [PeerScript.Framing] = [.length(1_000_000), .chunked]
                for framing in framings {
                    let visit = context.expect(PeerScript(framing: framing, steps: [.flood(100_000), .breakOff]))
                    let (bytes, error) = try await context.transport.withResponse(
                        to: context.request(visit), body: [], options: .init()
                    ) { _, body in
                        var bytes: [UInt8] = []
                        do throws(TransportError) {
                            while let chunk = try await body.next() { bytes += chunk }
                            return (bytes, TransportError?.none)
                        } catch {
                            return (bytes, error)
                        }
                    }
                    try demand(isPattern(bytes, count: 100_000), "\(bytes.count) of 100000 bytes came before the end")
                    try demand(
                        error?.code == .connectionLost, "it ended with \(error.map(\.description) ?? "no error")")
                }
            },
            Self("a connection lost before the head may have had the request processed") { context in
                let visit = context.expect(PeerScript(refuses: true))
                let error = try await context.failure {
                    try await context.exchange(context.request(visit, .post), body: Array("{}".utf8))
                }
                try demand(error.code == .connectionLost, "it threw \(error)")
                try demand(error.requestMayHaveBeenProcessed, "it says that the request was not processed")
            },
            Self("a request is never sent twice") { context in
                // On a kept connection, where some clients try again by themselves.
                try await context.exchange(context.request(context.expect(), .post), body: [1])
                let visit = context.expect(PeerScript(refuses: true))
                _ = try await context.failure {
                    try await context.exchange(context.request(visit, .post), body: Array("{}".utf8))
                }
                try demand(visit.arrivals == 1, "it arrived \(visit.arrivals) times")
            },
            Self("errors name no header, body or query") { context in
                let visit = context.expect(PeerScript(refuses: true))
                let request = context.request(
                    visit, .post, suffix: "?token=canary", fields: [.authorization: "Bearer canary"])
                let error = try await context.failure {
                    try await context.exchange(request, body: Array("canary".utf8))
                }
                try demand(!"\(error)".contains("canary"), "it says \(error)")
            },
        ]
    }
}
