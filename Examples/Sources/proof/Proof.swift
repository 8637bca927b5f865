import ArgumentParser
import BedrockCost
import ExampleKit
import Foundation

/// Proves what the library promises of ledgers and budgets, in one table.
@main
struct Proof: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proof",
        abstract: "Proves what is promised of ledgers, budgets and attribution.",
        discussion: """
            Each line of the table is a promise, how much was tried, and what was found. The exit status is 0 only where every \
            line is green. The full size takes hours; --small takes a minute or two, and runs in CI.
            """,
        subcommands: [Prove.self, Worker.self], defaultSubcommand: Prove.self)
}

/// Runs the invariants and prints the table.
struct Prove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "prove", abstract: "Runs the invariants.")

    @Flag(help: "Runs a size that fits into CI.") var small = false
    @Flag(help: "Shows no progress.") var quiet = false
    @Option(help: "What random numbers are drawn from.") var seed: UInt64 = 1
    @Option(help: "Runs only the invariants whose number is given; may come several times.") var only: [Int] = []

    func run() async throws {
        let size = small ? Size.small : Size.full
        var table = Table("#", "invariant", "tried", "found", "")
        var failures = 0
        for (index, invariant) in Invariant.all.enumerated() where only.isEmpty || only.contains(index + 1) {
            if !quiet { FileHandle.standardError.write(Data("\(index + 1): \(invariant.promise)\n".utf8)) }
            let began = ContinuousClock.now
            let verdict: Verdict
            do {
                verdict = try await invariant.prove(size, seed)
            } catch {
                verdict = Verdict(tried: "–", found: "\(error)", isGreen: false)
            }
            if !verdict.isGreen { failures += 1 }
            if !quiet {
                let took = (ContinuousClock.now - began).formatted(.units(allowed: [.minutes, .seconds]))
                FileHandle.standardError.write(Data("   \(took): \(verdict.tried); \(verdict.found)\n".utf8))
            }
            table.add(
                "\(index + 1)", invariant.promise, verdict.tried, verdict.found, verdict.isGreen ? "green" : "RED")
        }
        print(table)
        guard failures == 0 else {
            print("\(failures) of the promises do not hold")
            throw ExitCode.failure
        }
        print("every promise holds")
    }
}

/// How much is tried.
struct Size: Sendable {
    var processes: Int
    var callersPerProcess: Int
    var kills: Int
    var killedLines: Int
    var faultyCalls: Int
    var operations: Int
    var usages: Int
    var contexts: Int
    var simulationSeeds: UInt64

    static let small = Size(
        processes: 4, callersPerProcess: 25, kills: 12, killedLines: 6_000, faultyCalls: 300, operations: 20_000,
        usages: 20_000, contexts: 3_000, simulationSeeds: 1)
    static let full = Size(
        processes: 64, callersPerProcess: 1_000, kills: 2_000, killedLines: 1_000_000, faultyCalls: 10_000,
        operations: 1_000_000, usages: 1_000_000, contexts: 1_000_000, simulationSeeds: 3)
}

/// What was found of one promise.
struct Verdict: Sendable {
    var tried: String
    var found: String
    var isGreen: Bool
}

/// One promise, and how it is proven.
struct Invariant: Sendable {
    var promise: String
    var prove: @Sendable (Size, _ seed: UInt64) async throws -> Verdict

    static let all: [Invariant] = [
        Invariant(promise: "posted + held is never above the limit, and nothing is overspent", prove: oneBudget),
        Invariant(promise: "most of a budget is usable before the first denial", prove: usableShare),
        Invariant(promise: "no acknowledged line is lost or doubled by SIGKILL", prove: killing),
        Invariant(promise: "the ledger has each attempt that the simulator saw, and its bill", prove: faultyCalls),
        Invariant(promise: "what is repeated changes nothing, in any history", prove: histories),
        Invariant(promise: "all stores keep the same rules", prove: conformance),
        Invariant(promise: "costs are those of an independent decimal arithmetic", prove: decimals),
        Invariant(promise: "no call leaves without its owner, or with illegal metadata", prove: contexts),
    ]
}

extension Int {
    /// With marks between thousands.
    var grouped: String { formatted(.number.locale(Locale(identifier: "en_US")).grouping(.automatic)) }
}
