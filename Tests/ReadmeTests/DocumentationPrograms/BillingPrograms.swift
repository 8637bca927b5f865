import BedrockCost

/// The code of the pages of Budgets, DataExports and TaggingLookup's static maps.
enum BillingPrograms {
    static func budgets(_ aws: AWSClient, denyBedrock: ARN, executor: ARN) async throws {
        let budgets = try await BudgetsClient.ofCaller(aws)
        try await budgets.createMonthly(
            named: "claims", limit: .usd(500), tagged: ["dept": "claims"],
            notify: [
                .actual(over: .percent(80)): [.email("lead@example.com")],
                .forecast(over: .percent(100)): [.email("finops@example.com")],
            ])
        let spent = try await budgets.budget(named: "claims").calculatedSpend?.actual.money()
        let action = try await budgets.addAction(
            .attach(policy: denyBedrock, toRoles: ["Claims"]), toBudget: "claims", over: .percent(100), as: executor,
            approval: .manual, telling: [.email("finops@example.com")])
        try await budgets.execute(.approve, action: action, ofBudget: "claims")
        print(spent as Any)
    }

    static func bill(_ aws: AWSClient) async throws {
        let export = DataExport.costAndUsage(
            named: "bedrock", to: .init(bucket: "acme-billing", prefix: "cur", region: .usEast1))
        let arn = try await DataExportsClient(aws).create(export)
        let athena = AthenaClient(aws, workGroup: "billing")
        let bill = BillTable(database: "billing", name: "bedrock")
        let report = try await athena.costs(BillQuery(of: bill, in: [BillingMonth(2026, 10)], by: .tag("dept"), .day))
        for row in report.rows { print(row.values, row.cost) }
        print(arn)
    }

    static func staticMaps(_ aws: AWSClient) async throws {
        let map = StaticProfiles(ParameterMapSource("/bedrock/profiles", namesAre: "dept", aws))
        let profiles = ProfileChain(map, ProfileResolver(TaggingClient(aws)))
        let profile = try await profiles.profile(tagged: ["dept": "claims"])
        print(profile)
    }
}
