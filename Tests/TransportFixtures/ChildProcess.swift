import Foundation
import Synchronization

/// A program that a test starts, with its output thrown away.
///
/// Foundation's `Process` waits by running a run loop, which a task's thread has no time for, and hands on the thread's
/// signal mask, which blocks every signal.
package final class ChildProcess: Sendable {
    struct SpawnError: Error {
        let path: String
        let errno: Int32
    }

    private let id: pid_t
    private let status = Mutex<Int32?>(nil)

    package init(_ path: String, _ arguments: [String]) throws {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        for output in [Int32(1), 2] { posix_spawn_file_actions_addopen(&actions, output, "/dev/null", O_WRONLY, 0) }
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        var words = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var id = pid_t()
        let code = posix_spawn(&id, path, &actions, &attributes, &words, environ)
        guard code == 0 else { throw SpawnError(path: path, errno: code) }
        self.id = id
    }

    package var isRunning: Bool { collect(options: WNOHANG) == nil }

    /// Waits for its end; the status is that of `waitpid`.
    package func wait() -> Int32 { collect(options: 0) ?? -1 }

    /// Ends it, and waits for that.
    package func kill() {
        Foundation.kill(id, SIGKILL)
        _ = wait()
    }

    private func collect(options: Int32) -> Int32? {
        status.withLock { status in
            if status == nil {
                var value: Int32 = 0
                if waitpid(id, &value, options) == id { status = value }
            }
            return status
        }
    }
}
