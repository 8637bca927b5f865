import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// What Bedrock will cost: in all, by day with bounds, and for each value of a tag.
@main
struct CostForecastExample: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cost-forecast", abstract: "Forecasts the cost of Bedrock, in all and by tag.",
        discussion: """
            The simulator expects each day to cost the mean of the days that it knows; the real service has models of its own. \
            With --live each forecast costs one US cent.
            """)

    @OptionGroup var scenario: Scenario

    @Option(name: .long, help: "The tag's key. It must be active for cost allocation.")
    var key = "dept"

    func run() async throws {
        try await scenario.run { stage in
            if stage.simulator != nil { try await spend(stage) }
            let costExplorer = CostExplorerClient(stage.aws, caching: .untilNextRefresh)
            let history = CostPeriod.lastDays(30, now: stage.now)
            let ahead = CostPeriod.days(
                from: CostPeriod.lastDays(1, now: stage.now).start,
                to: CostPeriod.lastDays(1, now: stage.now.addingTimeInterval(30 * 86_400)).end)

            let known = try await costExplorer.costs(in: history, by: .tag(key), where: .bedrock)
            let forecast = try await costExplorer.forecast(in: ahead, where: .bedrock)
            print("Spent in the last 30 days: \(known.total) USD. Expected from \(ahead.start) to \(ahead.end):\n")
            var months = Table("FROM", "TO", "USD", "AT LEAST", "AT MOST")
            for part in forecast.parts {
                months.add(
                    part.period.start, part.period.end, "\(part.mean)", "\(part.lowerBound ?? part.mean)",
                    "\(part.upperBound ?? part.mean)")
            }
            months.add("total", "", "\(forecast.total)")
            print(months)

            var requests = known.billableRequests + forecast.billableRequests
            var teams = Table(key.uppercased(), "SPENT", "EXPECTED")
            for tag in Set(known.compactMap(\.tag)).sorted() {
                let spent = try Money.sum(known.filter { $0.tag == tag }.map(\.amount))
                let expected = try await costExplorer.forecast(
                    in: ahead, where: .and(.bedrock, .tag(key, in: [tag])))
                requests += expected.billableRequests
                teams.add(tag, "\(spent)", "\(expected.total)")
            }
            print("\n\(teams)\n")
            print("Asked \(requests) requests, for \(try Money.usd(cents: 1).multiplied(by: requests)) USD.")

            guard let simulator = stage.simulator else { return }
            // The rule of the simulator, done by hand: the mean of the full days it knows, for each day ahead.
            let days = Set(simulator.bill.rows.map(\.day)).count
            let bill = try Money(simulator.bill.total)
            let mean = Money(attoUnits: bill.attoUnits / 1000 / Int128(days) * 1000)
            try stage.check("what was spent", known.total, equals: bill)
            try stage.check("the forecast", forecast.total, equals: mean.multiplied(by: 31))
            print("The forecast is the mean of the \(days) days on the simulator's bill, times the 31 days ahead.")
        }
    }

    /// Ten days of three departments' calls.
    private func spend(_ stage: Stage) async throws {
        let teams = try await TaggedTeams(
            stage, tag: key,
            [
                .init("claims", .systemDefined("us.anthropic.claude-3-7-sonnet-20250219-v1:0")),
                .init("sales", .foundationModel("amazon.nova-lite-v1:0"), callsPerDay: 4),
                .init("underwriting", .foundationModel("amazon.nova-pro-v1:0"), callsPerDay: 2),
            ])
        for day in 0..<10 {
            try await teams.workADay(times: 1 + day % 3)
            stage.letPass("with the departments at work")
            if day == 0 { try await CostExplorerClient(stage.aws).activateCostAllocationTags([key]) }
        }
    }
}
