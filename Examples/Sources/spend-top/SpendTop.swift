import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// A live view of budgets in the terminal: what is posted, held and left, and how fast it goes.
@main
struct SpendTop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spend-top",
        abstract: "Shows budgets while they are spent.",
        discussion: """
            Without flags, three teams spend in the simulator, and the view is shown every quarter of an hour of its clock. With \
            --ledger, the ledger of running programs is shown, again every two seconds, until the program is ended.
            """)

    @OptionGroup var scenario: Scenario
    @Option(help: "A SQLite ledger to look at, instead of the simulation.") var ledger: String?
    @Flag(help: "Shows the ledger once.") var once = false

    func run() async throws {
        if let ledger { return try await watch(ledger) }
        try await scenario.run { stage in
            guard let simulator = stage.simulator else {
                throw ValidationError("with --live, name a ledger: --ledger PATH")
            }
            try await simulate(stage, simulator)
        }
    }

    /// The ledger of running programs, read beside them.
    private func watch(_ path: String) async throws {
        let store = try SQLiteSpendStore(readingFrom: path)
        var view = BudgetView()
        let isTerminal = isatty(STDOUT_FILENO) == 1
        while true {
            let frame = try await view.frame(of: store, at: Date())
            // Home, and clear below: the frame replaces the one before.
            print(isTerminal && !once ? "\u{1B}[H\u{1B}[J\(frame)" : frame)
            if once { return }
            try await Task.sleep(for: .seconds(2))
        }
    }

    /// Three teams, of which one spends ever more.
    private func simulate(_ stage: Stage, _ simulator: MockAWS) async throws {
        let store = MemorySpendStore()
        let bedrock = try MeteredBedrock(
            stage.aws, policy: try TagPolicy([.required("team", oneOf: ["claims", "sales", "triage"])]),
            budgets: [
                SpendBudget("company", .money(.usd(cents: 20)), per: .daily()),
                SpendBudget("team", .money(.usd(cents: 6)), per: .daily(), perValueOf: ["team"]),
                SpendBudget("tokens", .tokens(400_000), per: .monthly()),
            ], store: store)
        var view = BudgetView()
        var denied = 0
        for quarter in 1...4 {
            for (team, calls) in [("claims", 2), ("sales", 1), ("triage", quarter * 4)] {
                for call in 1...calls {
                    do {
                        _ = try await withCostContext(["team": team]) {
                            try await bedrock.converse(
                                model: "us.anthropic.claude-3-7-sonnet-20250219-v1:0", "Claim \(quarter).\(call)?"
                            ) { $0.inferenceConfig = InferenceConfiguration(maxTokens: 300) }
                        }
                    } catch is SpendDenial {
                        denied += 1
                    }
                }
            }
            simulator.clock.advance(by: .seconds(900))
            print(try await view.frame(of: store, at: stage.now))
        }
        print("\(denied) calls were denied")
        let posted = try await store.balances(of: "company", at: stage.now).first?.posted
        try stage.check("what the company has spent", posted, equals: .money(try Money(simulator.bill.total)))
    }
}
