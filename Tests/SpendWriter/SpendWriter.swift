import BedrockCostTesting
import Foundation
import Metering

#if SQLite
import SQLiteLedger
#endif

/// Makes calls on a ledger, and prints what was acknowledged, until it is done or its process is ended from outside.
///
///     spend-writer PATH WRITER FIRST COUNT CALLERS LIMIT-IN-DOLLARS DURABILITY
@main
struct SpendWriter {
    static func main() async throws {
        #if SQLite
        let arguments = CommandLine.arguments
        guard arguments.count == 8, let first = Int(arguments[3]), let count = Int(arguments[4]),
            let callers = Int(arguments[5]), let limit = Int(arguments[6]),
            let durability = LedgerDurability(rawValue: arguments[7])
        else {
            FileHandle.standardError.write(Data("spend-writer PATH WRITER FIRST COUNT CALLERS LIMIT DURABILITY\n".utf8))
            exit(2)
        }
        let store = try SQLiteSpendStore(
            path: arguments[1],
            configuration: .defaults {
                $0.durability = durability
                $0.busyTimeout = .seconds(60)
            })
        let workload = SpendWorkload(
            writer: arguments[2], limit: .usd(limit), start: Date(timeIntervalSince1970: 1_793_500_000))
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
        print("done")
        #endif
    }

    /// One line for each call, written in one piece: whoever reads it may rely on the call.
    private static func report(_ number: Int, _ end: SpendWorkload.End) {
        let text =
            switch end {
            case .lines(let ids): "\(number) lines \(ids.joined(separator: " "))\n"
            case .voided(let hold): "\(number) voided \(hold)\n"
            case .denied: "\(number) denied\n"
            }
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
