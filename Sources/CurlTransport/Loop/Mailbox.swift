import Synchronization

/// What tasks hand to the loop's thread: commands for transfers, and jobs to run.
///
/// A post wakes the loop only if it sleeps, and a post from the loop's own thread never does.
final class Mailbox: Sendable {
    enum Command: Sendable {
        case start(Transfer)
        case unpause(Transfer)
        case resumeSending(Transfer)
        case close(Transfer)
    }

    /// What the loop takes out in one go.
    struct Contents: Sendable {
        var commands: [Command] = []
        var jobs: [UnownedJob] = []
        var isStopping = false

        var isEmpty: Bool { commands.isEmpty && jobs.isEmpty }
    }

    private struct State {
        var contents = Contents()
        var isAsleep = false
        /// The loop has taken its last look.
        var isClosed = false
    }

    let bodyBufferSize: Int
    private let waker: Waker
    private let state = Mutex(State())
    private let thread = LoopThread.Identity()
    private let ended = Atomic(false)

    init(waker: Waker, bodyBufferSize: Int) {
        self.waker = waker
        self.bodyBufferSize = bodyBufferSize
    }

    /// Whether the caller runs on the loop's thread.
    var isOnLoopThread: Bool { thread.isCurrent }

    /// Hands over a command; `false` once the transport is shut down.
    func post(_ command: Command) -> Bool {
        put { state in
            guard !state.contents.isStopping else { return false }
            state.contents.commands.append(command)
            return true
        }
    }

    /// Hands over a job; `false` once the loop has ended.
    func post(_ job: UnownedJob) -> Bool {
        put { state in
            guard !state.isClosed else { return false }
            state.contents.jobs.append(job)
            return true
        }
    }

    /// Asks the loop to end.
    func stop() {
        _ = put { state in
            state.contents.isStopping = true
            return true
        }
    }

    private func put(_ change: (inout State) -> Bool) -> Bool {
        let (isTaken, mustWake) = state.withLock { state in
            guard change(&state) else { return (false, false) }
            defer { state.isAsleep = false }
            return (true, state.isAsleep)
        }
        // The loop's own posts come between its wait and its next look, when it is up but has not said so.
        if mustWake, !isOnLoopThread { waker.wake() }
        return isTaken
    }

    /// Whether the loop is over and has freed all its handles.
    var hasEnded: Bool { ended.load(ordering: .acquiring) }

    // MARK: The loop's side

    func markEnded() { ended.store(true, ordering: .releasing) }

    /// Makes the calling thread the loop's.
    func adoptCurrentThread() { thread.adoptCurrent() }

    /// Swaps the contents into `contents`, which must be empty; its storage serves the next posts.
    func take(into contents: inout Contents) {
        state.withLock { state in
            contents.isStopping = state.contents.isStopping
            swap(&state.contents, &contents)
            state.isAsleep = false
        }
    }

    /// Declares the loop asleep, so that the next post wakes it; `false` if something has come meanwhile.
    func fallAsleep() -> Bool {
        state.withLock { state in
            state.isAsleep = state.contents.isEmpty && !state.contents.isStopping
            return state.isAsleep
        }
    }

    /// Takes no more posts, unless some are waiting; answers whether the mailbox is closed.
    func closeIfEmpty() -> Bool {
        state.withLock { state in
            state.isClosed = state.contents.isEmpty
            return state.isClosed
        }
    }
}
