#if os(Linux)
import CCurl
import HTTPTransport

/// Wakes the loop out of its wait: an event counter.
///
/// It is watched edge-triggered: every write is one event, and nobody has to read it.
final class Waker: Sendable {
    private let event: FileDescriptor

    init() throws(TransportError) {
        let number = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard number >= 0 else { throw .configuration("no event descriptor can be had") }
        self.event = FileDescriptor(number)
    }

    var descriptor: Int32 { event.number }

    func wake() { _ = eventfd_write(event.number, 1) }
}
#endif
