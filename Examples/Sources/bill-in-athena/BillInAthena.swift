import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// The bill as data: an export of its lines, and questions to them in SQL.
@main
struct BillInAthena: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bill-in-athena",
        abstract: "Exports the bill and asks Athena who spent what on Bedrock.",
        discussion: """
            Against the simulator it creates a CUR 2.0 export, makes calls for two departments and for nobody, and asks by \
            tag, by day, by model and by caller. With --live it asks the table that --database and --table name.
            """)

    @OptionGroup var scenario: Scenario

    @Option(name: .long, help: "The database in Athena's catalogue.")
    var database = "billing"

    @Option(name: .long, help: "The table over the files of the export.")
    var table = "bedrock_bill"

    @Option(name: .long, help: "Where Athena puts its results.")
    var results = "s3://acme-athena/results/"

    func run() async throws {
        try await scenario.run { stage in
            let report = Report(
                stage: stage, athena: AthenaClient(stage.aws, outputLocation: results),
                table: BillTable(database: database, name: table), month: month(of: stage.now))
            if let simulator = stage.simulator { try await Spending(stage: stage).happen(simulator) }
            try await report.printAll()
        }
    }

    private func month(of date: Date) -> BillingMonth {
        let parts = TimestampFormat.iso8601.string(from: date).split(separator: "-").compactMap { Int($0) }
        return BillingMonth(parts.first ?? 1970, parts.count > 1 ? parts[1] : 1)
    }
}

/// What departments spend, with an export that was there before.
struct Spending {
    let stage: Stage

    func happen(_ simulator: MockAWS) async throws {
        let aws = stage.aws
        stage.progress("creating the export")
        let export = DataExport.costAndUsage(
            named: "bedrock-bill", to: .init(bucket: "acme-billing", prefix: "cur", region: .usEast1))
        _ = try await DataExportsClient(aws).create(export)

        let control = BedrockControlClient(aws)
        var profiles: [ARN] = []
        for (department, model) in [
            ("claims", "us.anthropic.claude-3-7-sonnet-20250219-v1:0"), ("sales", "us.amazon.nova-lite-v1:0"),
        ] {
            profiles.append(
                try await control.createInferenceProfile(
                    named: "\(department)-profile", copying: .systemDefined(ModelID(rawValue: model)),
                    tags: ["CostCenter": department]
                ).arn.arn)
        }
        let untagged: ModelID = "amazon.nova-lite-v1:0"
        try await call(profiles.map(\.modelID) + [untagged], times: 1)
        stage.letPass("for the tags to show in billing")
        try await CostExplorerClient(aws).activateCostAllocationTags(["CostCenter"])
        for day in 1...3 {
            try await call(profiles.map(\.modelID) + [untagged], times: day)
            stage.letPass("between two days of work")
        }
        simulator.addCharge(usd: "25", service: "Amazon Simple Storage Service", tags: ["CostCenter": "claims"])
        stage.letPass("for the last line to reach the export")
    }

    /// Calls each model as the analyst's role, whose name the bill will tell.
    private func call(_ models: [ModelID], times: Int) async throws {
        let role = AssumeRole(roleARN: "arn:aws:iam::123456789012:role/Analyst", sessionName: "ines")
        let runtime = BedrockRuntimeClient(stage.aws.assuming(role))
        for model in models {
            for _ in 0..<times {
                _ = try await runtime.converse(model: model, "Which claims of this month are urgent?")
            }
        }
    }
}

/// The five questions.
struct Report {
    let stage: Stage
    let athena: AthenaClient
    let table: BillTable
    let month: BillingMonth

    func printAll() async throws {
        let total = try stage.simulator.map { simulator in
            try Money.sum(try simulator.bill.rows.filter { !$0.resource.isEmpty }.map { try Money($0.cost) })
        }
        for (title, grouping) in [
            ("cost center", BillQuery.Grouping.tag("CostCenter")), ("day", .day), ("model", .model),
            ("caller", .principal),
        ] {
            let report = try await athena.costs(BillQuery(of: table, in: [month], by: grouping))
            var rows = Table(title, "USD")
            for row in report.rows { rows.add(row.values[0] ?? "(none)", row.cost.description) }
            rows.add("total", report.total.description)
            print("\(rows)\n")
            if let total { try stage.check("the bill by \(title)", report.total, equals: total) }
        }
        let untagged = try await athena.costs(BillQuery(of: table, in: [month], where: [.untagged("CostCenter")]))
        print("without a cost center: \(untagged.total) USD, \(untagged.scannedBytes ?? 0) bytes scanned")
        let lastMonth = month.month == 1 ? BillingMonth(month.year - 1, 12) : BillingMonth(month.year, month.month - 1)
        let earlier = try await athena.costs(BillQuery(of: table, in: [lastMonth]))
        print("in \(lastMonth): \(earlier.total) USD, \(earlier.scannedBytes ?? 0) bytes scanned")
        if total != nil { print("each total equals the simulator's bill of Bedrock") }
    }
}
