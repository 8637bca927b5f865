import HTTPTransport
import HTTPTypes

extension TransportCheck {
    /// The response is lent as it comes.
    static var responses: [Self] {
        [
            Self("status and header fields are handed on, repeated ones too") { context in
                var script = PeerScript(head: HTTPResponse(status: .init(code: 418, reasonPhrase: "Teapot")))
                for value in ["a=1", "b=2, c"] {
                    script.head.headerFields.append(HTTPField(name: .setCookie, value: value))
                }
                let visit = context.expect(script)
                let (head, _) = try await context.exchange(context.request(visit))
                try demand(head.status.code == 418, "the status is \(head.status)")
                let values = head.headerFields[values: .setCookie]
                try demand(values == ["a=1", "b=2, c"], "the repeated field is \(values)")
            },
            Self("bodies of every framing arrive whole") { context in
                let framings: [PeerScript.Framing] = [.length(nil), .chunked, .untilClose]
                for framing in framings {
                    for size in [0, 1, 16_384, 1_000_003] {
                        let visit = context.expect(PeerScript(framing: framing, steps: [.flood(size)]))
                        let (_, body) = try await context.exchange(context.request(visit))
                        try demand(isPattern(body, count: size), "\(framing): \(size) bytes arrived wrong")
                    }
                }
            },
            Self("trailers and interim responses are skipped") { context in
                var script = PeerScript(framing: .chunked, steps: [.bytes(Array("body".utf8))])
                script.interim = [
                    HTTPResponse(status: .init(code: 103, reasonPhrase: "Early Hints")),
                    HTTPResponse(status: .init(code: 102, reasonPhrase: "Processing")),
                ]
                script.trailers = ["X-Checksum: 1"]
                let (head, body) = try await context.exchange(context.request(context.expect(script)))
                try demand(head.status == .ok, "the status is \(head.status)")
                try demand(body == Array("body".utf8), "the body is wrong")
                try demand(
                    !head.headerFields.contains { $0.name.rawName.lowercased() == "x-checksum" },
                    "a trailer is in the head")
            },
            Self("responses without a body end at once") { context in
                for status in [HTTPResponse.Status.noContent, .notModified] {
                    let visit = context.expect(PeerScript(head: HTTPResponse(status: status), framing: .none))
                    let (head, body) = try await context.exchange(context.request(visit))
                    try demand(head.status == status && body.isEmpty, "\(status) arrived wrong")
                }
                let visit = context.expect(PeerScript(framing: .length(1_000)))
                let (_, body) = try await context.exchange(context.request(visit, .head))
                try demand(body.isEmpty && visit.arrival.method == "HEAD", "HEAD arrived wrong")
            },
            Self("no redirect is followed") { context in
                for status in [HTTPResponse.Status.movedPermanently, .found, .temporaryRedirect] {
                    let target = context.expect()
                    var script = PeerScript(head: HTTPResponse(status: status))
                    script.head.headerFields[.location] = target.path
                    let (head, _) = try await context.exchange(context.request(context.expect(script), .post))
                    try demand(head.status == status, "\(status) became \(head.status)")
                    try demand(target.arrivals == 0, "the redirect was followed")
                }
            },
            Self("the head is lent before the body has come") { context in
                let release = Signal()
                let visit = context.expect(
                    PeerScript(framing: .chunked, steps: [.wait(release), .bytes(Array("late".utf8))]))
                let body = try await context.transport.withResponse(
                    to: context.request(visit), body: [], options: .init()
                ) { _, body in
                    release.fire()
                    return try await body.collect(upTo: 100)
                }
                try demand(body == Array("late".utf8), "the body is wrong")
            },
            Self("each piece of the body is lent when it comes") { context in
                let gates = (0..<5).map { _ in Signal() }
                let steps = gates.flatMap { [PeerScript.Step.wait($0), .bytes([65])] }
                let visit = context.expect(PeerScript(framing: .chunked, steps: steps))
                let pieces = try await context.transport.withResponse(
                    to: context.request(visit), body: [], options: .init()
                ) { _, body in
                    var pieces = 0
                    for gate in gates {
                        gate.fire()
                        guard try await body.next() == [65] else { return pieces }
                        pieces += 1
                    }
                    return try await body.next() == nil ? pieces : -1
                }
                try demand(pieces == 5, "\(pieces) of 5 pieces came one by one")
            },
            Self("bytes that nobody reads stop the peer, and all arrive once they are read") { context in
                let size = 64 << 20
                let visit = context.expect(PeerScript(steps: [.flood(size)]))
                let (stopped, isWhole) = try await context.transport.withResponse(
                    to: context.request(visit), body: [], options: .init()
                ) { _, body in
                    var offset = try await body.next()?.count ?? 0
                    let stopped = try await visit.stopped()
                    var isWhole = true
                    while let chunk = try await body.next() {
                        if chunk.first != UInt8(truncatingIfNeeded: offset % 251) { isWhole = false }
                        offset += chunk.count
                    }
                    return (stopped, isWhole && offset == size)
                }
                // The sockets' own buffers hold some megabytes.
                try demand(stopped < size / 2, "the peer sent \(stopped) bytes to a reader that had stopped")
                try demand(isWhole, "the bytes arrived wrong")
            },
            Self("many exchanges run at once") { context in
                let release = Signal()
                let visits = (0..<64).map { _ in
                    context.expect(PeerScript(steps: [.wait(release), .bytes([1])]))
                }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for visit in visits {
                        group.addTask {
                            let (_, body) = try await context.exchange(context.request(visit, .post), body: [2])
                            try demand(body == [1], "the body is wrong")
                        }
                    }
                    for visit in visits { try await visit.arrived.wait() }
                    release.fire()
                    try await group.waitForAll()
                }
            },
        ]
    }

    static func isPattern(_ bytes: [UInt8], count: Int) -> Bool {
        bytes.count == count && !bytes.indices.contains { bytes[$0] != UInt8(truncatingIfNeeded: $0 % 251) }
    }
}
