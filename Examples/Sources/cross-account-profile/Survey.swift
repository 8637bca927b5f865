import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// The steps of the example.
struct Survey {
    let stage: Stage
    let accounts: [String]
    let role: String
    let externalID: String

    func run() async throws {
        let firstDay = stage.now
        let places = try AccountSet(accounts, role: role, using: stage.aws) {
            $0.sessionName = "CrossAccountProfileCreation"
            $0.externalID = externalID
            $0.tags = [AssumeRole.SessionTag("dept", "platform")]
        }
        try await showTrust()

        stage.progress("creating and calling a profile in each account")
        let outcome = await places.run { place in
            let profile = try await BedrockControlClient(place.aws).createInferenceProfile(
                named: "cross_account_nova", copying: .foundationModel("amazon.nova-lite-v1:0"),
                tags: ["dept": "dept-\(place.accountID.suffix(4))"])
            _ = try await BedrockRuntimeClient(place.aws).converse(model: profile, "Say hello.")
            return profile
        }
        print(profiles(outcome))
        try check(outcome)

        let costs = CostExplorerClient(stage.aws)
        stage.letPass("for the tag to show in billing")
        try await costs.activateCostAllocationTags(["dept"])
        stage.letPass("for the activation to count")
        for made in outcome.results {
            guard let place = places.places.first(where: { $0.accountID == made.location.accountID }) else { continue }
            stage.progress("calling the profile of \(place.accountID)")
            _ = try await BedrockRuntimeClient(place.aws).converse(
                model: made.value, "Summarise claim 4711 in one line.")
        }
        stage.letPass("for the bill to reach Cost Explorer")
        stage.letPass("for its last refresh")

        stage.progress("asking Cost Explorer as the payer")
        let days = Int(stage.now.timeIntervalSince(firstDay) / 86_400) + 1
        let report = try await costs.costs(
            in: .lastDays(days, now: stage.now), by: .linkedAccount, .tag("dept"), where: .bedrock)
        print("\n\(table(report))")
        try check(report)
    }

    /// Without the external id a role that asks for one stays closed.
    private func showTrust() async throws {
        guard stage.simulator != nil, let first = accounts.first else { return }
        let stranger = try stage.aws.assuming(role: "arn:aws:iam::\(first):role/\(role)", sessionName: "stranger")
        var refusal: String?
        do {
            _ = try await STSClient(stranger).callerIdentity()
        } catch {
            refusal = error.serviceCode
        }
        print("Without the external id: \(refusal ?? "not refused")\n")
        try stage.check("what a caller without the external id is told", refusal, equals: "AccessDenied")
    }

    /// One line for every account: its profile, or why there is none.
    private func profiles(_ outcome: AccountOutcome<CreateInferenceProfile.Output>) -> String {
        var table = Table("ACCOUNT", "REGION", "PROFILE")
        for made in outcome.results {
            table.add(made.location.accountID, "\(made.location.region)", made.value.status?.rawValue ?? "created")
        }
        for failed in outcome.failures {
            let code = (failed.error as? AWSError).flatMap(\.serviceCode) ?? "\(failed.error)"
            table.add(failed.location.accountID, "\(failed.location.region)", "none: \(code)")
        }
        for place in outcome.missing { table.add(place.accountID, "\(place.region)", "not begun") }
        return "\(table)"
    }

    private func table(_ report: CostReport) -> String {
        var table = Table("ACCOUNT", "DEPT", "AMOUNT")
        for row in report where !row.amount.isZero {
            table.add(row.linkedAccount ?? "", row.tag ?? "(before the tag counted)", "\(row.amount)")
        }
        table.add("total", "", "\(report.total)")
        return "\(table)"
    }

    // MARK: What the simulator knows to be true

    private func check(_ outcome: AccountOutcome<CreateInferenceProfile.Output>) throws {
        guard let simulator = stage.simulator else { return }
        try stage.check("places with a profile", outcome.results.count, equals: accounts.count - 1)
        try stage.check("places without one", outcome.failures.map(\.location.accountID), equals: accounts.suffix(1))
        let calls = simulator.requests.filter { $0.operation == "CreateInferenceProfile" }
        try stage.check(
            "callers' session names", Set(calls.map { $0.principalARN.split(separator: "/").last }),
            equals: ["CrossAccountProfileCreation"])
        try stage.check("callers' session tags", Set(calls.map(\.sessionTags)), equals: [["dept": "platform"]])
    }

    private func check(_ report: CostReport) throws {
        guard let bill = stage.simulator?.bill else { return }
        for account in Set(bill.rows.map(\.accountID)) {
            let billed = try Money.sum(bill.rows.filter { $0.accountID == account }.map { try Money($0.cost) })
            let seen = try Money.sum(report.filter { $0.linkedAccount == account }.map(\.amount))
            try stage.check("the cost of \(account)", seen, equals: billed)
        }
        try stage.check("the total", report.total, equals: try Money(bill.total))
        print("\nEach account's cost, and the total, are the simulator's bill.")
    }
}
