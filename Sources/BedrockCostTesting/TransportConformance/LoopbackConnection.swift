#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// One connection of a ``LoopbackServer``, used by its thread only.
final class LoopbackConnection {
    private struct Exchange {
        var reply: LoopbackReply
        var nextStep = 0
        var sent = 0
        var bodyLength: Int
        var hasBody = false
        var waitsFor: Signal?
        /// The body comes in chunks, and is read when a step wants it.
        var chunks: ChunkedBody?
        /// The bytes of body that the step at hand waits for.
        var wantedBytes: Int?
    }

    /// What `flood` repeats; its period is no power of two, so that a lost or doubled piece shows.
    static let pattern: [UInt8] = (0..<251 * 256).map { UInt8(truncatingIfNeeded: $0 % 251) }

    let socket: Int32
    private(set) var isClosed = false
    private let number: Int
    private let respond: @Sendable (LoopbackRequest) -> LoopbackReply
    private let wake: @Sendable () -> Void
    private var input: [UInt8] = []
    private var output: [UInt8] = []
    private var outputStart = 0
    private var floodLeft = 0
    private var floodOffset = 0
    private var exchange: Exchange?

    init(
        socket: Int32, number: Int, respond: @escaping @Sendable (LoopbackRequest) -> LoopbackReply,
        wake: @escaping @Sendable () -> Void
    ) {
        self.socket = socket
        self.number = number
        self.respond = respond
        self.wake = wake
    }

    /// The events to poll for.
    var interest: Int16 {
        var interest: Int16 = 0
        if readsInput { interest |= Int16(POLLIN) }
        if hasOutput { interest |= Int16(POLLOUT) }
        return interest
    }

    /// A reply that does not wait for the body leaves it in the socket: that is what it is for.
    private var readsInput: Bool {
        guard let exchange, !exchange.hasBody else { return true }
        return exchange.chunks == nil ? exchange.reply.readsBodyFirst : exchange.wantedBytes != nil
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        closeSocket(socket)
    }

    func work(events: Int16) {
        if events & Int16(POLLIN | POLLHUP | POLLERR) != 0 { receive() }
        while !isClosed {
            if exchange == nil, !beginExchange() { return }
            guard takeBody() else { return }
            guard sendOutput(), runSteps() else { return }
        }
    }

    // MARK: Requests

    private func receive() {
        guard readsInput else { return abandonIfGone() }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while !isClosed {
            let count = read(socket, &bytes, bytes.count)
            if count > 0 {
                input += bytes[..<count]
            } else if count == 0 || errno != EAGAIN {
                return abandon()
            } else {
                return
            }
        }
    }

    /// Looks for the other side's end without taking bytes that are to stay unread.
    private func abandonIfGone() {
        var byte: UInt8 = 0
        let count = recv(socket, &byte, 1, Int32(MSG_PEEK))
        if count == 0 || count < 0 && errno != EAGAIN { abandon() }
    }

    private func abandon() {
        exchange?.reply.onEvent?(.abandoned)
        exchange = nil
        close()
    }

    private func beginExchange() -> Bool {
        guard let end = input.firstRange(of: [13, 10, 13, 10]) else { return false }
        let head = String(decoding: input[..<end.lowerBound], as: UTF8.self)
        input.removeSubrange(..<end.upperBound)
        var lines = head.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        let words = lines.removeFirst().split(separator: " ").map(String.init)
        guard words.count == 3 else {
            abandon()
            return false
        }
        let fields = lines.map { line -> (name: String, value: String) in
            guard let colon = line.firstIndex(of: ":") else { return (line, "") }
            return (String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
        }
        let request = LoopbackRequest(method: words[0], target: words[1], fields: fields, connection: number)
        let length = request["Content-Length"].flatMap { Int($0) } ?? 0
        exchange = Exchange(reply: respond(request), bodyLength: length)
        if request["Transfer-Encoding"]?.lowercased() == "chunked" { exchange?.chunks = ChunkedBody() }
        return true
    }

    /// Whether the steps may go on.
    private func takeBody() -> Bool {
        guard let current = exchange, !current.hasBody else { return true }
        if current.chunks != nil { return takeChunks() }
        guard input.count >= current.bodyLength else { return !current.reply.readsBodyFirst }
        let body = Array(input.prefix(current.bodyLength))
        input.removeFirst(current.bodyLength)
        exchange?.hasBody = true
        current.reply.onEvent?(.body(body))
        return true
    }

    private func takeChunks() -> Bool {
        guard var body = exchange?.chunks else { return true }
        guard body.take(&input) else {
            abandon()
            return false
        }
        exchange?.chunks = body
        exchange?.reply.onEvent?(.bodyProgress(body.bytes.count))
        if body.isComplete {
            exchange?.hasBody = true
            exchange?.reply.onEvent?(.body(body.bytes))
        }
        return true
    }

    // MARK: Replies

    /// Runs steps until one has to wait for the socket, for a signal or for the next request; `false` when it has to.
    private func runSteps() -> Bool {
        guard let current = exchange else { return true }
        if let signal = current.waitsFor {
            guard signal.isFired else { return false }
            exchange?.waitsFor = nil
        }
        if let wanted = current.wantedBytes {
            guard current.hasBody || (current.chunks?.bytes.count ?? 0) >= wanted else { return false }
            exchange?.wantedBytes = nil
        }
        guard current.nextStep < current.reply.steps.count else {
            exchange = nil
            current.reply.onEvent?(.completed)
            if !current.hasBody { close() }
            return true
        }
        exchange?.nextStep += 1
        switch current.reply.steps[current.nextStep] {
        case .bytes(let bytes): output = bytes
        case .flood(let count):
            floodLeft = count
            floodOffset = 0
        case .wait(let signal):
            exchange?.waitsFor = signal
            signal.whenFired(wake)
        case .awaitBody(let count): exchange?.wantedBytes = count
        case .awaitEnd: exchange?.wantedBytes = .max
        case .reset:
            // Lingering for no time turns the close into a reset.
            var option = linger(l_onoff: 1, l_linger: 0)
            setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
            exchange = nil
            close()
            current.reply.onEvent?(.completed)
        case .close:
            exchange = nil
            close()
            current.reply.onEvent?(.completed)
        }
        return true
    }

    private var hasOutput: Bool { outputStart < output.count || floodLeft > 0 }

    /// Whether all output is gone.
    private func sendOutput() -> Bool {
        while hasOutput {
            let sent: Int
            if outputStart < output.count {
                sent = output.withUnsafeBytes { bytes in
                    send(socket, bytes.baseAddress.map { $0 + outputStart }, bytes.count - outputStart, sendFlags)
                }
                if sent > 0 { outputStart += sent }
            } else {
                let start = floodOffset % 251
                let count = min(floodLeft, Self.pattern.count - start)
                sent = Self.pattern.withUnsafeBytes { bytes in
                    send(socket, bytes.baseAddress.map { $0 + start }, count, sendFlags)
                }
                if sent > 0 {
                    floodLeft -= sent
                    floodOffset += sent
                }
            }
            guard sent > 0 else {
                if errno != EAGAIN { abandon() }
                return false
            }
            exchange?.sent += sent
            if let exchange { exchange.reply.onEvent?(.sent(exchange.sent)) }
        }
        output = []
        outputStart = 0
        return true
    }
}

#if canImport(Darwin)
private let sendFlags: Int32 = 0
#else
private let sendFlags = Int32(MSG_NOSIGNAL)
#endif

private func closeSocket(_ socket: Int32) { _ = close(socket) }
