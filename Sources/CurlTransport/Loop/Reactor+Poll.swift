#if !os(Linux)
import CCurl
import HTTPTransport

#if canImport(Darwin)
import Darwin
#endif

/// Waits for sockets with libcurl's own poll, where there is no epoll.
final class Reactor {
    private let waker: Waker
    /// libcurl keeps its timers to itself here.
    var timerDeadline: MonotonicTime? { nil }
    /// libcurl does not tell.
    var hasStoppedReading: Bool {
        get { false }
        set {}
    }

    init(waker: Waker) throws(TransportError) { self.waker = waker }

    func attach(to multi: borrowing MultiHandle) {}

    func attach(to easy: borrowing EasyHandle) {}

    func isReading(_ socket: Int32) -> Bool { true }

    func connection(onLocalPort port: Int32) -> Int32? { nil }

    /// Lets every transfer go on, new ones included.
    func runTimers(of multi: borrowing MultiHandle, now: MonotonicTime) {
        var running: Int32 = 0
        _ = unsafe curl_multi_perform(multi.raw, &running)
    }

    /// Waits at most `milliseconds` (for ever, if negative), and lets the transfers go on.
    ///
    /// - Returns: Whether a socket was ready.
    func wait(milliseconds: Int32, for multi: borrowing MultiHandle) -> Bool {
        var extra = curl_waitfd(fd: waker.descriptor, events: Int16(CURL_WAIT_POLLIN), revents: 0)
        var ready: Int32 = 0
        _ = unsafe curl_multi_poll(multi.raw, &extra, 1, milliseconds < 0 ? .max : milliseconds, &ready)
        if extra.revents != 0 { waker.drain() }
        var running: Int32 = 0
        _ = unsafe curl_multi_perform(multi.raw, &running)
        return ready > (extra.revents != 0 ? 1 : 0)
    }
}

/// Wakes the loop out of its wait: a pipe.
final class Waker: Sendable {
    private let input: FileDescriptor
    private let output: FileDescriptor

    init() throws(TransportError) {
        var ends: (Int32, Int32) = (-1, -1)
        let code = unsafe withUnsafeMutableBytes(of: &ends) {
            unsafe pipe($0.assumingMemoryBound(to: Int32.self).baseAddress)
        }
        guard code == 0 else { throw .configuration("no pipe can be had") }
        self.output = FileDescriptor(ends.0)
        self.input = FileDescriptor(ends.1)
        for end in [ends.0, ends.1] {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    var descriptor: Int32 { output.number }

    func wake() {
        var byte: UInt8 = 1
        _ = unsafe write(input.number, &byte, 1)
    }

    func drain() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while unsafe read(output.number, &bytes, bytes.count) == bytes.count {}
    }
}
#endif
