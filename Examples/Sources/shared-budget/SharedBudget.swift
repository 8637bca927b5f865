import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// Several processes spend from one budget, which is kept in a SQLite file that they share, and then in a DynamoDB table.
@main
struct SharedBudget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shared-budget",
        abstract: "Holds one budget across processes, on SQLite and on DynamoDB.",
        discussion: """
            Starts processes of its own that call a model as fast as they can, until the budget denies them for good. Nothing is \
            overspent, and nothing is left unused that another call would fit into. With --live the models and the table are \
            real, and the budget is a few cents.
            """,
        subcommands: [Share.self, Spend.self], defaultSubcommand: Share.self)

    /// The budget of the example.
    static let budget = SpendBudget(
        // A tenth of a cent.
        "team claims", .money(Money(attoUnits: 1_000_000_000_000_000)), per: .lifetime, for: ["team": "claims"])
    static let model: ModelID = "amazon.nova-lite-v1:0"
    static let table = "bedrock-cost-example"
}

/// Which store the processes share.
enum Shared: String, ExpressibleByArgument, CaseIterable {
    case sqlite, dynamodb

    var title: String { self == .sqlite ? "a SQLite file" : "a DynamoDB table" }
}

/// The example: processes, and what they have spent together.
struct Share: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "share", abstract: "Runs the example.")

    @OptionGroup var scenario: Scenario
    @Option(help: "How many processes spend.") var processes = 4

    func run() async throws {
        for kind in Shared.allCases {
            try await scenario.run { stage in try await share(kind, on: stage) }
        }
    }

    private func share(_ kind: Shared, on stage: Stage) async throws {
        let answer = "Claims 4711 and 4712 are urgent: the roof is open, and rain is forecast for tonight."
        // As many equal answers as the budget can pay for, and more.
        for _ in 0..<2_000 { stage.simulator?.enqueueReply(answer) }
        let path = FileManager.default.temporaryDirectory.appending(path: "shared-\(UUID().uuidString).sqlite").path
        defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
        if kind == .dynamodb { try await DynamoDBSpendStore.createTable(SharedBudget.table, stage.aws) }

        stage.progress("\(processes) processes spend from \(kind.title)")
        let children = try (1...processes).map { number in
            try Child(
                ["spend", kind.rawValue, path, "p\(number)"]
                    + (stage.endpoint.map { ["--endpoint", $0] } ?? []))
        }
        var denied = 0
        for child in children { denied += try await child.denials() }

        let store = try await kind.store(path: path, aws: stage.aws)
        guard let balance = try await store.balances(of: SharedBudget.budget.name, at: stage.now).first else {
            throw Mismatch("no process has spent anything")
        }
        let calls = try await store.totals(UsageQuery()).reduce(0) { $0 + $1.lines }
        print("\(processes) processes, one budget, kept in \(kind.title)")
        var table = Table("", "USD")
        table.add("limit", "\(SharedBudget.budget.limit.money?.formatted(fractionDigits: 8) ?? "")")
        table.add("spent", balance.posted.money?.formatted(fractionDigits: 8) ?? "")
        table.add("held", balance.held.money?.formatted(fractionDigits: 8) ?? "")
        table.add("left", try balance.remaining()?.money?.formatted(fractionDigits: 8) ?? "")
        print(table)
        print("\(calls) calls, \(denied) processes denied at the end\n")
        try stage.check("processes denied", denied, equals: processes)
        guard let simulator = stage.simulator else { return }
        try stage.check("what was spent", balance.posted, equals: .money(try Money(simulator.bill.total)))
        try stage.check("calls", calls, equals: simulator.requests.count { $0.operation == "Converse" })
    }
}

/// One of the processes: it calls until it is denied for good.
struct Spend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spend", abstract: "Spends in one process.", shouldDisplay: false)

    @Argument var kind: Shared
    @Argument var path: String
    @Argument var name: String
    @Option var endpoint: String?

    func run() async throws {
        let aws = try client()
        let bedrock = try MeteredBedrock(
            aws, policy: try TagPolicy([.required("team")]), budgets: [SharedBudget.budget],
            store: try await kind.store(path: path, aws: aws)
        ) {
            $0.owner = name
            $0.defaultMaxTokens = 400
        }
        try await withCostContext(["team": "claims"]) {
            while true {
                do {
                    _ = try await bedrock.converse(model: SharedBudget.model, "Which claims are urgent?")
                } catch let denial as SpendDenial where denial.remedy == .holdsMayReturn {
                    // Another process holds what is left. It will need less of it, and give the rest back.
                    try await Task.sleep(for: .milliseconds(5))
                } catch is SpendDenial {
                    return print("denied")
                }
            }
        }
    }

    private func client() throws -> AWSClient {
        guard let endpoint else { return try AWSClient() }
        return try AWSClient(
            region: .usEast1, authentication: .credentials(MockAWS(seed: 1).credentials), environment: .empty
        ) { $0.endpointURL = endpoint }
    }
}

extension Shared {
    func store(path: String, aws: AWSClient) async throws -> any BudgetStore {
        switch self {
        case .sqlite: try SQLiteSpendStore(path: path)
        case .dynamodb: DynamoDBSpendStore(aws, table: SharedBudget.table)
        }
    }
}

/// A process that was started, and what it says.
struct Child {
    private let process = Process()
    private let output = Pipe()

    init(_ arguments: [String]) throws {
        process.executableURL = Bundle.main.executableURL
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
    }

    /// How often it was denied for good, when it is gone.
    func denials() async throws -> Int {
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Mismatch("a process has failed") }
        return text.split(separator: "\n").count { $0 == "denied" }
    }
}
