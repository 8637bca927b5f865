import HTTPTransport
import Synchronization

/// The running loop of one transport: its thread, and the ways to reach it.
final class DriverCore: Sendable {
    let mailbox: Mailbox
    let executor: LoopExecutor
    private let thread: Mutex<LoopThread?>

    init(_ configuration: CurlTransport.Configuration) throws(TransportError) {
        try CurlLibrary.initialise()
        let waker = try Waker()
        let mailbox = Mailbox(waker: waker, bodyBufferSize: configuration.bodyBufferSize)
        let executor = LoopExecutor(mailbox: mailbox)
        self.mailbox = mailbox
        self.executor = executor
        let handover = Handover(
            try CurlDriver(configuration, mailbox: mailbox, executor: executor, waker: waker))
        self.thread = Mutex(
            try LoopThread {
                handover.take()?.run()
                mailbox.markEnded()
            })
        RunningLoops.add(mailbox)
    }

    /// Ends the loop and waits for its thread, unless this is that thread.
    ///
    /// - Parameter isLast: Nobody can call this again, so that a thread which cannot be waited for is let go.
    func stop(isLast: Bool) {
        mailbox.stop()
        if mailbox.isOnLoopThread {
            if isLast { thread.withLock { $0.take()?.detach() } }
        } else {
            thread.withLock { $0.take()?.join() }
        }
        RunningLoops.remove(mailbox)
    }

    /// Carries the driver, made by one thread, to the thread that alone uses it from then on.
    ///
    /// `@unchecked Sendable`: `init` and `take()` each happen once, and starting the thread orders the one before the other.
    private final class Handover: @unchecked Sendable {
        private var driver: CurlDriver?

        init(_ driver: CurlDriver) { self.driver = driver }

        func take() -> CurlDriver? { driver.take() }
    }
}
