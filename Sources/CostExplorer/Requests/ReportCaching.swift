/// Whether a client keeps what Cost Explorer answered, and for how long.
public struct ReportCaching: Sendable, Hashable {
    /// Seconds between refreshes, counted from midnight UTC; `nil` for no cache.
    let refreshInterval: Int64?

    /// Every report is asked for anew, and paid for anew.
    public static let none = ReportCaching(refreshInterval: nil)

    /// Answers are kept until Cost Explorer next takes over new data, which is up to three times a day: at 0:00, 8:00 and
    /// 16:00 UTC by this estimate, since AWS publishes no times.
    public static let untilNextRefresh = ReportCaching(refreshInterval: 8 * 3_600)

    /// Answers are kept until the next multiple of an interval since midnight UTC.
    ///
    /// - Parameter interval: A second or more; what is shorter counts as one second.
    public static func untilNextRefresh(every interval: Duration) -> ReportCaching {
        ReportCaching(refreshInterval: max(1, interval.components.seconds))
    }
}
