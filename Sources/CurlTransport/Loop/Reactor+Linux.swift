#if os(Linux)
import CCurl
import HTTPTransport

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Waits for sockets with epoll and tells libcurl which are ready, so that a wait costs the ready sockets only.
///
/// libcurl adds and removes a connection's socket with every transfer. A removed one stays registered until it really
/// reports something or is closed: between two requests on a kept connection that saves two system calls.
@safe
final class Reactor {
    private struct Watch {
        /// The events that libcurl asks for now; none between transfers.
        var wanted: UInt32 = 0
        /// The events that epoll reports.
        var registered: UInt32?
        /// Opened by ``opened(_:)``, so that its closing is reported too.
        var isConnection = false
        var isDirty = false
    }

    private let epoll: FileDescriptor
    private let waker: Waker
    private var watches: [Watch] = []
    private var dirty: [Int32] = []
    private var ready = unsafe [epoll_event](repeating: epoll_event(), count: 256)
    /// When libcurl wants to be called without an event.
    private(set) var timerDeadline: MonotonicTime?
    /// Whether libcurl has stopped reading some socket since the driver last looked.
    var hasStoppedReading = false

    init(waker: Waker) throws(TransportError) {
        let number = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard number >= 0 else { throw .configuration("no event queue can be had") }
        self.epoll = FileDescriptor(number)
        self.waker = waker
        var event = unsafe epoll_event(
            events: Self.readable | EPOLLET.rawValue, data: epoll_data_t(fd: waker.descriptor))
        guard unsafe epoll_ctl(number, EPOLL_CTL_ADD, waker.descriptor, &event) == 0 else {
            throw .configuration("the event queue refuses its waker")
        }
    }

    // MARK: What libcurl asks for

