import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// Watches spend for what is unusual, and shows what Cost Anomaly Detection cannot see: Claude.
@main
struct AnomalyWatch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "anomaly-watch", abstract: "Watches Bedrock's cost for anomalies.",
        discussion: """
            Against the simulator a runaway day of Nova is found, and one of Claude, which AWS Marketplace bills, is not. With \
            --live the anomalies of the last 30 days are listed, and nothing is created.
            """)

    @OptionGroup var scenario: Scenario

    func run() async throws {
        try await scenario.run { stage in
            let costExplorer = CostExplorerClient(stage.aws)
            if stage.simulator != nil { try await watchAndSpend(stage, costExplorer) }

            let since = CostPeriod.lastDays(30, now: stage.now).start
            let anomalies = try await costExplorer.anomalies(GetAnomalies(.init(from: since)))
            var table = Table("FROM", "TO", "WHAT", "ACTUAL", "EXPECTED", "IMPACT", "PERCENT")
            for anomaly in anomalies {
                let impact = anomaly.impact
                table.add(
                    String(anomaly.startDate?.prefix(10) ?? ""), String(anomaly.endDate?.prefix(10) ?? ""),
                    anomaly.dimensionValue ?? "", amount(impact.actualSpend), amount(impact.expectedSpend),
                    amount(impact.total), impact.percentage.map { "\($0)" } ?? "")
            }
            print("Anomalies since \(since):\n\(table)\n")
            for cause in anomalies.first?.rootCauses ?? [] {
                let contribution = amount(cause.impact?.contribution)
                print("Cause: \(cause.usageType ?? "?") in \(cause.region ?? "?"), \(contribution) USD")
            }
            guard let simulator = stage.simulator, let anomaly = anomalies.first else { return }

            let costs = try await costExplorer.costs(
                in: .days(from: since, to: CostPeriod.lastDays(1, now: stage.now).end), granularity: .daily,
                by: .service,
                where: .bedrock)
            let day = costs.filter { $0.period.start == Self.runawayDay }
            print("\nOn \(Self.runawayDay) the bill says:")
            for row in day { print("  \(row.service ?? "?"): \(row.amount) USD") }
            print(
                "Cost Anomaly Detection leaves out AWS Marketplace, and with it Claude: watch that with a budget by tag."
            )

            try await costExplorer.provideAnomalyFeedback(.plannedActivity, for: anomaly.anomalyID)
            let planned = try await costExplorer.anomalies(GetAnomalies(.init(from: since), feedback: .plannedActivity))
            print("Said of it: \(planned.first?.feedback?.rawValue ?? "nothing")")

            try stage.check("the number of anomalies", anomalies.count, equals: 1)
            try stage.check("what was seen", anomaly.dimensionValue, equals: "Amazon Bedrock")
            let billed = simulator.bill.rows.filter { $0.day == Self.runawayDay && $0.service == "Amazon Bedrock" }
            let actual = try Money.sum(billed.map { try Money($0.cost) })
            try stage.check(
                "the actual spend", anomaly.impact.actualSpend,
                equals: Money(attoUnits: actual.attoUnits / 1_000_000_000_000 * 1_000_000_000_000))
            print(
                "The actual spend is that of the simulator's bill, cut after the sixth digit as the simulator does it.")
        }
    }

    private static let runawayDay = "2026-10-13"

    private func amount(_ money: Money?) -> String { money.map { "\($0)" } ?? "" }

    /// Twelve ordinary days, and a thirteenth on which both models run away.
    private func watchAndSpend(_ stage: Stage, _ costExplorer: CostExplorerClient) async throws {
        let monitor = try await costExplorer.createAnomalyMonitor(.services(named: "bedrock-services"))
        let subscription = AnomalySubscription(
            name: "finops", to: [monitor], subscribers: [.email("finops@example.com")], frequency: .daily,
            threshold: .or(.anomalyImpact(atLeast: .usd(100)), .anomalyImpact(atLeastPercent: 40)))
        _ = try await costExplorer.createAnomalySubscription(subscription)
        for watched in try await costExplorer.anomalyMonitors() {
            let subscriptions = try await costExplorer.anomalySubscriptions(to: watched.monitorARN)
            print(
                "\(watched.name) watches every \(watched.dimension?.rawValue ?? "?") for \(subscriptions.map(\.name)).")
        }
        let teams = try await TaggedTeams(
            stage, tag: "app",
            [
                .init("chat", .foundationModel("amazon.nova-pro-v1:0"), callsPerDay: 2),
                .init("writer", .systemDefined("us.anthropic.claude-3-7-sonnet-20250219-v1:0")),
            ])
        for day in 1...13 {
            try await teams.workADay(times: day == 13 ? 20 : 1)
            stage.letPass("with the applications at work")
        }
    }
}
