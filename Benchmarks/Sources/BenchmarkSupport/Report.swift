/// Prints results as JSON lines.
public enum Report {
    /// Prints one measure beside its reference. It passes when value over reference is at most `bound`.
    public static func line(
        measure: String, reference: String, value: Double, referenceValue: Double, bound: Double
    ) {
        let ratio = value / referenceValue
        print(
            """
            {"measure": "\(measure)", "reference": "\(reference)", "value_ns": \(rounded(value, 1)), \
            "reference_ns": \(rounded(referenceValue, 1)), "ratio": \(rounded(ratio, 3)), "bound": \(bound), \
            "pass": \(ratio <= bound)}
            """)
    }

    private static func rounded(_ value: Double, _ digits: Int) -> Double {
        let factor = digits == 1 ? 10.0 : 1_000.0
        return (value * factor).rounded() / factor
    }
}