    /// Has `multi` report its sockets and timers here. The reactor must outlive it.
    func attach(to multi: borrowing MultiHandle) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe ccurl_multi_set_socket_callback(
            multi.raw,
            { _, socket, what, context, _ in
                guard let reactor = unsafe Reactor.from(context) else { return -1 }
                reactor.wants(socket, what)
                return 0
            }, context)
        _ = unsafe ccurl_multi_set_timer_callback(
            multi.raw,
            { _, milliseconds, context in
                guard let reactor = unsafe Reactor.from(context) else { return -1 }
                reactor.timerDeadline = milliseconds < 0 ? nil : .now.advanced(byMilliseconds: milliseconds)
                return 0
            }, context)
    }

    /// Has the connections that `easy` makes report their opening and closing.
    func attach(to easy: borrowing EasyHandle) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe ccurl_set_open_socket_callback(
            easy.raw,
            { context, _, address in
                guard let address = unsafe address, let reactor = unsafe Reactor.from(context) else { return -1 }
                let number = unsafe socket(
                    address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue),
                    address.pointee.protocol)
                if number >= 0 { reactor.opened(number) }
                return number
            }, context)
        _ = unsafe ccurl_set_close_socket_callback(
            easy.raw,
            { context, number in
                unsafe Reactor.from(context)?.closing(number)
                return close(number)
            }, context)
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> Reactor? {
        guard let context = unsafe context else { return nil }
        return unsafe Unmanaged<Reactor>.fromOpaque(context).takeUnretainedValue()
    }

    private func opened(_ socket: Int32) { withWatch(socket) { $0 = Watch(isConnection: true, isDirty: $0.isDirty) } }

    /// The kernel forgets a closed descriptor by itself.
    private func closing(_ socket: Int32) { withWatch(socket) { $0 = Watch(isDirty: $0.isDirty) } }

    /// Whether libcurl wants to know when `socket` has something to read.
    func isReading(_ socket: Int32) -> Bool {
        watches[Int(socket)].wanted & Self.readable != 0
    }

    /// The connection that has `port` on this side.
    func connection(onLocalPort port: Int32) -> Int32? {
        guard port > 0 else { return nil }
        return watches.indices.lazy.map(Int32.init).first { number in
            watches[Int(number)].isConnection && Self.localPort(of: number) == port
        }
    }

    private static func localPort(of socket: Int32) -> Int32? {
        var address = sockaddr_in6()
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let code = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(socket, $0, &length) }
        }
        // The port stands at the same place for both families of addresses.
        guard code == 0, [sa_family_t(AF_INET), sa_family_t(AF_INET6)].contains(address.sin6_family) else { return nil }
        return Int32(UInt16(bigEndian: address.sin6_port))
    }

    private func wants(_ socket: Int32, _ what: Int32) {
        let wanted: UInt32 =
            switch what {
            case CURL_POLL_IN: Self.readable
            case CURL_POLL_OUT: Self.writable
            case CURL_POLL_INOUT: Self.readable | Self.writable
            default: 0
            }
        if wanted & Self.readable == 0 { hasStoppedReading = true }
        let mustUpdate = withWatch(socket) { watch in
            watch.wanted = wanted
            // The resolver's sockets are closed unseen and their numbers used again, so what is known of them may be old.
            if !watch.isConnection { return true }
            guard wanted != 0, watch.registered != wanted, !watch.isDirty else { return false }
            watch.isDirty = true
            dirty.append(socket)
            return false
        }
        if mustUpdate { update(socket) }
    }

    @discardableResult
    private func withWatch<Result>(_ socket: Int32, _ change: (inout Watch) -> Result) -> Result {
        let index = Int(socket)
        while watches.count <= index { watches.append(Watch()) }
        return change(&watches[index])
    }

    private func update(_ socket: Int32) {
        var watch = watches[Int(socket)]
        watch.isDirty = false
        defer { watches[Int(socket)] = watch }
        if watch.wanted == 0 {
            guard !watch.isConnection else { return }
            _ = epoll_ctl(epoll.number, EPOLL_CTL_DEL, socket, nil)
            return
        }
        if watch.registered == watch.wanted, watch.isConnection { return }
        var event = unsafe epoll_event(events: watch.wanted, data: epoll_data_t(fd: socket))
        let first = watch.registered == nil ? EPOLL_CTL_ADD : EPOLL_CTL_MOD
        if unsafe epoll_ctl(epoll.number, first, socket, &event) != 0 {
            let second = watch.registered == nil ? EPOLL_CTL_MOD : EPOLL_CTL_ADD
            _ = unsafe epoll_ctl(epoll.number, second, socket, &event)
        }
        if watch.isConnection { watch.registered = watch.wanted }
    }

    // MARK: Waiting

    /// Calls libcurl for its timers that are due.
    func runTimers(of multi: borrowing MultiHandle, now: MonotonicTime) {
        // A transfer that goes on by timer sets the next one itself; the bound lets sockets have their turn.
        for _ in 0..<16 {
            guard let deadline = timerDeadline, deadline <= max(now, .now) else { return }
            timerDeadline = nil
            var running: Int32 = 0
            _ = unsafe curl_multi_socket_action(multi.raw, CURL_SOCKET_BAD, 0, &running)
        }
    }

    /// Waits at most `milliseconds` (for ever, if negative), and gives the ready sockets to libcurl.
    ///
    /// - Returns: Whether a socket was ready.
    func wait(milliseconds: Int32, for multi: borrowing MultiHandle) -> Bool {
        for socket in dirty { update(socket) }
        dirty.removeAll(keepingCapacity: true)
        let count = unsafe epoll_wait(epoll.number, &ready, Int32(ready.count), milliseconds)
        guard count > 0 else { return false }
        var hasEvents = false
        for index in 0..<Int(count) {
            let event = unsafe ready[index]
            let socket = unsafe event.data.fd
            if socket == waker.descriptor { continue }
            hasEvents = true
            let watch = watches[Int(socket)]
            if watch.wanted == 0 {
                // An idle connection that the server closed, or a paused transfer.
                watches[Int(socket)].registered = nil
                _ = epoll_ctl(epoll.number, EPOLL_CTL_DEL, socket, nil)
                continue
            }
            var running: Int32 = 0
            _ = unsafe curl_multi_socket_action(multi.raw, socket, Self.action(event.events), &running)
        }
        return hasEvents
    }

    private static func action(_ events: UInt32) -> Int32 {
        var action: Int32 = 0
        if events & (readable | EPOLLHUP.rawValue) != 0 { action |= CURL_CSELECT_IN }
        if events & writable != 0 { action |= CURL_CSELECT_OUT }
        if events & EPOLLERR.rawValue != 0 { action |= CURL_CSELECT_ERR }
        return action
    }

    private static var readable: UInt32 { EPOLLIN.rawValue }
    private static var writable: UInt32 { EPOLLOUT.rawValue }
}
#endif
