import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// A monthly budget for each department, with warnings at 80 %, at 100 % and by forecast, and an action that takes the models
/// away from a role once the money is spent.
@main
struct TagBudgets: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag-budgets",
        abstract: "Limits what each department spends on models, by tag.",
        discussion: """
            Creates tagged profiles and budgets for two departments and lets a week pass in the simulator. Sales spends little; \
            claims spends more each day, until its role may call no model any more. With --live the budgets are created and \
            shown, and nothing is spent.
            """)

    @OptionGroup var scenario: Scenario

    func run() async throws {
        try await scenario.run { stage in
            let plan = try await Plan.make(on: stage)
            guard let simulator = stage.simulator else { return try await plan.show() }
            try await plan.liveThroughTheWeek(simulator)
        }
    }
}

/// The departments' profiles and budgets.
struct Plan {
    static let limit = Money.usd(cents: 10)
    static let departments = ["claims", "sales"]

    let stage: Stage
    let budgets: BudgetsClient
    let profiles: [String: ARN]
    let actionID: String?

    static func make(on stage: Stage) async throws -> Plan {
        let aws = stage.aws
        let budgets = try await BudgetsClient.ofCaller(aws)
        var profiles: [String: ARN] = [:]
        if stage.simulator != nil {
            for department in departments {
                profiles[department] = try await BedrockControlClient(aws).createInferenceProfile(
                    named: "\(department)-sonnet",
                    copying: .systemDefined("us.anthropic.claude-3-7-sonnet-20250219-v1:0"), tags: ["dept": department]
                ).arn.arn
            }
        }
        for department in departments {
            stage.progress("creating the budget of \(department)")
            let lead = BudgetSubscriber.email("\(department)-lead@example.com")
            try await budgets.createMonthly(
                named: "bedrock-\(department)", limit: limit, tagged: ["dept": department],
                notify: [
                    .actual(over: .percent(80)): [lead],
                    .actual(over: .percent(100)): [lead, .email("finops@example.com")],
                    .forecast(over: .percent(100)): [lead],
                ])
        }
        var actionID: String?
        if let policy = ARN("arn:aws:iam::\(budgets.accountID):policy/DenyBedrock"),
            let role = ARN("arn:aws:iam::\(budgets.accountID):role/BudgetActions"), stage.simulator != nil
        {
            actionID = try await budgets.addAction(
                .attach(policy: policy, toRoles: ["Claims"]), toBudget: "bedrock-claims", over: .percent(100), as: role,
                approval: .automatic, telling: [.email("finops@example.com")])
        }
        return Plan(stage: stage, budgets: budgets, profiles: profiles, actionID: actionID)
    }

    /// Against real AWS: what the budgets say now.
    func show() async throws {
        var table = Table("budget", "limit", "spent")
        for try await budget in budgets.budgets() {
            table.add(
                budget.name, budget.limit?.description ?? "", budget.calculatedSpend?.actual.description ?? "")
        }
        print(table)
    }

    func liveThroughTheWeek(_ simulator: MockAWS) async throws {
        let aws = stage.aws
        // Each department has a role of its own; only what it calls with that role can be taken away from it.
        var runtimes: [String: BedrockRuntimeClient] = [:]
        for department in Self.departments {
            let role = department.prefix(1).uppercased() + department.dropFirst()
            runtimes[department] = BedrockRuntimeClient(
                aws.assuming(
                    AssumeRole(
                        roleARN: "arn:aws:iam::\(budgets.accountID):role/\(role)", sessionName: "week")))
        }
        for department in Self.departments { try await call(department, runtimes, times: 1) }
        stage.letPass("for the tags to show in billing")
        try await CostExplorerClient(aws).activateCostAllocationTags(["dept"])
        stage.letPass("for the activation to count")

        var table = Table("day", "claims", "forecast", "claims calls", "sales", "sales calls")
        for day in 1...7 {
            var made: [String: Int] = [:]
            for (department, calls) in [("claims", day + 1), ("sales", 1)] {
                made[department] = try await call(department, runtimes, times: calls)
            }
            stage.letPass("for the bill to reach the budgets")
            let claims = try await budgets.budget(named: "bedrock-claims").calculatedSpend
            let sales = try await budgets.budget(named: "bedrock-sales").calculatedSpend
            table.add(
                "\(day)", try claims?.actual.money().formatted(fractionDigits: 4) ?? "",
                try claims?.forecasted?.money().formatted(fractionDigits: 4) ?? "", "\(made["claims"] ?? 0)",
                try sales?.actual.money().formatted(fractionDigits: 4) ?? "", "\(made["sales"] ?? 0)")
        }
        print("limit of each department: $\(Self.limit.formatted(fractionDigits: 2)) a month\n")
        print(table)
        print("\nwho was told of what:")
        for notice in simulator.budgetNotices {
            let amount = try Money(notice.amount).formatted(fractionDigits: 4)
            let day = TimestampFormat.iso8601.string(from: notice.date).prefix(10)
            print(
                "\(day)  \(notice.budgetName)  \(notice.kind) \(amount) > \(notice.threshold)  \(notice.recipients.count) told"
            )
        }
        try await tellOfAction()
        try await check(simulator)
    }

    private func tellOfAction() async throws {
        guard let actionID else { return }
        print("\nthe action on the role of claims:")
        for try await event in budgets.history(ofAction: actionID, ofBudget: "bedrock-claims") {
            print(
                "\(TimestampFormat.iso8601.string(from: event.date).prefix(10))  \(event.status)  \(event.details.message)"
            )
        }
    }

    /// The spend that a budget shows must be what the simulator billed since the tag counted.
    private func check(_ simulator: MockAWS) async throws {
        for department in Self.departments {
            let budget = try await budgets.budget(named: "bedrock-\(department)")
            let profile = profiles[department]?.rawValue
            let rows = simulator.bill.rows.filter { $0.resource == profile && $0.day >= "2026-10-02" }
            let billed = try Money.sum(try rows.map { try Money($0.cost) })
            try stage.check("the spend of \(department)", budget.calculatedSpend?.actual.money(), equals: billed)
        }
        print("\nboth budgets equal the simulator's bill")
    }

    /// - Returns: How many of the calls were answered.
    @discardableResult
    private func call(_ department: String, _ runtimes: [String: BedrockRuntimeClient], times: Int) async throws -> Int
    {
        guard let runtime = runtimes[department], let profile = profiles[department] else { return 0 }
        let letter = String(repeating: "The water came through the roof on a Sunday. ", count: 80)
        for call in 0..<times {
            do {
                _ = try await runtime.converse(model: profile.modelID, "Summarise this letter: \(letter)")
            } catch {
                guard error.code == .accessDenied else { throw error }
                return call
            }
        }
        return times
    }
}
