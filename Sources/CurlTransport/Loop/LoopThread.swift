import HTTPTransport
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The one owner of a started thread: it is joined or, from its own code, detached, exactly once.
struct LoopThread: ~Copyable {
    /// Which thread is the loop's; asked on every post, so it takes no lock.
    struct Identity: ~Copyable {
        private let number = Atomic<UInt>(0)

        var isCurrent: Bool { number.load(ordering: .relaxed) == Self.current }

        func adoptCurrent() { number.store(Self.current, ordering: .relaxed) }

        private static var current: UInt {
            #if canImport(Darwin)
            unsafe UInt(bitPattern: pthread_self())
            #else
            UInt(pthread_self())
            #endif
        }
    }

    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private let thread: pthread_t

    /// Starts a thread that runs `body`.
    init(_ body: @escaping @Sendable () -> Void) throws(TransportError) {
        let context = unsafe Unmanaged.passRetained(Body(body))
        #if canImport(Darwin)
        var thread: pthread_t?
        let code = unsafe pthread_create(&thread, nil, { Self.enter($0) }, context.toOpaque())
        #else
        var thread = pthread_t()
        let code = unsafe pthread_create(&thread, nil, { unsafe Self.enter($0) }, context.toOpaque())
        #endif
        #if canImport(Darwin)
        guard code == 0, let thread else {
            unsafe context.release()
            throw .configuration("no thread can be started (\(code))")
        }
        #else
        guard code == 0 else {
            unsafe context.release()
            throw .configuration("no thread can be started (\(code))")
        }
        #endif
        self.thread = thread
    }

    /// Waits for the thread's end.
    consuming func join() { _ = pthread_join(thread, nil) }

    /// Lets the thread end on its own.
    consuming func detach() { _ = pthread_detach(thread) }

    private static func enter(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        // libcurl is told not to touch signals, so a write to a closed TLS connection must not raise SIGPIPE here.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        if let context = unsafe context {
            unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
        }
        return nil
    }
}
