import AWSCore
import Attribution
import Budgets
import HTTPTypes
import Metering
import Testing

/// Tags of budgets themselves, which are not those that budgets count by.
@Suite struct BudgetTagTests {
    @Test func `a budget is tagged under its ARN`() async throws {
        let service = OneAnswer()
        try await service.client().tag(budgetNamed: "claims team", ["owner": "finops", "env": "prod"])
        let request = try #require(service.requests.first)
        #expect(request.head.headerFields[.amzTarget] == "AWSBudgetServiceGateway.TagResource")
        let expected = #"""
            {"ResourceARN": "arn:aws:budgets::123456789012:budget/claims team",
             "ResourceTags": [{"Key": "owner", "Value": "finops"}, {"Key": "env", "Value": "prod"}]}
            """#
        #expect(request.body == (try JSONValue(parsing: Array(expected.utf8))))
    }

    @Test func `tags are given, changed and taken off, and do not change what is counted`() async throws {
        let scene = try await Scene()
        let budgets = scene.budgets
        let budget = try Budget(named: "claims", limit: .usd(10), each: .monthly, tagged: ["dept": "claims"])
        try await budgets.create(budget, resourceTags: ["owner": "claims-lead"])
        let made = try await budgets.tags(ofBudget: "claims")
        #expect(made == ["owner": "claims-lead"])
        try await budgets.tag(budgetNamed: "claims", ["owner": "finops", "env": "prod"])
        let changed = try await budgets.tags(ofBudget: "claims")
        #expect(changed == ["env": "prod", "owner": "finops"])
        try await budgets.untag(budgetNamed: "claims", keys: ["env", "nothing"])
        let left = try await budgets.tags(ofBudget: "claims")
        #expect(left == ["owner": "finops"])
        scene.spend("2.50")
        #expect(try await budgets.budget(named: "claims").calculatedSpend?.actual.money() == Money("2.50"))
    }

    @Test func `an action has tags of its own`() async throws {
        let scene = try await Scene()
        let budgets = scene.budgets
        try await budgets.createMonthly(named: "claims", limit: .usd(10), tagged: ["dept": "claims"])
        let policy = try #require(ARN("arn:aws:iam::123456789012:policy/DenyBedrock"))
        let role = try #require(ARN("arn:aws:iam::123456789012:role/BudgetActions"))
        let id = try await budgets.addAction(
            .attach(policy: policy, toRoles: ["Claims"]), toBudget: "claims", over: .percent(100), as: role,
            approval: .manual, telling: [.email("finops@example.com")])
        let arn = try #require(ARN("\(try budgets.arn(ofBudget: "claims"))/action/\(id)"))
        _ = try await budgets.aws.send(TagBudget(arn, tags: ["step": "last"]))
        let tags = try await budgets.aws.send(ListBudgetTags(arn)).tags
        #expect(tags == ["step": "last"])
        #expect(try await budgets.tags(ofBudget: "claims").isEmpty)
    }

    @Test func `a budget that is not there is not found`() async throws {
        let scene = try await Scene()
        let absent = await #expect(throws: AWSError.self) { try await scene.budgets.tags(ofBudget: "nobody") }
        #expect(absent?.code == .notFound)
        let reserved = await #expect(throws: AWSError.self) {
            try await scene.budgets.createMonthly(named: "claims", limit: .usd(1), tagged: ["dept": "claims"])
            try await scene.budgets.tag(budgetNamed: "claims", ["aws:owner": "me"])
        }
        #expect(reserved?.code == .validation)
    }

    static let refused: [(@Sendable (BudgetsClient) async throws -> Void, String)] = [
        (
            { try await $0.tag(budgetNamed: "a:b", ["k": "v"]) },
            #"BudgetName: "a:b" holds one of : \ /action/ <script>"#
        ),
        (
            { try await $0.tag(budgetNamed: "b", TagSet(unvalidated: [.init(key: "", value: "v")])) },
            "ResourceTags: a key has 1 to 128 characters, a value up to 256"
        ),
        (
            {
                let tags = TagSet(unvalidated: [.init(key: "k", value: "1"), .init(key: "k", value: "2")])
                try await $0.tag(budgetNamed: "b", tags)
            }, #"ResourceTags: the key "k" comes twice"#
        ),
        (
            { try await $0.untag(budgetNamed: "b", keys: [""]) },
            "ResourceTagKeys: a key has 1 to 128 characters"
        ),
        (
            { try await $0.untag(budgetNamed: "b", keys: Array(repeating: "k", count: 201)) },
            "ResourceTagKeys: at most 200, got 201"
        ),
        (
            {
                guard let topic = ARN("arn:aws:sns:us-east-1:123456789012:topic") else { return }
                _ = try await $0.aws.send(ListBudgetTags(topic))
            },
            "ResourceARN: arn:aws:sns:us-east-1:123456789012:topic is not the ARN of a budget or a budget action"
        ),
    ]

    @Test(arguments: refused)
    func `what the service would refuse is refused before it is sent`(
        _ call: @Sendable (BudgetsClient) async throws -> Void, _ message: String
    ) async throws {
        let service = OneAnswer()
        let client = try service.client()
        let error = await #expect(throws: AWSError.self) { try await call(client) }
        #expect(error?.code == .invalidInput)
        #expect(error?.message == message)
        #expect(service.requests.isEmpty)
    }
}
