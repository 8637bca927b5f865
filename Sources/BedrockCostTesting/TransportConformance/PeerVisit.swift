import Synchronization

/// One expected request: its script, and what the peer saw of it.
final class PeerVisit: Sendable {
    /// What a request looked like when it arrived.
    struct Arrival: Sendable {
        var method = ""
        var target = ""
        var fields: [(name: String, value: String)] = []
        var body: [UInt8] = []

        func values(_ name: String) -> [String] {
            fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        }
    }

    private struct State {
        var arrivals = 0
        var arrival = Arrival()
        var sent = 0
        var received = 0
        var isComplete = false
    }

    static let prefix = "/visit-"

    let path: String
    let script: PeerScript
    /// The whole request is there.
    let arrived = Signal()
    /// The exchange is over for the peer.
    let ended = Signal()
    private let state = Mutex(State())

    init(number: Int, script: PeerScript) {
        self.path = Self.prefix + String(number)
        self.script = script
    }

    /// How many requests came.
    var arrivals: Int { state.withLock { $0.arrivals } }
    /// The last request that came.
    var arrival: Arrival { state.withLock { $0.arrival } }
    /// The bytes of the reply that the transport took.
    var sent: Int { state.withLock { $0.sent } }
    /// The bytes of request body that the peer took, where they come in chunks.
    var received: Int { state.withLock { $0.received } }
    /// Whether the peer came to the end of its script.
    var isComplete: Bool { state.withLock { $0.isComplete } }

    func noteHead(method: String, target: String, fields: [(name: String, value: String)]) {
        state.withLock { state in
            state.arrivals += 1
            state.arrival = Arrival(method: method, target: target, fields: fields)
        }
    }

    func noteBody(_ body: [UInt8]) {
        state.withLock { $0.arrival.body = body }
        arrived.fire()
    }

    func noteReceived(_ count: Int) { state.withLock { $0.received = count } }

    func noteSent(_ count: Int) { state.withLock { $0.sent = count } }

    func noteEnd(isComplete: Bool) {
        state.withLock { $0.isComplete = isComplete }
        ended.fire()
    }

    /// Waits until the transport takes no more of the reply. A stop shows only by watching for a while.
    func stopped() async throws -> Int {
        while true {
            let before = sent
            try await Task.sleep(for: .milliseconds(250))
            if before > 0, sent == before { return before }
        }
    }
}
