import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation
import Synchronization

/// Takes envelopes, and keeps a table of what became of them.
final class Sentry {
    private static let models: EnvelopeModels = [
        "nova-lite": "amazon.nova-lite-v1:0",
        "nova-micro": "amazon.nova-micro-v1:0",
        "claude-3-5-haiku": "us.anthropic.claude-3-5-haiku-20241022-v1:0",
    ]

    private let stage: Stage
    private let bedrock: MeteredBedrock
    private let store = MemorySpendStore()
    private let metrics: CloudWatchCallMetrics
    private let began: Date
    private var table = Table("#", "model", "cost centre", "outcome", "tokens in", "out", "USD")
    private var outcomes: [String: Int] = [:]
    private var number = 0

    init(_ stage: Stage) throws {
        self.stage = stage
        began = stage.now
        var dimensions = CallDimensions(application: "unknown")
        dimensions.applicationKey = "applicationId"
        let metrics = CloudWatchCallMetrics(
            CloudWatchClient(stage.aws), dimensions, by: [RateLimitingDimension.all, [.costCenter]])
        self.metrics = metrics
        bedrock = try MeteredBedrock(
            stage.aws, policy: InferenceEnvelope.tagPolicy,
            budgets: [
                // Enough for some answers of sales, not for the longest.
                SpendBudget(
                    "sales", .money(.usd(cents: 1)), per: .daily(), for: ["costCenter": "sales"],
                    whenShort: [.lowerMaxTokens(atLeast: 600)]),
                SpendBudget("support", .usd(1), per: .monthly(), for: ["costCenter": "support"]),
            ], store: store
        ) { $0.observers = [metrics] }
    }

    func take(_ request: Request) async throws {
        number += 1
        if let fault = request.fault { stage.simulator?.faults.add(fault, for: "Converse") }
        let lines = try await store.lines(LineQuery(), after: nil).lines.count
        var outcome: String
        do {
            let envelope = try InferenceEnvelope(json: request.document)
            let call = try await envelope.call(
                models: Self.models, requestID: "request-\(number)", at: stage.now)
            let answer = try await call.run { try await bedrock.converse(call.request) }
            outcome = answer.stopReason == .maxTokens ? "approved, cut short" : "approved"
        } catch let error as InferenceEnvelopeError {
            outcome = "refused: \(error.violations.map(\.code.description).joined(separator: ", "))"
        } catch let denial as SpendDenial {
            outcome = "denied, \(denial.remedy == .windowEnds ? "until the day ends" : "\(denial.remedy)")"
        } catch let error as AWSError {
            outcome = "failed: \(error.code)"
        }
        let written = try await store.lines(LineQuery(), after: nil).lines.dropFirst(lines)
        if written.contains(where: { $0.state == .unknown }) { outcome += ", cost unknown" }
        if written.count > 1 { outcome += " after \(written.count) attempts" }
        outcomes[String(outcome.prefix { $0 != "," && $0 != ":" && $0 != " " }), default: 0] += 1
        let usage = written.reduce(TokenUsage.zero) { $0 + $1.usage }
        let cost = try Money.sum(written.compactMap(\.cost.amount))
        table.add(
            "\(number)", request.model, request.costCenter ?? "", outcome, written.isEmpty ? "" : "\(usage.prompt)",
            written.isEmpty ? "" : "\(usage.output)", written.isEmpty ? "" : cost.formatted(fractionDigits: 6))
        stage.simulator?.clock.advance(by: .seconds(60))
    }

    /// The outcomes, the budgets, and the blog's metrics as CloudWatch has them.
    func report() async throws {
        print(table)
        var budgets = Table("budget", "limit", "posted", "unknown")
        for balance in try await store.balances(of: nil, at: stage.now) {
            budgets.add(
                balance.key.budget, balance.limit?.description ?? "",
                balance.posted.money?.formatted(fractionDigits: 6) ?? "",
                balance.unknown.money?.formatted(fractionDigits: 6) ?? "")
        }
        print(budgets)
        try await metrics.flush()
        let queries = RateLimitingMetric.all.map { metric in
            MetricDataQuery.expression(
                metric.name.lowercased(), .fill(.sum(.search(metric, where: [], period: 3_600))), label: metric.name)
        }
        let results = try await CloudWatchClient(stage.aws).metricData(
            queries, from: began, to: stage.now.addingTimeInterval(3_600))
        var counted = Table("GenAIRateLimiting", "sum")
        for result in results { counted.add(result.label ?? "", "\(Int(result.total ?? 0))") }
        print(counted)
        guard let simulator = stage.simulator else { return }
        // What the ledger posted is what the simulator billed; a lost reply was billed, too, and counts as unknown.
        let total = try await store.totals(UsageQuery()).first
        let sure = try (total?.cost ?? .zero()).subtracting(total?.unknown ?? .zero())
        let billed = try Money(simulator.bill.total)
        guard try !billed.isLess(than: sure), try billed.isLess(than: total?.cost ?? .zero()) else {
            throw Mismatch("\(billed) was billed, and the ledger has \(sure) to \(total?.cost ?? .zero())")
        }
        let requests = simulator.requests.count { $0.operation == "Converse" }
        try stage.check("attempts", total?.lines, equals: requests)
        for kind in ["approved", "denied", "failed", "refused"] {
            try stage.check("requests that were \(kind)", outcomes[kind, default: 0] > 0, equals: true)
        }
    }
}
