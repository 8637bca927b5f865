public import AWSCore

/// How the values of a metric within one period become one number.
///
/// Percentiles and their kin need the single values: they have no data where a metric was sent as statistic sets.
public struct Statistic: OpenStringSet, CodingKeyRepresentable {
    /// The name on the wire, such as `Sum` or `p99.9`.
    public let rawValue: String

    /// A statistic by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// How many values there were.
    public static let sampleCount = Self(rawValue: "SampleCount")
    /// Their mean.
    public static let average = Self(rawValue: "Average")
    /// Their sum: the one for counts of calls and tokens.
    public static let sum = Self(rawValue: "Sum")
    /// The least.
    public static let minimum = Self(rawValue: "Minimum")
    /// The greatest.
    public static let maximum = Self(rawValue: "Maximum")
    /// The median.
    public static let p50 = Self(rawValue: "p50")
    /// Nine of ten values are not above it.
    public static let p90 = Self(rawValue: "p90")
    /// 95 of 100 values are not above it.
    public static let p95 = Self(rawValue: "p95")
    /// 99 of 100 values are not above it.
    public static let p99 = Self(rawValue: "p99")

    /// A percentile, such as `percentile("99.9")`: a decimal number from 0 to 100.
    public static func percentile(_ percent: String) -> Self { Self(rawValue: "p\(percent)") }

    /// The five that the API calls statistics; all others are extended ones.
    static let basic: Set<Statistic> = [.sampleCount, .average, .sum, .minimum, .maximum]

    /// Whether the API calls it an extended statistic.
    public var isExtended: Bool { !Self.basic.contains(self) }

    /// - Throws: `AWSError` for what CloudWatch does not compute.
    func validate(_ member: String) throws(AWSError) {
        guard !Self.basic.contains(self), rawValue != "IQM", !isRanked, !isRange else { return }
        throw .invalidInput(
            member,
            "\"\(rawValue)\" is no statistic; there are SampleCount, Average, Sum, Minimum, Maximum, percentiles such as "
                + "p99.9, IQM, and trimmed ones such as tm90 or TM(10%:90%)")
    }

    /// `p99.9`, `tm90`, `tc10`, `ts10`, `wm98`.
    private var isRanked: Bool {
        for prefix in ["p", "tm", "tc", "ts", "wm"] where rawValue.hasPrefix(prefix) {
            let number = rawValue.dropFirst(prefix.count)
            let isDecimal = number.utf8.allSatisfy { ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: ".") }
            if isDecimal, let percent = Double(number), (0...100).contains(percent) { return true }
        }
        return false
    }

    /// `TM(10%:90%)`, `PR(:300)`.
    private var isRange: Bool {
        guard ["TM(", "TC(", "TS(", "WM(", "PR("].contains(where: rawValue.hasPrefix), rawValue.hasSuffix(")") else {
            return false
        }
        let bounds = rawValue.dropFirst(3).dropLast().split(separator: ":", omittingEmptySubsequences: false)
        return bounds.count == 2 && bounds.contains { !$0.isEmpty }
            && bounds.allSatisfy { bound in
                bound.isEmpty || Double(bound.hasSuffix("%") ? bound.dropLast() : bound) != nil
            }
    }
}
