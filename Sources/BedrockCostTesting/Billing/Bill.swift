#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The simulator's bill: what every call cost, to the last digit, before Cost Explorer's delays.
///
/// Amounts are decimal strings in USD, exact: no digit is rounded away.
public struct Bill: Sendable {
    /// One line: a day's usage of one kind by one resource under one set of tags.
    public struct Row: Sendable, Hashable {
        /// The day in UTC, `YYYY-MM-DD`.
        public let day: String
        /// The account that called.
        public let accountID: String
        /// The Region that was called.
        public let region: String
        /// The bill's service name, such as `Amazon Bedrock` or `Claude 3.7 Sonnet (Amazon Bedrock Edition)`.
        public let service: String
        /// The usage type, such as `USE1-NovaLite-input-tokens`.
        public let usageType: String
        /// The operation on the bill, such as `InvokeModelInference`.
        public let operation: String
        /// The ARN of the profile or model that was called; empty for other charges.
        public let resource: String
        /// The foundation model that answered; empty for other charges.
        public let modelID: String
        /// The tags that the resource had at the time of the calls.
        public let tags: [String: String]
        /// The class of the tokens; `nil` for other charges.
        public let tokenClass: BilledTokenClass?
        /// The tokens billed.
        public let tokens: Int
        /// The usage in the meter's unit (thousands or millions of tokens), a decimal string.
        public let quantity: String
        /// The cost in USD, a decimal string.
        public let cost: String
    }

    /// The lines, ordered by day, account, Region, service, resource and usage type.
    public let rows: [Row]
    /// The sum of all lines in USD, a decimal string.
    public let total: String
    /// The tokens billed, by class.
    public let tokens: [BilledTokenClass: Int]
}

/// One entry of the ledger behind the bill: an hour's usage of one kind.
struct LineItem {
    struct Key: Hashable {
        /// Hours since 1970.
        let hour: Int
        let account: String
        let region: String
        let service: String
        let usageType: String
        let operation: String
        let billingEntity: String
        let resource: String
        let modelID: String
        let tokenClass: BilledTokenClass?
        let tags: [String: String]
        /// The tags whose keys were active for cost allocation when the usage happened: activation looks forward only.
        let attributedTags: [String: String]
        /// The ARN of the user or role session that called; empty for other charges.
        var principal = ""

        var day: Int { hour >= 0 ? hour / 24 : (hour - 23) / 24 }
    }

    let key: Key
    var tokens = 0
    /// Usage in millionths of the meter's unit.
    var quantity: Int128 = 0
    var cost = ExactUSD.zero
}

extension Date {
    /// Hours since 1970.
    var billingHour: Int { Int((timeIntervalSince1970 / 3_600).rounded(.down)) }
}

/// Collects line items as calls happen.
struct BillingLedger {
    private(set) var items: [LineItem] = []
    private var indexes: [LineItem.Key: Int] = [:]

    /// Adds usage to the line of `key`.
    mutating func add(_ key: LineItem.Key, tokens: Int, quantity: Int128, cost: ExactUSD) {
        let index: Int
        if let known = indexes[key] {
            index = known
        } else {
            index = items.count
            indexes[key] = index
            items.append(LineItem(key: key))
        }
        items[index].tokens += tokens
        items[index].quantity += quantity
        items[index].cost += cost
    }

    /// Bills the tokens of one call.
    mutating func bill(
        _ usage: TokenCount, of target: InvocationTarget, tier: ServiceTier, isStreaming: Bool, account: String,
        region: String, principal: String = "", activeTagKeys: Set<String>, at date: Date
    ) {
        let prices = target.model.prices(forInput: usage.input + usage.cacheRead + usage.cacheWrite)
        for (tokenClass, tokens) in usage.byClass where tokens > 0 {
            let meter = UsageMeter(
                model: target.model, region: region, isGlobal: target.isGlobal, tier: tier, isMantle: target.isMantle)
            let key = LineItem.Key(
                hour: date.billingHour,
                account: account, region: region, service: meter.service,
                usageType: meter.usageType(tokenClass),
                operation: target.isMantle
                    ? "CreateInference" : isStreaming ? "InvokeModelStreamingInference" : "InvokeModelInference",
                billingEntity: meter.billingEntity,
                resource: target.resourceARN, modelID: target.model.id, tokenClass: tokenClass, tags: target.tags,
                attributedTags: target.tags.filter { activeTagKeys.contains($0.key) }, principal: principal)
            let price = prices.perToken(tokenClass, isGlobal: target.isGlobal) * tokens
            add(key, tokens: tokens, quantity: meter.quantity(tokens), cost: tier.price(price))
        }
    }

