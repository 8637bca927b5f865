import Attribution
import BenchmarkSupport
import CAllocationCount
import Foundation
import Metering

/// Admits calls from a lease of four balances, and settles them there.
@main
struct AdmissionBench {
    static let bound = 1_000.0
    static let rounds = 9
    static let admissions = 200_000
    static let settlements = 20_000
    static let now = Date(timeIntervalSince1970: 1_793_000_000)

    static func main() async throws {
        // As many strings of their own as calls that come at once: none of them is told by its address.
        let reservations = (0..<64).map(reservation)
        var admitting = Samples()
        var settling = Samples()
        for round in 0...rounds {
            let isWarmUp = round == 0
            let leases = leases(moneySlice: Money.usd(1_000_000).attoUnits)
            guard case .admitted = try await leases.admit(reservations[0]) else { preconditionFailure("denied") }
            try await admitting.add(isWarmUp, admissions) {
                for index in 0..<admissions {
                    guard case .admitted = try await leases.admit(reservations[index & 63]) else {
                        preconditionFailure("denied")
                    }
                }
            }

            let reporting = self.leases(moneySlice: Money.usd(1_000_000).attoUnits)
            var calls: [(AdmittedCall, LedgerLine)] = []
            for number in 0..<settlements {
                let reservation = reservations[number & 63]
                guard case .admitted(let call) = try await reporting.admit(reservation) else {
                    preconditionFailure("denied")
                }
                var line = reservation.draft
                line.id = "call-\(number)/1"
                calls.append((call, line))
            }
            try await settling.add(isWarmUp, settlements) {
                for (call, line) in calls { try await reporting.settle(call, with: line, at: now) }
            }
        }
        admitting.report("admit a call of four balances from a lease", bound: bound)
        settling.report("settle it, with groups of 100 lines reported to a store in memory", bound: nil)
    }

    static func leases(moneySlice: Int128) -> SpendLeases {
        var configuration = SpendLeases.Configuration()
        configuration.moneySlice = moneySlice
        return SpendLeases(MemorySpendStore(), owner: "benchmark", configuration: configuration, now: { now })
    }

    /// A call that four budgets count.
    static func reservation(_ number: Int) -> Reservation {
        let id = ["2f1c7a56-8b3d-4b0e-9d2a-5e8f0c7b61", String(100 + number)].joined()
        func part(_ budget: String, _ scope: String, _ window: String) -> HoldPart {
            let key = BalanceKey(
                budget: ["budget", budget].joined(separator: " "), scope: ["tag", scope].joined(separator: "="),
                window: [window, "Europe/Berlin"].joined(separator: "@"))
            return HoldPart(of: key, .money(.usd(cents: 1)), limit: .usd(10_000_000))
        }
        let draft = LedgerLine(
            id: id, occurred: now, target: "amazon.nova-lite-v1:0",
            tags: ["dept": "claims", "env": "prod", "app": "triage"],
            usage: TokenUsage(input: 250, output: 500), cost: .priced(.usd(cents: 1)), state: .estimated)
        return Reservation(
            id, owner: "benchmark",
            parts: [
                part("department of claims", "claims", "2026-11"), part("each user's day", "alice", "2026-11-22"),
                part("application", "triage", "2026-11"), part("everything", "production", "2026"),
            ], draft: draft, at: now, expires: now + 1_800)
    }
}

/// Rounds of one piece of work: processor time and allocations of each turn.
private struct Samples {
    private var nanoseconds: [Double] = []
    private var allocations: [Double] = []

    mutating func add(_ isWarmUp: Bool, _ turns: Int, _ work: () async throws -> Void) async throws {
        let allocated = allocation_count()
        let start = CPUClock.now
        try await work()
        let end = CPUClock.now
        let allocatedAfter = allocation_count()
        if isWarmUp { return }
        nanoseconds.append(Double(end - start) / Double(turns))
        allocations.append(Double(allocatedAfter - allocated) / Double(turns))
    }

    func report(_ measure: String, bound: Double?) {
        let value = (nanoseconds.sorted()[nanoseconds.count / 2] * 10).rounded() / 10
        // A few allocations per thousand belong to the measuring itself.
        let allocated = ((allocations.max() ?? 0) * 1000).rounded() / 1000
        let verdict = bound.map { #", "bound": \#($0), "pass": \#(value <= $0 && allocated == 0)"# } ?? ""
        print(#"{"measure": "\#(measure)", "value_ns": \#(value), "allocations": \#(allocated)\#(verdict)}"#)
    }
}
