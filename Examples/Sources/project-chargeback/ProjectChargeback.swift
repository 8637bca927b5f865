import ArgumentParser
import BedrockCost
import ExampleKit

/// The Projects article from its first script to the report: projects with tags, inference through them, cost by tag.
@main
struct ProjectChargeback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "project-chargeback",
        abstract: "Charges workloads by Bedrock projects and their tags.",
        discussion: """
            Creates a project for each workload with the tags Application, Environment, Team, CostCenter and Owner, makes \
            Responses and Chat Completions calls through them (whole, streamed, in the background), activates the tags and \
            prints the cost by tag from Cost Explorer. Against the simulator every amount is held against its bill.
            """)

    @OptionGroup var scenario: Scenario

    func run() async throws {
        try await scenario.run { stage in
            print(try await ProjectJourney(stage: stage).run())
        }
    }
}

/// What the example prints.
struct ProjectReport: CustomStringConvertible {
    let projects: [Project]
    let reports: [(key: String, costs: ModelCostReport)]
    let tokens: TokenUsage

    init(projects: [Project], reports: [(String, ModelCostReport)], tokens: TokenUsage) {
        self.projects = projects
        self.reports = reports.map { (key: $0.0, costs: $0.1) }
        self.tokens = tokens
    }

    var description: String {
        var table = Table("PROJECT", "ID", "COST CENTER", "OWNER")
        for project in projects {
            table.add(
                project.name, project.id.rawValue, project.tags["CostCenter"] ?? "", project.tags["Owner"] ?? "")
        }
        var parts = ["\(table)"]
        for (key, costs) in reports {
            var table = Table(key.uppercased(), "MODEL", "USD")
            for row in costs.rows { table.add(row.tag ?? "(untagged)", row.model, "\(row.amount)") }
            table.add("total", "", "\(costs.total)")
            parts.append("\(table)")
        }
        let services = reports.first?.costs.matchedServices ?? []
        parts.append(
            """
            Counted as Bedrock: \(services.joined(separator: ", ")). \(tokens.total) tokens were used.
            Untagged are the calls before the activation and the one in the default project.
            """)
        return parts.joined(separator: "\n\n")
    }
}
