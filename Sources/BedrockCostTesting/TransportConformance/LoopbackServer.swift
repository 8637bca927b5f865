import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// An HTTP/1.1 server on raw sockets that does exactly what a script says: stalls, resets, floods, breaks the protocol.
///
/// A server library would smooth out what the tests of a transport need to happen. One thread polls all connections, and
/// everything it does to a connection is decided by the ``LoopbackReply`` for each request.
package final class LoopbackServer: Sendable {
    /// Where the server listens.
    package enum Address: Sendable {
        /// A free port of 127.0.0.1.
        case tcp
        /// A Unix domain socket.
        case unix(path: String)
    }

    /// The server cannot listen.
    package struct ListenError: Error {
        package let call: String
        package let errno: Int32
    }

    private struct Shared {
        var accepted = 0
        var open = 0
        var isStopping = false
    }

    /// `127.0.0.1:PORT`, or `localhost` on a Unix socket.
    package let authority: String
    private let listener: Int32
    private let wakeRead: Int32
    private let wakeWrite: Int32
    private let shared = Mutex(Shared())
    private let ended = Atomic(false)
    private let respond: @Sendable (LoopbackRequest) -> LoopbackReply

    /// Listens, and answers every request with what `respond` says to its head.
    package init(
        at address: Address = .tcp, respond: @escaping @Sendable (LoopbackRequest) -> LoopbackReply
    ) throws {
        self.respond = respond
        (self.listener, self.authority) = try Self.listen(at: address)
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw ListenError(call: "pipe", errno: errno) }
        wakeRead = ends[0]
        wakeWrite = ends[1]
        for end in ends + [listener] { setNonBlocking(end) }
        // The thread keeps the server alive until `stop()`.
        let context = Unmanaged.passRetained(self).toOpaque()
        #if canImport(Darwin)
        var thread: pthread_t?
        pthread_create(&thread, nil, { LoopbackServer.enter($0) }, context)
        if let thread { pthread_detach(thread) }
        #else
        var thread = pthread_t()
        pthread_create(&thread, nil, { LoopbackServer.enter($0) }, context)
        pthread_detach(thread)
        #endif
    }

    /// How many connections were accepted so far.
    package var acceptedConnections: Int { shared.withLock { $0.accepted } }

    /// How many connections are open now.
    package var openConnections: Int { shared.withLock { $0.open } }

    /// Closes all connections and ends the thread.
    package func stop() {
        shared.withLock { $0.isStopping = true }
        wake()
        while !ended.load(ordering: .acquiring) { usleep(1_000) }
    }

    func wake() {
        var byte: UInt8 = 1
        _ = write(wakeWrite, &byte, 1)
    }

    private static func listen(at address: Address) throws -> (Int32, String) {
        switch address {
        case .tcp:
            let listener = socket(AF_INET, streamSocket, 0)
            guard listener >= 0 else { throw ListenError(call: "socket", errno: errno) }
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let port: UInt16 = try withUnsafeMutablePointer(to: &name) { pointer in
                try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    guard bind(listener, pointer, length) == 0 else { throw ListenError(call: "bind", errno: errno) }
                    guard getsockname(listener, pointer, &length) == 0 else {
                        throw ListenError(call: "getsockname", errno: errno)
                    }
                }
                return UInt16(bigEndian: pointer.pointee.sin_port)
            }
            try startListening(listener)
            return (listener, "127.0.0.1:\(port)")
        case .unix(let path):
            let listener = socket(AF_UNIX, streamSocket, 0)
            guard listener >= 0 else { throw ListenError(call: "socket", errno: errno) }
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            let bytes = Array(path.utf8)
            let capacity = MemoryLayout.size(ofValue: name.sun_path)
            guard bytes.count < capacity else { throw ListenError(call: "bind", errno: ENAMETOOLONG) }
            withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
            let code = withUnsafePointer(to: &name) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            guard code == 0 else { throw ListenError(call: "bind", errno: errno) }
            try startListening(listener)
            return (listener, "localhost")
        }
    }

    private static func startListening(_ listener: Int32) throws {
        // A thousand streams may connect at once.
        #if canImport(Darwin)
        let code = Darwin.listen(listener, 2_048)
        #elseif canImport(Musl)
        let code = Musl.listen(listener, 2_048)
        #else
        let code = Glibc.listen(listener, 2_048)
        #endif
        guard code == 0 else { throw ListenError(call: "listen", errno: errno) }
    }

    // MARK: The thread

    private static func enter(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        if let context { Unmanaged<LoopbackServer>.fromOpaque(context).takeRetainedValue().serve() }
        return nil
    }

    private func serve() {
        var connections: [LoopbackConnection] = []
        var polled: [pollfd] = []
        while !shared.withLock({ $0.isStopping }) {
            polled.removeAll(keepingCapacity: true)
            polled.append(pollfd(fd: wakeRead, events: Int16(POLLIN), revents: 0))
            polled.append(pollfd(fd: listener, events: Int16(POLLIN), revents: 0))
            for connection in connections {
                polled.append(pollfd(fd: connection.socket, events: connection.interest, revents: 0))
            }
            _ = poll(&polled, nfds_t(polled.count), -1)
            if polled[0].revents != 0 { drainWakes() }
            for (index, connection) in connections.enumerated() {
                // A signal may have fired for any of them, so each gets its turn.
                connection.work(events: polled[index + 2].revents)
            }
            connections.removeAll { $0.isClosed }
            if polled[1].revents != 0 { accept(into: &connections) }
            let count = connections.count
            shared.withLock { $0.open = count }
        }
        for connection in connections { connection.close() }
        for descriptor in [listener, wakeRead, wakeWrite] { closeDescriptor(descriptor) }
        ended.store(true, ordering: .releasing)
    }

    private func accept(into connections: inout [LoopbackConnection]) {
        while true {
            let socket = acceptConnection(listener)
            guard socket >= 0 else { return }
            setNonBlocking(socket)
            let number = shared.withLock { shared in
                shared.accepted += 1
                return shared.accepted
            }
            connections.append(
                LoopbackConnection(
                    socket: socket, number: number, respond: respond, wake: { [weak self] in self?.wake() }))
        }
    }

    private func drainWakes() {
        var bytes = [UInt8](repeating: 0, count: 256)
        while read(wakeRead, &bytes, bytes.count) == bytes.count {}
    }
}

#if canImport(Darwin)
private let streamSocket = SOCK_STREAM
#else
private let streamSocket = Int32(SOCK_STREAM.rawValue)
#endif

private func setNonBlocking(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
}

/// Free functions, since methods of the same names hide the C library's.
private func closeDescriptor(_ descriptor: Int32) { _ = close(descriptor) }
private func acceptConnection(_ listener: Int32) -> Int32 { accept(listener, nil, nil) }
