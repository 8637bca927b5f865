import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// What each account of an organization spent on Bedrock, department by department, from the payer's account.
@main
struct OrganizationCostsExample: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organization-costs",
        abstract: "Shows Bedrock's cost by account and tag, for a whole organization.",
        discussion: "With --live it must run in the payer's account; a member sees its own costs only.")

    @OptionGroup var scenario: Scenario

    @Option(name: .long, help: "The tag's key. It must be active for cost allocation.")
    var key = "dept"

    func run() async throws {
        try await scenario.run { stage in
            if stage.simulator != nil { try await spend(stage) }
            let costExplorer = CostExplorerClient(stage.aws)
            let costs = try await costExplorer.organizationCosts(in: .lastDays(30, now: stage.now), by: key)

            var table = Table("ACCOUNT", "NAME", key.uppercased(), "USD")
            for account in costs {
                for share in account.shares where !share.amount.isZero {
                    table.add(account.id, account.name ?? "", share.tag ?? "(untagged)", "\(share.amount)")
                }
                table.add(account.id, account.name ?? "", "all", "\(account.total)")
            }
            for share in costs.shares { table.add("all", "", share.tag ?? "(untagged)", "\(share.amount)") }
            table.add("all", "", "all", "\(costs.total)")
            print(table)
            print("\nCounted as Bedrock: \(costs.matchedServices.joined(separator: ", "))")
            print("Asked \(costs.billableRequests) requests, for \(costs.requestCost) USD.")

            guard let simulator = stage.simulator else { return }
            try stage.check("the total", costs.total, equals: Money(simulator.bill.total))
            for account in costs {
                let billed = simulator.bill.rows.filter { $0.accountID == account.id }.map(\.cost)
                try stage.check(
                    "the total of \(account.id)", account.total, equals: Money.sum(billed.map { try Money($0) }))
            }
            print("Every account's total is that of the simulator's bill.")
        }
    }

    /// The layout of the document: a management account and one for each stage of development, whose roles are assumed.
    private func spend(_ stage: Stage) async throws {
        var accounts = [
            try await TaggedTeams(
                stage, tag: key, [.init("platform", .foundationModel("amazon.nova-lite-v1:0"), callsPerDay: 2)])
        ]
        let members: [(id: String, teams: [TaggedTeams.Team])] = [
            ("210987654321", [.init("claims", .foundationModel("amazon.nova-lite-v1:0"), callsPerDay: 3)]),
            (
                "310987654321",
                [
                    .init("claims", .systemDefined("us.anthropic.claude-3-7-sonnet-20250219-v1:0"), callsPerDay: 2),
                    .init("underwriting", .foundationModel("amazon.nova-pro-v1:0"), callsPerDay: 4),
                ]
            ),
        ]
        for member in members {
            let role = AssumeRole(
                roleARN: "arn:aws:iam::\(member.id):role/BedrockManagementRole", sessionName: "organization-costs")
            accounts.append(try await TaggedTeams(stage, in: stage.aws.assuming(role), tag: key, member.teams))
        }
        for account in accounts { try await account.workADay() }
        stage.letPass("for the key to show in billing")
        try await CostExplorerClient(stage.aws).activateCostAllocationTags([key])
        for account in accounts { try await account.workADay(times: 2) }
        stage.letPass("for the activation to count")
        stage.letPass("for the bill to arrive")
    }
}
