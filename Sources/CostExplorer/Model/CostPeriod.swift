import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A span of time in UTC whose end is not part of it, in days (`2026-10-01`) or in hours (`2026-10-01T00:00:00Z`).
///
/// The texts are kept as they are; a request with a period that is none is refused before it is sent.
public struct CostPeriod: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The first day or hour.
    public let start: String
    /// The first day or hour after the period.
    public let end: String

    private enum CodingKeys: String, CodingKey {
        case start = "Start"
        case end = "End"
    }

    /// A calendar month.
    public static func month(_ year: Int, _ month: Int) -> CostPeriod {
        CostPeriod(
            start: dayText(year, month, 1),
            end: month == 12 ? dayText(year + 1, 1, 1) : dayText(year, month + 1, 1))
    }

    /// From one day to before another.
    ///
    /// - Parameters:
    ///   - start: The first day, as `YYYY-MM-DD`.
    ///   - end: The day after the last.
    public static func days(from start: String, to end: String) -> CostPeriod { CostPeriod(start: start, end: end) }

    /// The last `count` days, the day of `now` being the last of them.
    public static func lastDays(_ count: Int, now: Date) -> CostPeriod {
        let today = seconds(now) - positiveRemainder(seconds(now), 86_400)
        // More days than there have been since year 1 would leave the calendar; the request is then refused.
        let days = Int64(min(max(count, 0), 730_000))
        return CostPeriod(start: dayText(today - (days - 1) * 86_400), end: dayText(today + 86_400))
    }

    /// Whole hours, for ``Granularity/hourly``: from the hour of `start` to the end of the hour that `end` falls into.
    public static func hours(from start: Date, to end: Date) -> CostPeriod {
        let first = seconds(start) - positiveRemainder(seconds(start), 3600)
        let last = seconds(end) + positiveRemainder(-seconds(end), 3600)
        return CostPeriod(start: hourText(first), end: hourText(last))
    }

    /// The start and the end.
    public var description: String { "\(start) ..< \(end)" }

    func validate(_ granularity: Granularity? = nil) throws(AWSError) {
        let bounds = (try Self.instant(start), try Self.instant(end))
        guard bounds.0.isHour == bounds.1.isHour else {
            throw .invalidInput("TimePeriod", "\(self) mixes a day and an hour")
        }
        guard bounds.0.seconds < bounds.1.seconds else {
            throw .invalidInput(
                "TimePeriod", "\(self) is empty; its end is not part of it, so it must be after its start")
        }
        if let granularity, bounds.0.isHour, granularity != .hourly {
            throw .invalidInput("TimePeriod", "hours go with the granularity HOURLY only, not with \(granularity)")
        }
    }
}

extension CostPeriod {
    /// The whole days that cover the period.
    func inDays() throws(AWSError) -> CostPeriod {
        let (first, last) = (try Self.instant(start), try Self.instant(end))
        guard first.isHour || last.isHour else { return self }
        return CostPeriod(
            start: Self.dayText(first.seconds),
            end: Self.dayText(last.seconds + Self.positiveRemainder(-last.seconds, 86_400)))
    }

    /// How many months it takes to cover the period, counted from its first day: three for 15 January to 10 April.
    func monthsBegun() throws(AWSError) -> Int {
        let (first, last) = (
            CivilTime(epochSeconds: try Self.instant(start).seconds),
            CivilTime(epochSeconds: try Self.instant(end).seconds)
        )
        let months = (last.year - first.year) * 12 + last.month - first.month
        return last.day > first.day ? months + 1 : months
    }

    /// Checks that the period is a calendar month.
    func validateAsMonth(_ member: String) throws(AWSError) {
        try validate()
        let first = CivilTime(epochSeconds: try Self.instant(start).seconds)
        guard self == .month(first.year, first.month) else {
            throw .invalidInput(member, "\(self) is not a calendar month")
        }
    }

    /// The periods that a query of `granularity` answers with.
    func parts(_ granularity: Granularity) throws(AWSError) -> [CostPeriod] {
        let (first, last) = (try Self.instant(start), try Self.instant(end))
        var parts: [CostPeriod] = []
        var from = first.seconds
        while from < last.seconds {
            let next: Int64
            switch granularity {
            case .hourly: next = from - Self.positiveRemainder(from, 3600) + 3600
            case .daily: next = from - Self.positiveRemainder(from, 86_400) + 86_400
            case .monthly:
                let civil = CivilTime(epochSeconds: from)
                let isDecember = civil.month == 12
                let days = CivilTime.days(
                    year: isDecember ? civil.year + 1 : civil.year, month: isDecember ? 1 : civil.month + 1, day: 1)
                next = days.map { $0 * 86_400 } ?? last.seconds
            default: next = last.seconds
            }
            let to = min(next, last.seconds)
            let isHour = first.isHour || granularity == .hourly
            parts.append(
                isHour
                    ? CostPeriod(start: Self.hourText(from), end: Self.hourText(to))
                    : CostPeriod(start: Self.dayText(from), end: Self.dayText(to)))
            from = to
        }
        return parts
    }

    /// Checks that a text names a day or an hour.
    static func validate(date text: String, _ member: String) throws(AWSError) { _ = try instant(text, member) }

    /// The point in time that a text names: ten characters for a day, twenty for an hour.
    private static func instant(
        _ text: String, _ member: String = "TimePeriod"
    ) throws(AWSError) -> (seconds: Int64, isHour: Bool) {
        let isHour = text.utf8.count == 20
        let isDated = text.utf8.prefix(4).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard text.utf8.count == 10 || isHour && text.hasSuffix("Z"), isDated,
            let date = TimestampFormat.iso8601.date(from: isHour ? text : text + "T00:00:00Z")
        else {
            throw .invalidInput(
                member, "\"\(text)\" is not a date; a day is written 2026-10-01, an hour 2026-10-01T00:00:00Z")
        }
        return (seconds(date), isHour)
    }

    private static func seconds(_ date: Date) -> Int64 {
        Int64(exactly: date.timeIntervalSince1970.rounded(.down)) ?? 0
    }

    private static func positiveRemainder(_ value: Int64, _ divisor: Int64) -> Int64 {
        let remainder = value % divisor
        return remainder < 0 ? remainder + divisor : remainder
    }

    private static func hourText(_ seconds: Int64) -> String {
        TimestampFormat.iso8601.string(from: Date(timeIntervalSince1970: Double(seconds)))
    }

    private static func dayText(_ seconds: Int64) -> String { String(hourText(seconds).prefix { $0 != "T" }) }

    private static func dayText(_ year: Int, _ month: Int, _ day: Int) -> String {
        "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
