import Synchronization

/// Hands a stream's events from the task that receives them to the reader, so that the first can go on when the second has left.
final class EventRelay<Event: Sendable>: Sendable {
    private struct State {
        var events: [Event] = []
        /// The position of the first event that was not taken.
        var head = 0
        var end: Result<Void, any Error>?
        var hasLeft = false
        var reader: CheckedContinuation<Void, Never>?
        var writer: CheckedContinuation<Void, Never>?

        var count: Int { events.count - head }

        mutating func take() -> Event? {
            guard head < events.count else { return nil }
            defer {
                head += 1
                if head == events.count {
                    events.removeAll(keepingCapacity: true)
                    head = 0
                }
            }
            return events[head]
        }
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// - Parameter capacity: How many events the receiver may be ahead.
    init(capacity: Int = 64) {
        self.capacity = capacity
    }

    /// Whether the reader has left.
    var hasLeft: Bool { state.withLock(\.hasLeft) }
    /// Whether the receiver has come to the end.
    var hasEnded: Bool { state.withLock { $0.end != nil } }

    // MARK: The receiver

    /// Hands over an event, and waits while the reader is far behind. Events that nobody will read are dropped.
    func send(_ event: Event) async {
        let (reader, isFull) = state.withLock { state -> (CheckedContinuation<Void, Never>?, Bool) in
            guard !state.hasLeft else { return (nil, false) }
            state.events.append(event)
            defer { state.reader = nil }
            return (state.reader, state.count >= capacity)
        }
        reader?.resume()
        guard isFull else { return }
        await withCheckedContinuation { continuation in
            let isFull = state.withLock { state in
                guard !state.hasLeft, state.count >= capacity else { return false }
                state.writer = continuation
                return true
            }
            if !isFull { continuation.resume() }
        }
    }

    /// No event will follow.
    func end(_ result: Result<Void, any Error>) {
        let reader = state.withLock { state in
            defer { state.reader = nil }
            state.end = state.end ?? result
            return state.reader
        }
        reader?.resume()
    }

    // MARK: The reader

    /// The next event; `nil` at the end.
    func next() async throws -> Event? {
        while true {
            let (event, end, writer) = state.withLock {
                state -> (Event?, Result<Void, any Error>?, CheckedContinuation<Void, Never>?) in
                let event = state.take()
                guard event == nil || state.count < capacity / 2 else { return (event, nil, nil) }
                defer { state.writer = nil }
                return (event, event == nil ? state.end : nil, state.writer)
            }
            writer?.resume()
            if let event { return event }
            if let end {
                try end.get()
                return nil
            }
            try Task.checkCancellation()
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let mustWait = state.withLock { state in
                        guard state.count == 0, state.end == nil, !Task.isCancelled else { return false }
                        state.reader = continuation
                        return true
                    }
                    if !mustWait { continuation.resume() }
                }
            } onCancel: {
                let reader = state.withLock { state in
                    defer { state.reader = nil }
                    return state.reader
                }
                reader?.resume()
            }
        }
    }

    /// The reader wants no more.
    func leave() {
        let writer = state.withLock { state in
            state.hasLeft = true
            state.events = []
            state.head = 0
            defer { state.writer = nil }
            return state.writer
        }
        writer?.resume()
    }
}

/// The events of a metered stream, lent to the closure that reads them. They can be read once.
public struct MeteredEvents<Event: Sendable>: AsyncSequence, Sendable {
    /// One event.
    public typealias Element = Event
    /// Why the stream ended early: an `AWSError`, or the cancellation of the task.
    public typealias Failure = any Error

    let relay: EventRelay<Event>

    /// Reads the events.
    public func makeAsyncIterator() -> Iterator { Iterator(relay: relay) }

    /// Takes the events one by one.
    public struct Iterator: AsyncIteratorProtocol {
        let relay: EventRelay<Event>

        /// The next event; `nil` at the end of the stream.
        public mutating func next() async throws -> Event? { try await relay.next() }
    }
}
