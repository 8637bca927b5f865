import BedrockCost
import BedrockCostTesting
import Foundation
import Synchronization

/// Many processes spend from one budget, while this one looks at every commit that it can see.
@Sendable func oneBudget(_ size: Size, _ seed: UInt64) async throws -> Verdict {
    let folder = try Folder()
    defer { folder.remove() }
    let path = folder.file("budget.sqlite")
    // A call holds ten cents and costs five in the middle: the limit is reached well before all calls are made.
    let calls = size.processes * size.callersPerProcess * 4
    let limit = calls * 2
    let store = try SQLiteSpendStore(path: path)
    let workers = try (0..<size.processes).map { number in
        try WorkerProcess(
            path: path, writer: "p\(number)", first: 0, count: size.callersPerProcess * 4,
            callers: size.callersPerProcess, limit: limit, durability: "processSafe")
    }
    let isDone = Atomic(false)
    async let endings = withTaskGroup(of: (denied: Int, status: Int32).self) { group in
        for worker in workers {
            group.addTask {
                await onThread {
                    (worker.lines().count { $0.hasSuffix("denied") }, worker.status())
                }
            }
        }
        var all: [(denied: Int, status: Int32)] = []
        for await ending in group { all.append(ending) }
        isDone.store(true, ordering: .releasing)
        return all
    }
    var looks = 0
    var breaches = 0
    func look() async throws {
        for balance in try await store.balances(of: nil, at: .distantPast) where balance.limit != nil {
            looks += 1
            if let remaining = try balance.remaining(), remaining.count < 0 { breaches += 1 }
        }
    }
    while !isDone.load(ordering: .acquiring) {
        try await look()
        await Task.yield()
    }
    let all = await endings
    try await look()
    let denied = all.reduce(0) { $0 + $1.denied }
    let failed = all.count { $0.status != 0 }
    let audit = try await LedgerAudit(of: store)
    try await store.close()
    return Verdict(
        tried: "\(size.processes) processes x \(size.callersPerProcess.grouped) callers, \(calls.grouped) calls",
        found: "\(breaches) breaches in \(looks.grouped) looks, \(denied.grouped) denied, "
            + "\(audit.findings.count) differences of lines and balances" + (failed > 0 ? ", \(failed) failed" : ""),
        isGreen: breaches == 0 && looks > 0 && denied > 0 && failed == 0 && audit.findings.isEmpty)
}

/// How much of a budget is spent before anybody is denied.
@Sendable func usableShare(_ size: Size, _ seed: UInt64) async throws -> Verdict {
    var least: [HoldSimulation.Policy: Double] = [:]
    var most = 0.0
    for tail in HoldSimulation.Tail.allCases {
        for seed in seed..<(seed + size.simulationSeeds) {
            for policy in [HoldSimulation.Policy.worstCase, .learned] {
                let result = try HoldSimulation(policy: policy, tail: tail, seed: seed).run()
                least[policy] = min(least[policy] ?? 1, result.usable)
                most = max(most, result.spent)
            }
        }
    }
    func percent(_ policy: HoldSimulation.Policy) -> String {
        "\((least[policy] ?? 0).formatted(.percent.precision(.fractionLength(1)).locale(Locale(identifier: "en_US"))))"
    }
    return Verdict(
        tried: "200 callers, heavy tails, \(size.simulationSeeds) seeds",
        found: "\(percent(.worstCase)) with worst-case holds, \(percent(.learned)) with learned ones",
        isGreen: least[.worstCase] ?? 0 >= 0.93 && least[.learned] ?? 0 >= 0.97 && most <= 1.005)
}

/// Runs what blocks on a thread of its own.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: work()) }
    }
}

/// A folder for the ledgers of a proof.
struct Folder {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "proof-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func file(_ name: String) -> String { url.appending(path: name).path }

    /// What cannot be removed is left to the system's own cleaning.
    func remove() { try? FileManager.default.removeItem(at: url) }
}
