#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Runs a program and reads what it prints. FoundationEssentials has no `Process`, so this speaks POSIX.
enum ChildProcess {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let maximumOutput = 64 << 10

    /// The standard output of a program found on `PATH`; standard input is empty. Blocks until the program ends.
    static func run(_ arguments: [String]) -> Result<[UInt8], Failure> {
        var ends: [Int32] = [0, 0]
        guard openPipe(&ends) else { return .failure(Failure(description: "got no pipe: errno \(errno)")) }
        defer { close(ends[0]) }
        var pid: pid_t = 0
        let status = spawn(arguments, writingTo: ends[1], &pid)
        close(ends[1])
        guard status == 0 else {
            let reason = status == ENOENT ? "was not found" : "could not be started: errno \(status)"
            return .failure(Failure(description: reason))
        }

        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while output.count <= maximumOutput {
            let count = read(ends[0], &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            output += buffer[..<count]
        }
        let isTooLong = output.count > maximumOutput
        if isTooLong { kill(pid, SIGKILL) }
        var ending: Int32 = 0
        while waitpid(pid, &ending, 0) < 0, errno == EINTR {}
        if isTooLong { return .failure(Failure(description: "printed more than \(maximumOutput) bytes")) }
        guard ending & 0x7f == 0 else { return .failure(Failure(description: "was ended by signal \(ending & 0x7f)")) }
        let code = (ending >> 8) & 0xff
        return code == 0 ? .success(output) : .failure(Failure(description: "ended with status \(code)"))
    }

    /// A pipe whose ends no other child inherits: one that held the writing end would keep the reader waiting.
    private static func openPipe(_ ends: inout [Int32]) -> Bool {
        guard pipe(&ends) == 0 else { return false }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return true
    }

    private static func spawn(_ arguments: [String], writingTo output: Int32, _ pid: inout pid_t) -> Int32 {
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
        posix_spawn_file_actions_adddup2(&actions, output, 1)

        // Dispatch's threads block signals and servers ignore some; a program starts with neither.
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        argv.append(nil)
        defer { for argument in argv { free(argument) } }
        return posix_spawnp(&pid, arguments[0], &actions, &attributes, argv, environ)
    }
}
