public import Metering

/// What Cost Explorer returned, and what asking cost.
public struct Billed<Value: Sendable>: Sendable {
    /// All pages' values.
    public let value: Value
    /// How many billable requests were sent: one for each page, and each attempt that had to be repeated.
    public let billableRequests: Int

    /// What the requests cost, at Cost Explorer's price of one US cent each.
    public var requestCost: Money { .costExplorerRequests(billableRequests) }

    func map<Other: Sendable>(_ transform: (Value) -> Other) -> Billed<Other> {
        Billed<Other>(value: transform(value), billableRequests: billableRequests)
    }
}

extension Billed: Equatable where Value: Equatable {}

extension Money {
    /// $0.01 a request, as of the price page of 2026.
    static func costExplorerRequests(_ count: Int) -> Money { .usd(cents: count) }
}
