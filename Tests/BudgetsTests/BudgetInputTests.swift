import AWSCore
import Attribution
import Budgets
import Foundation
import Metering
import Testing

@Suite struct BudgetInputTests {
    /// What is changed on a good budget, and what is then said.
    static let budgets: [(@Sendable (inout Budget) -> Void, String)] = [
        ({ $0.name = "" }, "BudgetName: 1 to 100 characters, got 0"),
        ({ $0.name = String(repeating: "x", count: 101) }, "BudgetName: 1 to 100 characters, got 101"),
        ({ $0.name = "a:b" }, #"BudgetName: "a:b" holds one of : \ /action/ <script>"#),
        ({ $0.name = "a/action/b" }, #"BudgetName: "a/action/b" holds one of : \ /action/ <script>"#),
        (
            { $0.limit = nil },
            "BudgetLimit: exactly one of BudgetLimit, PlannedBudgetLimits and AutoAdjustData, got 0"
        ),
        (
            { $0.autoAdjustment = .init(.forecast) },
            "BudgetLimit: exactly one of BudgetLimit, PlannedBudgetLimits and AutoAdjustData, got 2"
        ),
        (
            { $0.limit = BudgetSpend(amount: "-5", unit: "USD") },
            #"BudgetLimit: an amount is digits with a point between them, which "-5" is not"#
        ),
        (
            { $0.limit = BudgetSpend(amount: "1e3", unit: "USD") },
            #"BudgetLimit: an amount is digits with a point between them, which "1e3" is not"#
        ),
        ({ $0.limit?.unit = "" }, "BudgetLimit: a unit is needed, such as USD"),
        (
            {
                $0.limit = nil
                $0.plannedLimits = ["1790812800": BudgetSpend(.usd(1))]
            }, "PlannedBudgetLimits: 12 months or 4 quarters, got 1"
        ),
        (
            { $0.timePeriod = .init(from: Date(timeIntervalSince1970: 9), to: Date(timeIntervalSince1970: 9)) },
            "TimePeriod: its end must be after its start"
        ),
        ({ $0.timeUnit = .custom }, "TimePeriod: a CUSTOM budget needs a start and an end"),
        (
            {
                $0.costFilters = ["TagKeyValue": ["user:dept$claims"]]
                $0.filterExpression = .tag("dept", in: ["claims"])
            },
            "FilterExpression: CostFilters and CostTypes cannot be mixed with FilterExpression and Metrics"
        ),
        (
            { $0.filterExpression = .tag("dept", in: ["claims"]) },
            "Metrics: a FilterExpression goes with exactly one metric, got 0"
        ),
        (
            {
                $0.filterExpression = .tag("dept", in: [])
                $0.metrics = [.unblendedCost]
            }, #"FilterExpression: tag "dept" has an empty list of values"#
        ),
        (
            {
                $0.filterExpression = .all(of: [])
                $0.metrics = [.unblendedCost]
            }, "FilterExpression: And and Or need at least 2 operands, got 0"
        ),
        (
            {
                $0.filterExpression = .tag("dept", in: ["a"], matching: [.contains, .startsWith])
                $0.metrics = [.unblendedCost]
            }, #"FilterExpression: tag "dept" is compared in exactly one way"#
        ),
        (
            { $0.costFilters = ["TagKeyValue": ["dept$claims"]] },
            #"CostFilters: "dept$claims" is not of the form user:key$value (or aws:key$value)"#
        ),
        ({ $0.costFilters = ["Service": []] }, "CostFilters: Service has an empty list of values"),
    ]

    @Test(arguments: budgets)
    func `a budget that the service would refuse is refused before it is sent, with the reason`(
        _ change: @Sendable (inout Budget) -> Void, _ message: String
    ) async throws {
        let service = OneAnswer()
        var budget = Budget(named: "claims", limit: .usd(500))
        change(&budget)
        let created = await #expect(throws: AWSError.self) { try await service.client().create(budget) }
        #expect(created?.code == .invalidInput)
        #expect(created?.message == message)
        let updated = await #expect(throws: AWSError.self) { try await service.client().update(budget) }
        #expect(updated?.message == message)
        #expect(service.requests.isEmpty)
    }

    @Test func `planned limits are twelve months or four quarters, each from a second on`() async throws {
        let service = OneAnswer()
        var budget = Budget(named: "claims", limit: .usd(1), each: .quarterly)
        budget.limit = nil
        budget.plannedLimits = [
            "1": BudgetSpend(.usd(1)), "2": .init(.usd(2)), "3": .init(.usd(3)), "4": .init(.usd(4)),
        ]
        try await service.client().create(budget)
        #expect(service.requests.first?.body["Budget"]?["PlannedBudgetLimits"]?["3"]?["Amount"] == "3")
        budget.plannedLimits?["4"] = nil
        budget.plannedLimits?["October"] = BudgetSpend(.usd(4))
        let error = await #expect(throws: AWSError.self) { try await service.client().create(budget) }
        #expect(error?.message == #"PlannedBudgetLimits: "October" is not a number of seconds since 1970"#)
    }

    static let subscribers: [([BudgetSubscriber], String)] = [
        ([], "Subscribers: at least one is needed"),
        (
            (1...11).map { .email("a\($0)@example.com") },
            "Subscribers: at most 10 e-mail addresses and one SNS topic, got 11 and 0"
        ),
        (
            [.init(.sns, "arn:aws:sns:us-east-1:123456789012:a"), .init(.sns, "arn:aws:sns:us-east-1:123456789012:b")],
            "Subscribers: at most 10 e-mail addresses and one SNS topic, got 0 and 2"
        ),
        ([.email("a@example.com"), .email("a@example.com")], "Subscribers: the same subscriber comes twice"),
        ([.email("example.com")], "Subscribers: an e-mail subscriber's address is not of the form name@host"),
        ([.init(.sns, "a topic")], "Subscribers: an SNS subscriber's address is not the ARN of a topic"),
    ]

    @Test(arguments: subscribers)
    func `subscribers are held to the service's limits`(_ subscribers: [BudgetSubscriber], _ message: String) async {
        let service = OneAnswer()
        let error = await #expect(throws: AWSError.self) {
            try await service.client().add(.actual(over: .percent(80)), toBudget: "claims", for: subscribers)
        }
        #expect(error?.message == message)
        #expect(service.requests.isEmpty)
    }

    @Test func `thresholds, accounts, ids and page sizes are held to the service's limits`() async throws {
        let client = try OneAnswer().client()
        let threshold = await #expect(throws: AWSError.self) {
            try await client.add(.actual(over: .percent(-1)), toBudget: "b", for: [.email("a@example.com")])
        }
        #expect(threshold?.message == "Threshold: from 0 to 15000000000000, got -1")
        let nan = await #expect(throws: AWSError.self) {
            try await client.add(.actual(over: .percent(.nan)), toBudget: "b", for: [.email("a@example.com")])
        }
        #expect(nan?.message == "Threshold: from 0 to 15000000000000, got nan")
        let account = await #expect(throws: AWSError.self) {
            try await BudgetsClient(client.aws, accountID: "1234").budget(named: "b")
        }
        #expect(account?.message == #"AccountId: an account has 12 digits, "1234" is none"#)
        let action = await #expect(throws: AWSError.self) { try await client.action("x", ofBudget: "b") }
        #expect(action?.message == #"ActionId: "x" is not of the form 8-4-4-4-12 hexadecimal digits"#)
        let page = #expect(throws: AWSError.self) {
            try DescribeBudgets(accountID: "123456789012", maxResults: 1001).validate()
        }
        #expect(page?.message == "MaxResults: from 1 to 1000, got 1001")
        let tags = #expect(throws: AWSError.self) {
            try Budget(named: "b", limit: .usd(1), tagged: ["a": "1", "b": "2"], as: .costFilters)
        }
        #expect(
            tags?.message
                == "tags: cost filters take one tag, since AWS does not say how several are joined; use .expression")
        let none = #expect(throws: AWSError.self) { try Budget(named: "b", limit: .usd(1), tagged: [:]) }
        #expect(none?.message == "tags: at least one is needed")
    }

    @Test func `an action says what is wrong with it before it is sent`() async throws {
        let service = OneAnswer()
        let client = try service.client()
        let role = try #require(ARN("arn:aws:iam::123456789012:role/BudgetActions"))
        let policy = try #require(ARN("arn:aws:iam::123456789012:policy/DenyBedrock"))
        let cases: [(BudgetActionDefinition, ARN, String)] = [
            (
                .attach(policy: role, toRoles: ["Claims"]), role,
                "PolicyArn: arn:aws:iam::123456789012:role/BudgetActions is not the ARN of an IAM policy"
            ),
            (.attach(policy: policy), role, "IamActionDefinition: roles, groups or users are needed"),
            (.attach(policy: policy, toRoles: []), role, "IamActionDefinition: 1 to 100 names, got 0"),
            (
                .attach(serviceControlPolicy: "x", toTargets: ["123456789012"]), role,
                #"PolicyId: "x" is not of the form p-examplepolicyid"#
            ),
            (.stop(.stopEC2Instances, in: .usEast1, instances: []), role, "InstanceIds: 1 to 100 names, got 0"),
            (
                .attach(policy: policy, toRoles: ["Claims"]), policy,
                "ExecutionRoleArn: arn:aws:iam::123456789012:policy/DenyBedrock is not the ARN of a role"
            ),
        ]
        for (definition, role, message) in cases {
            let error = await #expect(throws: AWSError.self) {
                _ = try await client.addAction(
                    definition, toBudget: "b", over: .percent(100), as: role, approval: .manual,
                    telling: [.email("a@example.com")])
            }
            #expect(error?.message == message)
        }
        #expect(service.requests.isEmpty)
    }
}
