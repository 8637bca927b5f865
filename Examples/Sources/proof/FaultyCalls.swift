import BedrockCost
import BedrockCostTesting
import Foundation

/// Calls meet every fault; afterwards ledger and simulator must agree on attempts, and, with the log's help, on money.
@Sendable func faultyCalls(_ size: Size, _ seed: UInt64) async throws -> Verdict {
    let mock = MockAWS(seed: seed) { $0.recordedRequestLimit = size.faultyCalls * 10 }
    let aws = try AWSClient(
        region: .usEast1, transport: mock.transport, authentication: .credentials(mock.credentials), environment: .empty
    ) {
        $0.now = { mock.now }
        $0.jitter = { 0 }
        // A fault more is no reason to stop repeating here.
        $0.retry.quotaCapacity = 1_000_000_000
    }
    try await BedrockControlClient(aws).setInvocationLogging(
        InvocationLoggingConfiguration(s3: .init(bucketName: "invocation-logs", keyPrefix: "bedrock")))
    let store = MemorySpendStore()
    let bedrock = try MeteredBedrock(
        aws, policy: try TagPolicy([.required("team")]),
        budgets: [SpendBudget("all", .usd(1_000_000), per: .lifetime)], store: store)
    var dice = SeededGenerator(seed: seed)
    let model: ModelID = "amazon.nova-lite-v1:0"
    var failed = 0
    // Connections that were reset before the request was read: nothing was held for them in the end, and nothing has run.
    var neverRead = 0
    for number in 0..<size.faultyCalls {
        let isStream = number % 3 == 2
        let kind = Int.random(in: 0..<8, using: &dice)
        switch kind {
        case 0: mock.faults.add(.throttle)
        case 1: mock.faults.add(.serverError(500))
        case 2: mock.faults.add(.serverError(503))
        case 3: mock.faults.add(.lostReply)
        case 4: mock.faults.add(.reset)
        case 5 where isStream: mock.faults.add(.truncatedFrame)
        default: break
        }
        do {
            try await withCostContext(["team": "t\(number % 5)"]) {
                guard isStream else {
                    _ = try await bedrock.converse(model: model, "Claim \(number)?")
                    return
                }
                let leavesEarly = number % 2 == 0
                try await bedrock.converseStream(model: model, "Claim \(number)?") { events in
                    for try await _ in events where leavesEarly { break }
                }
            }
        } catch is AWSError {
            failed += 1
        }
        if kind == 4, mock.faults.count == 0 { neverRead += 1 }
        mock.faults.removeAll()
    }
    await bedrock.drained()
    let lines = try await allLines(of: store)
    let attempts = lines.count { !$0.isReversal && $0.corrects == nil }
    let seen = mock.requests.count { $0.operation.hasPrefix("Converse") } - neverRead
    let unknown = lines.count { $0.state == .unknown }

    // What the log of the account would say of the calls that ran.
    var resolved = 0
    for object in try mock.invocationLogObjects() {
        for record in try ModelInvocationLog.records(inFile: object.bytes) {
            if case .resolved = try await bedrock.resolve(record) { resolved += 1 }
        }
    }
    try await bedrock.releaseUnknown(before: mock.now.addingTimeInterval(1))
    let total = try await store.totals(UsageQuery()).first?.cost ?? .zero()
    let billed = try Money(mock.bill.total)
    let audit = try await LedgerAudit(of: store)
    return Verdict(
        tried: "\(size.faultyCalls.grouped) calls, \(failed.grouped) failed, \(unknown.grouped) with an unseen end",
        found:
            "\(attempts.grouped) attempts in the ledger, \(seen.grouped) seen; \(resolved.grouped) found in the log; "
            + "\(total) of \(billed) billed",
        isGreen: attempts == seen && total == billed && audit.findings.isEmpty && failed > 0 && unknown > 0)
}

func allLines(of store: some BudgetStore) async throws -> [LedgerLine] {
    var lines: [LedgerLine] = []
    var next: String?
    repeat {
        let page = try await store.lines(LineQuery(limit: 10_000), after: next)
        lines += page.lines
        next = page.next
    } while next != nil
    return lines
}
