/// One price that two books tell differently.
public struct PriceDifference: Sendable, Hashable, CustomStringConvertible {
    /// The foundation model's id.
    public let model: String
    /// The Region that is called; `nil` for Regions of which neither book says anything special.
    public let region: String?
    /// Where the call runs.
    public let scope: InferenceScope
    /// How it is served.
    public let tier: PriceTier
    /// What is counted.
    public let usageClass: UsageClass
    /// The prompt's tokens above which the prices hold.
    public let contextAbove: Int
    /// The price of the book that was asked.
    public let price: PriceRow
    /// The price of the other book.
    public let other: PriceRow

    /// What the prices are for, and both of them.
    public var description: String {
        let step = contextAbove == 0 ? "" : " above \(contextAbove)"
        return "\(model) \(region ?? "*") \(scope) \(usageClass) \(tier)\(step): \(price.unitPrice) "
            + "(\(price.provenance.source)), \(other.unitPrice) (\(other.provenance.source))"
    }
}

extension PriceBook {
    /// What this book and another one price differently on a day, in the order of the models' ids. Prices that only one of them
    /// has are no differences.
    public func differences(from other: PriceBook, on day: PriceDay) -> [PriceDifference] {
        struct Subject: Hashable {
            let model: String
            let subject: PriceRow.Subject
        }
        var found: [PriceDifference] = []
        for subject in Set((rows + other.rows).map { Subject(model: $0.model, subject: $0.subject) }) {
            let (model, subject) = (subject.model, subject.subject)
            let place = PricedModel(id: model, region: subject.region ?? "", scope: subject.scope)
            // A step holds for prompts that are longer.
            let prompt = subject.contextAbove == 0 ? 0 : subject.contextAbove + 1
            guard
                let price = rates(for: place, tier: subject.tier, promptTokens: prompt, on: day)?.rows[
                    subject.usageClass],
                let rival = other.rates(for: place, tier: subject.tier, promptTokens: prompt, on: day)?
                    .rows[subject.usageClass],
                price.unitPrice != rival.unitPrice
            else { continue }
            found.append(
                PriceDifference(
                    model: model, region: subject.region, scope: subject.scope, tier: subject.tier,
                    usageClass: subject.usageClass, contextAbove: subject.contextAbove, price: price, other: rival))
        }
        return found.map { ($0.description, $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
}
