import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The loops of this process, so that its exit stops them.
///
/// `exit` frees what OpenSSL shares while other threads still run. A transport that lives as long as the process would use
/// it meanwhile; this one is registered after OpenSSL's own clean-up, so it runs before.
enum RunningLoops {
    private static let mailboxes = Mutex<[ObjectIdentifier: Mailbox]>([:])
    private static let registration: Void = { atexit { RunningLoops.stopAll() } }()

    /// Expects libcurl to be initialised.
    static func add(_ mailbox: Mailbox) {
        registration
        mailboxes.withLock { $0[ObjectIdentifier(mailbox)] = mailbox }
    }

    static func remove(_ mailbox: Mailbox) {
        _ = mailboxes.withLock { $0.removeValue(forKey: ObjectIdentifier(mailbox)) }
    }

    private static func stopAll() {
        let running = mailboxes.withLock { Array($0.values) }
        for mailbox in running { mailbox.stop() }
        for mailbox in running where !mailbox.isOnLoopThread {
            // A task that blocks its loop must not block the exit: two seconds at most.
            for _ in 0..<2_000 where !mailbox.hasEnded { usleep(1_000) }
        }
    }
}
