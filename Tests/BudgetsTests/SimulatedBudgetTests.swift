import AWSCore
import AWSSigning
import Attribution
import BedrockCostTesting
import Budgets
import Foundation
import HTTPTypes
import Metering
import Testing

@Suite struct SimulatedBudgetTests {
    private static let lead = BudgetSubscriber.email("lead@example.com")

    @Test(arguments: [Budget.FilterForm.costFilters, .expression])
    func `a budget follows the bill, and tells each passed threshold once`(_ form: Budget.FilterForm) async throws {
        let scene = try await Scene()
        try await scene.budgets.createMonthly(
            named: "claims", limit: .usd(10), tagged: ["dept": "claims"],
            notify: [.actual(over: .percent(80)): [Self.lead], .actual(over: .percent(100)): [Self.lead]], as: form)
        scene.spend("7.99")
        scene.spend("100", tags: ["dept": "sales"])
        #expect(scene.mock.budgetNotices.isEmpty)
        var budget = try await scene.budgets.budget(named: "claims")
        #expect(try budget.calculatedSpend?.actual.money() == Money("7.99"))
        scene.spend("0.02")
        #expect(scene.mock.budgetNotices.map(\.threshold) == ["8"])
        #expect(scene.mock.budgetNotices.map(\.amount) == ["8.01"])
        #expect(scene.mock.budgetNotices.first?.recipients == ["lead@example.com"])
        scene.spend("5")
        scene.spend("5")
        #expect(scene.mock.budgetNotices.map(\.threshold) == ["8", "10"])
        let states = try await scene.budgets.notifications(ofBudget: "claims").collect().map(\.state)
        #expect(states == [.alarm, .alarm])
        budget = try await scene.budgets.budget(named: "claims")
        #expect(try budget.calculatedSpend?.actual.money() == Money("18.01"))
        #expect(budget.timePeriod?.end == Date(timeIntervalSince1970: 3_706_473_600))
    }

    @Test func `a new month begins at zero, and may alarm again`() async throws {
        let scene = try await Scene()
        try await scene.budgets.createMonthly(
            named: "claims", limit: .usd(10), tagged: ["dept": "claims"],
            notify: [.actual(over: .percent(100)): [Self.lead]])
        scene.spend("11")
        scene.mock.clock.advance(by: .seconds(32 * 86_400))
        let budget = try await scene.budgets.budget(named: "claims")
        #expect(try budget.calculatedSpend?.actual.money() == .zero())
        scene.spend("12")
        #expect(scene.mock.budgetNotices.map(\.amount) == ["11", "12"])
        let history = try await scene.budgets.history(ofBudget: "claims")
        #expect(try history.map { try $0.actual?.money() } == [try Money("11"), try Money("12")])
        #expect(try history.map { try $0.budgeted?.money() } == [.usd(10), .usd(10)])
    }

    @Test func `a forecast alarms before the money is spent`() async throws {
        let scene = try await Scene()
        try await scene.budgets.createMonthly(
            named: "claims", limit: .usd(10), tagged: ["dept": "claims"],
            notify: [.forecast(over: .percent(100)): [Self.lead], .actual(over: .percent(100)): [Self.lead]])
        scene.spend("3")
        let notice = try #require(scene.mock.budgetNotices.first)
        #expect(scene.mock.budgetNotices.count == 1)
        #expect(notice.kind == "FORECASTED")
        let budget = try await scene.budgets.budget(named: "claims")
        let figures = try #require(budget.calculatedSpend)
        #expect(try figures.actual.money() == .usd(3))
        #expect(try Money("10").isLess(than: try #require(figures.forecasted).money()))
    }

    @Test func `a budget of a tag that does not count reads zero`() async throws {
        let scene = try await Scene()
        try await scene.budgets.createMonthly(named: "team", limit: .usd(1), tagged: ["team": "a"])
        scene.spend("5", tags: ["team": "a"])
        let budget = try await scene.budgets.budget(named: "team")
        #expect(try budget.calculatedSpend?.actual.money() == .zero())
    }

    @Test(arguments: [
        (Budget.TimeUnit.daily, "3"), (.quarterly, "4"), (.annually, "4"), (.custom, "1"),
    ])
    func `each kind of period counts its own days`(_ unit: Budget.TimeUnit, _ spent: String) async throws {
        let scene = try await Scene()
        var budget = try Budget(named: "claims", limit: .usd(10), each: unit, tagged: ["dept": "claims"])
        let day = scene.mock.now
        if unit == .custom {
            budget.timePeriod = .init(from: day.addingTimeInterval(-3600), to: day.addingTimeInterval(86_400))
        }
        try await scene.budgets.create(budget)
        scene.spend("1")
        if unit == .custom {
            scene.spend("5")
        } else {
            scene.mock.addCharge(
                usd: "3", service: "Amazon Bedrock", tags: ["dept": "claims"])
        }
        scene.mock.clock.advance(by: .seconds(16 * 3600))
        let actual = try await scene.budgets.budget(named: "claims").calculatedSpend?.actual.money()
        #expect(actual?.description == spent)
    }

