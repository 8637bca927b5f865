import BedrockCost
import BedrockCostTesting
import Foundation

/// Workers are killed at random moments; then the ledger must have all that they were told it has.
@Sendable func killing(_ size: Size, _ seed: UInt64) async throws -> Verdict {
    let folder = try Folder()
    defer { folder.remove() }
    let path = folder.file("killed.sqlite")
    var dice = SeededGenerator(seed: seed)
    var kills = 0
    var lines = 0
    var acknowledged = 0
    var lost = 0
    var round = 0
    while kills < size.kills || lines < size.killedLines {
        let worker = try WorkerProcess(
            path: path, writer: "k\(round)", first: 0, count: 100_000, callers: 16, limit: 100_000_000,
            durability: "processSafe")
        async let said = onThread { worker.lines() }
        try await Task.sleep(for: .milliseconds(Int.random(in: 20...400, using: &dice)))
        worker.kill()
        let told = await said
        _ = worker.status()
        kills += 1
        round += 1
        // Ids are looked up in the ledger as it is opened again after the kill.
        let store = try SQLiteSpendStore(path: path)
        for line in told {
            let words = line.split(separator: " ")
            guard words.count > 2 else { continue }
            acknowledged += 1
            if words[1] == "lines" {
                for id in words[2...] where try await store.line(String(id)) == nil { lost += 1 }
            } else if words[1] == "voided", try await store.hold(String(words[2]))?.state != .voided {
                lost += 1
            }
            lines += words[1] == "lines" ? words.count - 2 : 0
        }
        try await store.close()
    }
    let store = try SQLiteSpendStore(path: path)
    let audit = try await LedgerAudit(of: store)
    let doubled = audit.findings.count { $0.kind == .repeatedLine }
    try await store.close()
    return Verdict(
        tried: "\(kills.grouped) kills, \(lines.grouped) lines of \(acknowledged.grouped) acknowledged calls",
        found: "\(lost) lost, \(doubled) doubled, \(audit.findings.count - doubled) other differences",
        isGreen: lost == 0 && audit.findings.isEmpty && lines > 0)
}

/// The same numbers for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 0x9e37_79b9_7f4a_7c15 }

    mutating func next() -> UInt64 {
        // xorshift64*, which needs a state other than zero.
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return (state == 0 ? 1 : state) &* 2_685_821_657_736_338_717
    }
}
