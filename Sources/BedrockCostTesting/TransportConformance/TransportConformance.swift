public import HTTPTransport

/// Checks that a transport keeps the contract of `HTTPTransport`, and of `DuplexTransport` where it is one.
///
/// Run it against a transport of your own, in any test framework:
///
/// ```swift
/// for outcome in try await TransportConformance().run(overLoopback: MyTransport()) {
///     #expect(outcome.failure == nil, "\(outcome)")
/// }
/// ```
///
/// The suite brings its own peer: an HTTP/1.1 server on raw sockets of 127.0.0.1 that stalls, floods and resets by script.
/// A transport that needs no sockets is given the same peer as a handler.
public struct TransportConformance: Sendable {
    /// What one check found.
    public struct Outcome: Sendable, CustomStringConvertible {
        /// What was checked, as a sentence about transports.
        public let check: String
        /// Why the transport does not conform; `nil` if it does.
        public let failure: String?

        /// The check, with its failure if there is one.
        public var description: String {
            failure.map { "\(check): \($0)" } ?? "\(check): passed"
        }
    }

    /// How long one check may take before it counts as failed. It ends checks that hang, and measures nothing: a busy machine may need
    /// much of it.
    public var deadline: Duration

    /// A suite whose checks may take `deadline` each.
    public init(deadline: Duration = .seconds(120)) { self.deadline = deadline }

    /// The sentences that are checked, in order.
    public static var checks: [String] { (TransportCheck.all + TransportCheck.duplex).map(\.name) }

    /// Runs every check against `transport`, which is sent to a port of 127.0.0.1 over plain HTTP/1.1.
    ///
    /// - Throws: When the suite cannot listen.
    public func run(overLoopback transport: some HTTPTransport) async throws -> [Outcome] {
        let peer = ConformancePeer()
        let server = try LoopbackServer { peer.reply(to: $0) }
        defer { server.stop() }
        let checks = transport is any DuplexTransport ? TransportCheck.all + TransportCheck.duplex : TransportCheck.all
        return await run(
            checks, ConformanceContext(peer: peer, transport: transport, authority: server.authority))
    }

    /// Runs every check against the transport that `make` builds around the suite's peer.
    public func run(inProcess make: (@escaping InProcessTransport.Handler) -> some HTTPTransport) async -> [Outcome] {
        let peer = ConformancePeer()
        let transport = make { (request, body) async throws(TransportError) in
            try await peer.response(to: request, body: body)
        }
        return await run(TransportCheck.all, peer, transport)
    }

    /// Runs every check against the transport that `make` builds around the suite's peer, which reads requests as they are
    /// written.
    public func run(
        inProcessDuplex make: (@escaping InProcessTransport.DuplexHandler) -> some DuplexTransport
    ) async -> [Outcome] {
        let peer = ConformancePeer()
        let transport = make { (request, body) async throws(TransportError) in
            try await peer.response(to: request, body)
        }
        return await run(TransportCheck.all + TransportCheck.duplex, peer, transport)
    }

    private func run(
        _ checks: [TransportCheck], _ peer: ConformancePeer, _ transport: any HTTPTransport
    ) async -> [Outcome] {
        await run(checks, ConformanceContext(peer: peer, transport: transport, authority: "peer.invalid"))
    }

    private func run(_ checks: [TransportCheck], _ context: ConformanceContext) async -> [Outcome] {
        var outcomes: [Outcome] = []
        for check in checks {
            outcomes.append(Outcome(check: check.name, failure: await run(check, context)))
        }
        return outcomes
    }

    private func run(_ check: TransportCheck, _ context: ConformanceContext) async -> String? {
        await withTaskGroup(of: String??.self) { group in
            group.addTask {
                do {
                    try await check.body(context)
                    return .some(nil)
                } catch let failure as CheckFailure {
                    return failure.message
                } catch {
                    return "it threw \(error)"
                }
            }
            group.addTask {
                do { try await Task.sleep(for: deadline) } catch { return nil }
                return "it did not end within \(deadline)"
            }
            defer { group.cancelAll() }
            for await verdict in group {
                if let verdict { return verdict }
            }
            return "it was cancelled"
        }
    }
}
