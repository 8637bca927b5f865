import BedrockCost
import ExampleKit

/// What each owner's logged calls took and cost.
struct LoggedCosts {
    private struct Key: Hashable {
        var owner: String
        var model: String
    }

    /// USD per million tokens, input and output: sample prices, on demand, of the models that the example calls.
    private static let prices: [String: (input: String, output: String)] = [
        "us.anthropic.claude-3-5-haiku-20241022-v1:0": ("0.80", "4"),
        "amazon.nova-lite-v1:0": ("0.06", "0.24"),
    ]

    private(set) var table = Table("owner", "model", "calls", "refused", "tokens in", "tokens out", "USD")
    private(set) var total = Money.zero()

    init(_ records: [ModelInvocationLog], by name: String) throws {
        func key(_ record: ModelInvocationLog) -> Key {
            Key(owner: record.requestMetadata[name] ?? "nobody", model: record.modelID.rawValue)
        }
        let groups = Dictionary(grouping: records, by: key)
        let usage = records.usage(by: key)
        for (key, records) in groups.sorted(by: { ($0.key.owner, $0.key.model) < ($1.key.owner, $1.key.model) }) {
            let tokens = usage[key] ?? .zero
            let cost = try Self.cost(of: tokens, on: key.model)
            if let cost { total = try total.adding(cost) }
            table.add(
                key.owner, key.model, "\(records.count { $0.errorCode == nil })",
                "\(records.count { $0.errorCode != nil })", "\(tokens.input)", "\(tokens.output)",
                cost.map { "\($0)" } ?? "no price known")
        }
    }

    private static func cost(of tokens: TokenUsage, on model: String) throws -> Money? {
        guard let price = prices[model] else { return nil }
        return try Money("\(price.input)e-6").multiplied(by: tokens.input)
            .adding(Money("\(price.output)e-6").multiplied(by: tokens.output))
    }
}
