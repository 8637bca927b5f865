/// A stretch of time, such as the last 24 hours.
public struct MetricWindow: Sendable, Hashable, CustomStringConvertible {
    /// Its length in seconds.
    public let seconds: Int

    private init(_ count: Int, _ unit: Int) {
        let (product, overflow) = count.multipliedReportingOverflow(by: unit)
        seconds = overflow ? Int.max : product
    }

    /// Minutes.
    public static func minutes(_ count: Int) -> Self { Self(count, 60) }
    /// Hours.
    public static func hours(_ count: Int) -> Self { Self(count, 3600) }
    /// Days of 24 hours.
    public static func days(_ count: Int) -> Self { Self(count, 86_400) }

    /// Such as `24 h` or `15 min`.
    public var description: String { seconds % 3600 == 0 ? "\(seconds / 3600) h" : "\(seconds / 60) min" }
}