    var bill: Bill {
        struct DayKey: Hashable {
            let day: Int
            let key: LineItem.Key
        }
        var days: [DayKey: LineItem] = [:]
        for item in items {
            let key = LineItem.Key(
                hour: item.key.day * 24, account: item.key.account, region: item.key.region,
                service: item.key.service, usageType: item.key.usageType, operation: item.key.operation,
                billingEntity: item.key.billingEntity, resource: item.key.resource, modelID: item.key.modelID,
                tokenClass: item.key.tokenClass, tags: item.key.tags, attributedTags: [:])
            var day = days[DayKey(day: item.key.day, key: key)] ?? LineItem(key: key)
            day.tokens += item.tokens
            day.quantity += item.quantity
            day.cost += item.cost
            days[DayKey(day: item.key.day, key: key)] = day
        }
        let rows = days.values.map { item in
            Bill.Row(
                day: CivilDate(daysSinceEpoch: item.key.day).description, accountID: item.key.account,
                region: item.key.region, service: item.key.service, usageType: item.key.usageType,
                operation: item.key.operation, resource: item.key.resource, modelID: item.key.modelID,
                tags: item.key.tags, tokenClass: item.key.tokenClass, tokens: item.tokens,
                quantity: decimal(item.quantity, scale: 6), cost: item.cost.description)
        }.sorted { $0.sortingKey.lexicographicallyPrecedes($1.sortingKey) }
        var tokens: [BilledTokenClass: Int] = [:]
        for item in items {
            if let tokenClass = item.key.tokenClass { tokens[tokenClass, default: 0] += item.tokens }
        }
        return Bill(rows: rows, total: items.reduce(.zero) { $0 + $1.cost }.description, tokens: tokens)
    }
}

extension Bill.Row {
    fileprivate var sortingKey: [String] {
        [day, accountID, region, service, resource, usageType, operation]
            + tags.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    }
}

/// The names and units under which a model's tokens are billed in a Region.
struct UsageMeter {
    let model: FoundationModel
    let region: String
    let isGlobal: Bool
    let tier: ServiceTier
    /// Whether the usage is the Projects endpoint's.
    var isMantle = false

    var service: String {
        switch model.meter {
        case .firstParty: "Amazon Bedrock"
        case .marketplace(let name): name
        }
    }

    var billingEntity: String {
        if case .marketplace = model.meter { "AWS Marketplace" } else { "AWS" }
    }

    /// Usage in millionths of the unit: a thousand tokens for first-party models, a million for Marketplace ones.
    func quantity(_ tokens: Int) -> Int128 {
        if case .marketplace = model.meter { Int128(tokens) } else { Int128(tokens) * 1_000 }
    }

    func usageType(_ tokenClass: BilledTokenClass) -> String {
        let code = BedrockRegion.named[region]?.billingCode ?? region
        let suffix = tier == .standard ? "" : "-\(tier.rawValue)"
        switch model.meter {
        case .firstParty(let name):
            let meter =
                switch tokenClass {
                case .input: "input-tokens"
                case .output: "output-tokens"
                case .cacheRead: "cache-read-input-token-count"
                case .cacheWrite5m: "cache-write-input-token-count"
                case .cacheWrite1h: "cache-write-1h-input-token-count"
                }
            if isMantle {
                return "\(code)-\(name)-mantle-\(meter)-\(tier == .standard ? "standard" : tier.rawValue)"
            }
            return "\(code)-\(name)-\(meter)\(isGlobal ? "-cross-region-global" : "")\(suffix)"
        case .marketplace:
            let meter =
                switch tokenClass {
                case .input: "InputTokenCount"
                case .output: "OutputTokenCount"
                case .cacheRead: "CacheReadInputTokenCount"
                case .cacheWrite5m: "CacheWriteInputTokenCount"
                case .cacheWrite1h: "CacheWrite1hInputTokenCount"
                }
            return "\(code)-MP:\(code)_\(meter)\(isGlobal ? "_Global" : "")-Units\(suffix)"
        }
    }
}
