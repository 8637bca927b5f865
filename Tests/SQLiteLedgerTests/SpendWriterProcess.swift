#if SQLite
import BedrockCostTesting
import Foundation
import Metering
import SQLiteLedger
import Synchronization

/// A process of its own that makes calls on a ledger.
struct SpendWriterProcess {
    private let process = Process()
    private let output = Pipe()

    init(
        _ path: String, writer: String, from first: Int = 0, calls: Int, callers: Int = 4,
        limitInDollars: Int = 1_000_000,
        _ durability: LedgerDurability = .processSafe
    ) throws {
        process.executableURL = try Self.executable
        process.arguments = [
            path, writer, String(first), String(calls), String(callers), String(limitInDollars), durability.rawValue,
        ]
        process.standardOutput = output
        try process.run()
    }

    /// The helper beside this test's own binary.
    private static var executable: URL {
        get throws {
            // The arguments name the bundle; on Linux it is a file among the products.
            var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            for _ in 0..<4 {
                let helper = folder.appending(path: "spend-writer")
                if FileManager.default.isExecutableFile(atPath: helper.path) { return helper }
                folder.deleteLastPathComponent()
            }
            throw CocoaError(.executableNotLoadable)
        }
    }

    /// What the process acknowledged, in the order in which it did.
    struct Acknowledgements {
        var lines: [String] = []
        var voided: [String] = []
        var denied = 0
        /// The numbers of calls that ended.
        var numbers: Set<Int> = []
        /// Whether the process has reached its end.
        var isDone = false

        mutating func add(_ text: Substring) {
            let words = text.split(separator: " ")
            guard words.count >= 2, let number = Int(words[0]) else {
                if text == "done" { isDone = true }
                return
            }
            numbers.insert(number)
            switch words[1] {
            case "lines": lines += words[2...].map(String.init)
            case "voided": voided += words[2...].map(String.init)
            default: denied += 1
            }
        }
    }

    /// Reads what the process acknowledges. After `count` calls it is ended with SIGKILL, which it can neither refuse nor prepare
    /// for; without, it comes to its own end.
    func acknowledgements(killAfter count: Int? = nil) throws -> Acknowledgements {
        var acknowledgements = Acknowledgements()
        var rest = ""
        while case let data = output.fileHandleForReading.availableData, !data.isEmpty {
            rest += String(decoding: data, as: UTF8.self)
            // What has no end of line was cut off by the signal: nobody was told.
            while let end = rest.firstIndex(of: "\n") {
                acknowledgements.add(rest[..<end])
                rest = String(rest[rest.index(after: end)...])
            }
            if let count, acknowledgements.numbers.count >= count, process.isRunning {
                kill(process.processIdentifier, SIGKILL)
            }
        }
        process.waitUntilExit()
        return acknowledgements
    }

    /// The signal that ended the process, where it was one.
    var signal: Int32? { process.terminationReason == .uncaughtSignal ? process.terminationStatus : nil }
}
#endif