    @Test func `an automatic action stops the role that it restricts, and a reversal lets it go on`() async throws {
        let scene = try await Scene()
        let (role, policy) = try Self.names()
        try await scene.budgets.createMonthly(named: "claims", limit: .usd(10), tagged: ["dept": "claims"])
        let id = try await scene.budgets.addAction(
            .attach(policy: policy, users: ["mock"]), toBudget: "claims", over: .percent(100), as: role,
            approval: .automatic, telling: [Self.lead])
        try await scene.invoke()
        scene.spend("11")
        #expect(try await scene.budgets.action(id, ofBudget: "claims").status == .executionSuccess)
        let error = await #expect(throws: AWSError.self) { try await scene.invoke() }
        #expect(error?.code == .accessDenied)
        try await scene.budgets.execute(.reverse, action: id, ofBudget: "claims")
        try await scene.invoke()
        let events = try await scene.budgets.history(ofAction: id, ofBudget: "claims").collect()
        #expect(events.map(\.kind) == [.createAction, .system, .executeAction])
        #expect(events.map(\.status) == [.standby, .executionSuccess, .reverseSuccess])
        #expect(events.last?.details.action.kind == .applyIAMPolicy)
    }

    @Test func `a manual action waits for approval`() async throws {
        let scene = try await Scene()
        let (role, policy) = try Self.names()
        try await scene.budgets.createMonthly(named: "claims", limit: .usd(10), tagged: ["dept": "claims"])
        let id = try await scene.budgets.addAction(
            .attach(policy: policy, users: ["mock"]), toBudget: "claims", over: .amount(.usd(5)), as: role,
            approval: .manual, telling: [Self.lead])
        let early = await #expect(throws: AWSError.self) {
            try await scene.budgets.execute(.approve, action: id, ofBudget: "claims")
        }
        #expect(early?.message == "APPROVE_BUDGET_ACTION is not possible in the status STANDBY.")
        scene.spend("6")
        #expect(try await scene.budgets.actions(ofBudget: "claims").collect().map(\.status) == [.pending])
        try await scene.invoke()
        try await scene.budgets.execute(.approve, action: id, ofBudget: "claims")
        let error = await #expect(throws: AWSError.self) { try await scene.invoke() }
        #expect(error?.code == .accessDenied)
        try await scene.budgets.deleteAction(id, ofBudget: "claims")
        try await scene.invoke()
        #expect(try await scene.budgets.actions().collect().isEmpty)
    }

    @Test func `notifications and subscribers are added, changed and taken away`() async throws {
        let scene = try await Scene()
        let budgets = scene.budgets
        try await budgets.create(Budget(named: "all", limit: .usd(10)))
        let (eighty, ninety) = (
            BudgetNotification.actual(over: .percent(80)), BudgetNotification.actual(over: .percent(90.5))
        )
        try await budgets.add(eighty, toBudget: "all", for: [Self.lead])
        try await budgets.subscribe(.email("second@example.com"), to: eighty, ofBudget: "all")
        try await budgets.replace(Self.lead, by: .email("new@example.com"), to: eighty, ofBudget: "all")
        #expect(
            try await budgets.subscribers(to: eighty, ofBudget: "all").collect().map(\.address)
                == ["new@example.com", "second@example.com"])
        try await budgets.replace(eighty, by: ninety, inBudget: "all")
        #expect(try await budgets.notifications(ofBudget: "all").collect().map(\.threshold) == [.percent(90.5)])
        let twice = await #expect(throws: AWSError.self) {
            try await budgets.add(ninety, toBudget: "all", for: [Self.lead])
        }
        #expect(twice?.code == .conflict)
        try await budgets.unsubscribe(.email("new@example.com"), from: ninety, ofBudget: "all")
        try await budgets.unsubscribe(.email("second@example.com"), from: ninety, ofBudget: "all")
        #expect(try await budgets.notifications(ofBudget: "all").collect().isEmpty)
        try await budgets.delete(budgetNamed: "all")
        let gone = await #expect(throws: AWSError.self) { try await budgets.budget(named: "all") }
        #expect(gone?.code == .notFound)
    }

    @Test func `a list of budgets comes in pages, and a budget is updated under its name`() async throws {
        let scene = try await Scene()
        for name in ["a", "b", "c"] { try await scene.budgets.create(Budget(named: name, limit: .usd(1))) }
        let names = try await scene.budgets.aws.pages(
            of: DescribeBudgets(accountID: scene.budgets.accountID, maxResults: 2)
        ).collect { ($0.budgets ?? []).map(\.name) }
        #expect(names == ["a", "b", "c"])
        #expect(try await scene.budgets.budgets().collect().count == 3)
        var budget = try await scene.budgets.budget(named: "b")
        budget.limit = BudgetSpend(.usd(7))
        try await scene.budgets.update(budget)
        #expect(try await scene.budgets.budget(named: "b").limit?.money() == .usd(7))
        #expect(try await BudgetsClient.ofCaller(scene.budgets.aws).accountID == scene.mock.options.accountID)
    }

    private static func names() throws -> (role: ARN, policy: ARN) {
        (
            try #require(ARN("arn:aws:iam::123456789012:role/BudgetActions")),
            try #require(ARN("arn:aws:iam::123456789012:policy/DenyBedrock"))
        )
    }
}

extension Scene {
    /// Calls a model with the simulator's own user.
    func invoke() async throws { _ = try await budgets.aws.send(Invocation()) }
}

/// The smallest call of a model.
private struct Invocation: RESTJSONOperation {
    enum Service: AWSService {
        static let serviceID = "Bedrock Runtime"
        static let signingName = "bedrock"
        static let endpoint = EndpointRule.regional("bedrock-runtime")
    }
    struct Output: Decodable, Sendable {}
    static let name = "Converse"

    func encode() throws -> EncodedRequest {
        let body = #"{"messages":[{"role":"user","content":[{"text":"hi"}]}]}"#
        var request = EncodedRequest(.post, "/model/amazon.nova-lite-v1:0/converse", body: Array(body.utf8))
        request.headers[.contentType] = "application/json"
        return request
    }
}
