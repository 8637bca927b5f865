import AWSCore
import CostExplorer
import Foundation
import Metering
import Testing

/// `costs`, which is what the tests ask for again and again.
private func ask(_ client: CostExplorerClient, _ month: Int = 10) async throws -> CostReport {
    try await client.costs(in: .month(2026, month), by: .service)
}

private let reply = page([result("2026-10-01", "2026-11-01", [(["a"], "1")])])

@Suite struct `The request budget` {
    @Test func `a request beyond the ceiling is refused before it is sent`() async throws {
        let bill = ScriptedBill(reply, reply, reply)
        let budget = CostRequestBudget(requests: 2, per: .day)
        let client = try bill.client(budget: budget)
        for _ in 1...2 { #expect(try await ask(client).billableRequests == 1) }
        let error = await #expect(throws: AWSError.self) { try await ask(client) }
        #expect(error?.code == .overBudget)
        #expect(
            error?.description
                == "overBudget: the budget of 2 Cost Explorer requests (0.02 USD) per day is used up")
        #expect(bill.requests.count == 2)
        #expect(budget.sentRequests == 2)
        #expect(budget.spent == .usd(cents: 2))
    }

    @Test(arguments: [(CostRequestBudget.Period.day, 86_400.0), (.month, 30 * 86_400.0)])
    func `a new day or month has a new budget`(_ period: CostRequestBudget.Period, _ seconds: Double) async throws {
        let bill = ScriptedBill(reply, reply)
        let client = try bill.client(budget: CostRequestBudget(requests: 1, per: period))
        _ = try await ask(client)
        await #expect(throws: AWSError(.overBudget, "")) { try await ask(client) }
        bill.advance(by: seconds)
        _ = try await ask(client)
        #expect(bill.requests.count == 2)
    }

    @Test func `pages and repeated attempts count, and cannot pass the ceiling`() async throws {
        let failure = ScriptedBill.Reply(status: 500, body: #"{"__type":"InternalServerException"}"#)
        let first = ScriptedBill.Reply(
            body: page([result("2026-10-01", "2026-11-01", [(["a"], "1")])], token: "more"))
        let bill = ScriptedBill([failure, first, failure, failure, ScriptedBill.Reply(body: reply)])
        let budget = CostRequestBudget(requests: 3)
        let error = await #expect(throws: AWSError.self) { try await ask(try bill.client(budget: budget)) }
        // The first page took two attempts, so that the second page has one left.
        #expect(error?.code == .serviceFault)
        #expect(bill.requests.count == 3)
        #expect(budget.sentRequests == 3)
        let next = await #expect(throws: AWSError.self) { try await ask(try bill.client(budget: budget)) }
        #expect(
            next?.description == "overBudget: the budget of 3 Cost Explorer requests (0.03 USD) is used up")
    }

    @Test func `attempts that were not needed are given back`() async throws {
        let bill = ScriptedBill(Array(repeating: ScriptedBill.Reply(body: reply), count: 5))
        let budget = CostRequestBudget(requests: 5)
        let client = try bill.client(budget: budget)
        for _ in 1...5 { _ = try await ask(client) }
        #expect(budget.sentRequests == 5)
    }

    @Test func `wrong input is told as such, whether or not there is budget`() async throws {
        let client = try ScriptedBill().client(budget: CostRequestBudget(requests: 0))
        await #expect(throws: AWSError(.invalidInput, "")) { try await ask(client, 13) }
        await #expect(throws: AWSError(.overBudget, "")) { try await ask(client) }
    }

    @Test func `tag keys are changed within the budget`() async throws {
        let client = try ScriptedBill().client(budget: CostRequestBudget(requests: -1))
        await #expect(throws: AWSError(.overBudget, "")) { try await client.activateCostAllocationTags(["dept"]) }
    }
}

@Suite struct `The report cache` {
    @Test func `a report is kept until the next refresh, and costs nothing meanwhile`() async throws {
        let bill = ScriptedBill(reply, page([result("2026-10-01", "2026-11-01", [(["a"], "2")])]))
        let client = try bill.client(caching: .untilNextRefresh)
        let first = try await ask(client)
        #expect(first.billableRequests == 1)
        bill.advance(by: 4 * 3600 - 1)  // 15:59:59
        let kept = try await ask(client)
        #expect(kept.rows == first.rows)
        #expect(kept.billableRequests == 0)
        #expect(kept.requestCost == .zero())
        bill.advance(by: 1)
        let fresh = try await ask(client)
        #expect(fresh.total == .usd(2))
        #expect(fresh.billableRequests == 1)
    }

    @Test func `another request is another report`() async throws {
        let bill = ScriptedBill(reply, reply, reply)
        let client = try bill.client(caching: .untilNextRefresh)
        _ = try await ask(client)
        _ = try await ask(client, 9)
        _ = try await client.costs(in: .month(2026, 10), by: .tag("dept"))
        #expect(bill.requests.count == 3)
    }

    @Test func `all who ask at the same time share one fetch, and one of them pays`() async throws {
        let bill = ScriptedBill(reply)
        let client = try bill.client(caching: .untilNextRefresh(every: .seconds(60)))
        let reports = try await withThrowingTaskGroup(of: CostReport.self) { group in
            for _ in 1...20 { group.addTask { try await ask(client) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(bill.requests.count == 1)
        #expect(reports.allSatisfy { $0.total == .usd(1) })
        #expect(reports.map(\.billableRequests).sorted() == Array(repeating: 0, count: 19) + [1])
    }

    @Test func `a failure is not kept`() async throws {
        let bill = ScriptedBill([
            ScriptedBill.Reply(status: 400, body: #"{"__type":"DataUnavailableException","message":"Not yet."}"#),
            ScriptedBill.Reply(body: reply),
        ])
        let client = try bill.client(caching: .untilNextRefresh)
        let error = await #expect(throws: AWSError.self) { try await ask(client) }
        #expect(error?.serviceCode == "DataUnavailableException")
        #expect(try await ask(client).total == .usd(1))
    }

    @Test func `without a cache every report is asked for anew`() async throws {
        let bill = ScriptedBill(reply, reply)
        let client = try bill.client()
        for _ in 1...2 { #expect(try await ask(client).billableRequests == 1) }
    }
}
