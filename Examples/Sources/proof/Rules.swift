import BedrockCost
import BedrockCostTesting
import Foundation

/// Random histories on a store and on a model that shares nothing with it, operations repeated.
@Sendable func histories(_ size: Size, _ seed: UInt64) async throws -> Verdict {
    let report = try await SpendHistories(seed: seed).run(operations: size.operations) { MemorySpendStore() }
    return Verdict(
        tried: "\(report.operations.grouped) operations in \(report.histories.grouped) histories, "
            + "\(report.repeated.grouped) repeated",
        found: report.difference ?? "no difference from the model",
        isGreen: report.difference == nil && report.repeated > 0)
}

/// One suite for all stores.
@Sendable func conformance(_ size: Size, _ seed: UInt64) async throws -> Verdict {
    let folder = try Folder()
    defer { folder.remove() }
    let suite = SpendStoreConformance()
    var failures: [String] = []
    var checks = 0
    func note(_ store: String, _ outcomes: [SpendStoreConformance.Outcome]) {
        checks += outcomes.count
        failures += outcomes.filter { $0.failure != nil }.map { "\(store): \($0)" }
    }
    note("memory", try await suite.run { MemorySpendStore() })
    note(
        "SQLite",
        try await suite.run {
            try SQLiteSpendStore(path: folder.file("\(UUID().uuidString).sqlite"))
        })
    note("DynamoDB", try await suite.run { try await simulatedDynamoDB() })
    return Verdict(
        tried: "\(SpendStoreConformance.checks.count) checks on memory, SQLite and DynamoDB",
        found: failures.isEmpty
            ? "\(checks.grouped) passed" : "\(failures.count) failures: \(failures.joined(separator: "; "))",
        isGreen: failures.isEmpty && SpendStoreConformance.checks.count >= 150)
}

/// A new table in a simulated DynamoDB of its own.
private func simulatedDynamoDB() async throws -> DynamoDBSpendStore {
    let mock = MockAWS(seed: 1)
    let aws = try AWSClient(
        region: .usEast1, transport: mock.transport, authentication: .credentials(mock.credentials), environment: .empty
    ) {
        $0.now = { mock.now }
        $0.jitter = { 0 }
    }
    try await DynamoDBSpendStore.createTable("spend", aws)
    return DynamoDBSpendStore(aws, table: "spend")
}

/// Prices and usages of every size, multiplied by hand.
@Sendable func decimals(_ size: Size, _ seed: UInt64) async throws -> Verdict {
    var dice = SeededGenerator(seed: seed)
    let classes: [UsageClass] = [.input, .output, .cacheRead, .cacheWrite5m, .cacheWrite1h]
    let day = PriceDay(secondsSince1970: 1_793_500_000)
    let model = PricedModel(id: "m", region: "us-east-1")
    var differences = 0
    for _ in 0..<size.usages {
        // A price has up to twelve digits after the point, and a count up to nine digits.
        let prices = classes.map { _ in Int.random(in: 1...99_999_999, using: &dice) }
        let counts = classes.map { _ in
            Bool.random(using: &dice) ? Int.random(in: 0...999_999_999, using: &dice) : 0
        }
        var book = PriceBook()
        for (usageClass, price) in zip(classes, prices) {
            let digits = String(price)
            let text = "0." + String(repeating: "0", count: 12 - digits.count) + digits
            book.accept(
                PriceRow(
                    model: "m", usageClass, unitPrice: try Money(text), provenance: PriceProvenance("proof")))
        }
        let usage = TokenUsage(
            input: counts[0], output: counts[1], cacheRead: counts[2], cacheWrite5m: counts[3], cacheWrite1h: counts[4])
        let cost = try book.cost(of: usage, of: model, on: day)
        var sum = LongNumber()
        for (price, count) in zip(prices, counts) { sum.add(price, times: count) }
        if cost.amount?.description != sum.decimal(places: 12) { differences += 1 }
    }
    return Verdict(
        tried: "\(size.usages.grouped) random usages at random prices", found: "\(differences) differences",
        isGreen: differences == 0)
}

/// A whole number by its decimal digits, added to and multiplied as on paper.
private struct LongNumber {
    /// The least digit first.
    private var digits: [Int] = []

    mutating func add(_ left: Int, times right: Int) {
        for (place, digit) in Self.digits(of: left).enumerated() {
            for (other, factor) in Self.digits(of: right).enumerated() { add(digit * factor, at: place + other) }
        }
    }

    private mutating func add(_ value: Int, at place: Int) {
        var (carry, place) = (value, place)
        while carry > 0 {
            while digits.count <= place { digits.append(0) }
            let sum = digits[place] + carry
            digits[place] = sum % 10
            carry = sum / 10
            place += 1
        }
    }

    private static func digits(of number: Int) -> [Int] { String(number).reversed().compactMap(\.wholeNumberValue) }

    /// The number with a point before its last `places` digits, without zeros at the end.
    func decimal(places: Int) -> String {
        var all = digits
        while all.count <= places { all.append(0) }
        var text = all.reversed().map(String.init).joined()
        text.insert(".", at: text.index(text.endIndex, offsetBy: -places))
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        while text.hasPrefix("0"), !text.hasPrefix("0."), text.count > 1 { text.removeFirst() }
        return text
    }
}

/// Calls with random owners, half of them broken on purpose, as the simulator sees them on the wire.
@Sendable func contexts(_ size: Size, _ seed: UInt64) async throws -> Verdict {
    let mock = MockAWS(seed: seed) { $0.recordedRequestLimit = 1_000 }
    let aws = try AWSClient(
        region: .usEast1, transport: mock.transport, authentication: .credentials(mock.credentials), environment: .empty
    ) { $0.now = { mock.now } }
    let bedrock = try MeteredBedrock(aws, policy: RandomCostContexts.policy, budgets: [], store: MemorySpendStore())
    var (sent, refused, wronglyRefused, flaws) = (0, 0, 0, 0)
    for sample in RandomCostContexts(seed: seed).prefix(size.contexts) {
        let before = mock.requests.last?.ordinal ?? -1
        do {
            _ = try await sample.run {
                try await bedrock.converse(model: "amazon.nova-micro-v1:0", "Hi") {
                    $0.inferenceConfig = InferenceConfiguration(maxTokens: 1)
                }
            }
        } catch is TagPolicyError {
            refused += 1
            if sample.fault == nil { wronglyRefused += 1 }
        }
        guard let request = mock.requests.last, request.ordinal != before else { continue }
        sent += 1
        if sample.fault != nil || RandomCostContexts.flaw(inRequestMetadata: request.requestMetadata) != nil {
            flaws += 1
        }
    }
    return Verdict(
        tried: "\(size.contexts.grouped) random contexts, \(refused.grouped) refused",
        found: "\(flaws) of \(sent.grouped) that left are flawed, \(wronglyRefused) refused without reason",
        isGreen: flaws == 0 && wronglyRefused == 0 && sent > 0 && refused > 0)
}
