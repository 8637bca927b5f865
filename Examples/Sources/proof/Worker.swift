import ArgumentParser
import BedrockCost
import BedrockCostTesting
import Foundation
import Synchronization

/// A process of its own that makes calls on a ledger, and says what was acknowledged.
struct Worker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Makes calls on a ledger until it is done or killed.", shouldDisplay: false)

    @Argument var path: String
    @Argument var writer: String
    @Argument var first: Int
    @Argument var count: Int
    @Argument var callers: Int
    /// In US cents.
    @Argument var limit: Int
    @Argument var durability: String

    func run() async throws {
        let store = try SQLiteSpendStore(
            path: path,
            configuration: .defaults {
                $0.durability = LedgerDurability(rawValue: durability) ?? .processSafe
                $0.busyTimeout = .seconds(120)
            })
        let workload = SpendWorkload(
            writer: writer, limit: .money(.usd(cents: limit)), start: Date(timeIntervalSince1970: 1_793_500_000))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<callers {
                group.addTask {
                    for number in stride(from: first + caller, to: first + count, by: callers) {
                        report(number, try await workload.run(number, on: store))
                    }
                }
            }
            try await group.waitForAll()
        }
        try await store.close()
    }

    /// One line for each call, written in one piece: whoever reads it may rely on the call.
    private func report(_ number: Int, _ end: SpendWorkload.End) {
        let text =
            switch end {
            case .lines(let ids): "\(number) lines \(ids.joined(separator: " "))\n"
            case .voided(let hold): "\(number) voided \(hold)\n"
            case .denied: "\(number) denied\n"
            }
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}

/// A worker that was started.
final class WorkerProcess: Sendable {
    private let process: Mutex<Process>
    private let output: Pipe

    init(path: String, writer: String, first: Int, count: Int, callers: Int, limit: Int, durability: String) throws {
        let process = Process()
        process.executableURL = Bundle.main.executableURL
        process.arguments = [
            "worker", path, writer, "\(first)", "\(count)", "\(callers)", "\(limit)", durability,
        ]
        output = Pipe()
        process.standardOutput = output
        try process.run()
        self.process = Mutex(process)
    }

    /// What it says, a line each, until it is gone. A last line that it could not finish is left out.
    func lines() -> [Substring] {
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        lines.removeLast()
        return lines
    }

    /// Ends it at once, as a crash would.
    func kill() { _ = process.withLock { Foundation.kill($0.processIdentifier, SIGKILL) } }

    /// Its exit status, when it is gone.
    func status() -> Int32 {
        process.withLock { process in
            process.waitUntilExit()
            return process.terminationStatus
        }
    }
}
