/// A calendar month of the bill, the partition by which the files of an export are kept apart.
public struct BillingMonth: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The year.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int

    /// A month.
    public init(_ year: Int, _ month: Int) {
        self.year = year
        self.month = month
    }

    /// `2026-10`, as the partitions are named.
    public var description: String { "\(Self.padded(year, 4))-\(Self.padded(month, 2))" }

    /// Whether one comes before the other.
    public static func < (left: Self, right: Self) -> Bool { (left.year, left.month) < (right.year, right.month) }

    var isReal: Bool { (1...9999).contains(year) && (1...12).contains(month) }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
