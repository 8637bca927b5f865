import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit

/// The Japanese guide's organisation: profiles are created in other accounts through a role, and the payer sees their cost.
@main
struct CrossAccountProfile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cross-account-profile",
        abstract: "Creates and calls a profile in each of several accounts, and shows the payer what each spent.",
        discussion: """
            In each account the role is assumed, with an external id and a session tag; there an inference profile is created \
            and called. A day later the payer activates the tag, and later still Cost Explorer tells the cost by linked account \
            and tag. With --live give your own accounts; the role must trust you, and may ask for the external id.
            """)

    @Option(name: .long, help: "An account, twelve digits; repeat it for more. The simulator has three.")
    var account: [String] = ["210987654321", "345678901234", "456789012345"]

    @Option(name: .long, help: "The role's name in each account.")
    var role = "BedrockManagementRole"

    @Option(name: .long, help: "The external id that the roles ask for.")
    var externalID = "insurance-chargeback"

    @OptionGroup var scenario: Scenario

    func run() async throws {
        try await scenario.run { stage in
            if let simulator = stage.simulator { addRoles(to: simulator) }
            try await Survey(stage: stage, accounts: account, role: role, externalID: externalID).run()
        }
    }

    /// The roles of the simulated accounts. They trust the payer and ask for the external id; the last one trusts nobody.
    private func addRoles(to simulator: MockAWS) {
        for id in account {
            let trusted: Set<String> = id == account.last ? [] : [simulator.options.accountID]
            simulator.addRole(
                MockAWS.Role("arn:aws:iam::\(id):role/\(role)", trusting: trusted, externalID: externalID))
        }
    }
}
