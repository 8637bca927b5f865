#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// How a budget's time is cut into windows, each of which may spend the limit anew.
///
/// Windows of the calendar begin and end at midnight of a time zone. They leave out no moment and count none twice, whatever the
/// zone's clocks do: a day may have 23 or 25 hours, a midnight that is skipped begins with the first moment after it, and of two
/// midnights of one day the first counts.
///
/// ```swift
/// let berlin = try TimeZoneRules(named: "Europe/Berlin")
/// let window = SpendPeriod.monthly(in: berlin).window(containing: Date())
/// print(window.id)                                           // 2026-11@Europe/Berlin
/// ```
///
/// A period has a canonical text, its ``description``, from which ``init(_:zoneDirectory:)`` makes it again.
public struct SpendPeriod: Sendable, Hashable {
    /// A day of the week.
    public enum Weekday: String, Sendable, Hashable, Codable, CaseIterable {
        /// Monday.
        case monday
        /// Tuesday.
        case tuesday
        /// Wednesday.
        case wednesday
        /// Thursday.
        case thursday
        /// Friday.
        case friday
        /// Saturday.
        case saturday
        /// Sunday.
        case sunday

        var daysSinceMonday: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    enum Cut: Sendable, Hashable {
        case hours(TimeZoneRules)
        case calendar(CalendarUnit, TimeZoneRules)
        /// Both in seconds.
        case rolling(length: Int, step: Int)
        case lifetime
    }

    let cut: Cut

    /// Hours, from one full hour of the zone's clocks to the next.
    ///
    /// Each takes sixty minutes, those before and after a change to summer time, too. Where clocks are changed by part of an hour,
    /// the window around the change is shorter or longer.
    public static func hourly(in zone: TimeZoneRules = .utc) -> Self { Self(cut: .hours(zone)) }

    /// Days, from midnight to midnight.
    public static func daily(in zone: TimeZoneRules = .utc) -> Self { Self(cut: .calendar(.day, zone)) }

    /// Weeks.
    public static func weekly(startingOn weekday: Weekday = .monday, in zone: TimeZoneRules = .utc) -> Self {
        Self(cut: .calendar(.week(weekday), zone))
    }

    /// Months.
    ///
    /// - Parameters:
    ///   - startingOnDay: The day on which a month begins, from 1 to 31; a number outside counts as the nearest inside. Months that
    ///     are shorter begin on their last day.
    ///   - zone: The zone.
    public static func monthly(startingOnDay: Int = 1, in zone: TimeZoneRules = .utc) -> Self {
        Self(cut: .calendar(.month(startingOnDay: min(max(startingOnDay, 1), 31)), zone))
    }

    /// Quarters, from January, April, July and October on.
    public static func quarterly(in zone: TimeZoneRules = .utc) -> Self { Self(cut: .calendar(.quarter, zone)) }

    /// Years.
    ///
    /// - Parameters:
    ///   - startingInMonth: The month with whose first day a year begins, from 1 to 12; a number outside counts as the nearest
    ///     inside.
    ///   - zone: The zone.
    public static func yearly(startingInMonth: Int = 1, in zone: TimeZoneRules = .utc) -> Self {
        Self(cut: .calendar(.year(startingInMonth: min(max(startingInMonth, 1), 12)), zone))
    }

    /// A span that moves with time, such as the last 24 hours.
    ///
    /// It moves in steps, each of which is a window. The limit is held against the sum of ``covered(at:)``, which counts the step
    /// that the span has only partly left, too: so no span of the length, wherever it begins, sees more than the limit.
    ///
    /// - Parameters:
    ///   - length: The length, a whole number of seconds, rounded up, and one at least.
    ///   - steps: How many steps the length has, at least one. More of them free what was spent more evenly. A step is a whole
    ///     number of seconds, rounded up.
    public static func rolling(over length: Duration, steps: Int = 60) -> Self {
        let (whole, part) = length.components
        let seconds = min(max(Int(whole) + (part > 0 ? 1 : 0), 1), 1 << 40)
        let count = min(max(steps, 1), seconds)
        return Self(cut: .rolling(length: seconds, step: (seconds + count - 1) / count))
    }

    /// A single window that never ends.
    public static var lifetime: Self { Self(cut: .lifetime) }

    // MARK: Windows

    /// The window that a moment lies in; of a rolling period, the step.
    ///
    /// Moments more than three million years away lie in the outermost window.
    public func window(containing date: Date) -> SpendWindow {
        let time = date.wholeSecondsSince1970
        switch cut {
        case .hours(let zone):
            let start = zone.hour(containing: time)
            return window("\(Self.utcText(start))@\(zone)", start, zone.hour(after: time))
        case .calendar(let unit, let zone):
            let today = CivilDay(secondsSince1970: time + zone.stretch(at: time).offset)
            var first = unit.first(of: today)
            var next = unit.first(after: first)
            // Clocks that were set back show a unit again that is over; and one that they skipped begins and ends in one moment.
            while zone.firstMoment(showing: next.number * CivilDay.seconds) <= time {
                first = next
                next = unit.first(after: first)
            }
            return window(
                "\(unit.id(of: first))@\(zone)", zone.firstMoment(showing: first.number * CivilDay.seconds),
                zone.firstMoment(showing: next.number * CivilDay.seconds))
        case .rolling(_, let step):
            let start = time - time.dividedDown(by: step).remainder
            return window("\(Self.utcText(start))/PT\(step)S", start, start + step)
        case .lifetime:
            return SpendWindow(id: "lifetime", start: .distantPast, end: nil)
        }
    }

    /// The window that ends where another of this period begins; `nil` where there is none.
    public func window(before window: SpendWindow) -> SpendWindow? {
        guard cut != .lifetime else { return nil }
        let before = self.window(containing: Date(wholeSecondsSince1970: window.start.wholeSecondsSince1970 - 1))
        return before.start < window.start ? before : nil
    }

    /// The windows whose spending counts at a moment, in the order of time, the current one last.
    ///
    /// Of a rolling period these are all steps of which a moment lies less than its length back; else the current window alone.
    public func covered(at date: Date) -> [SpendWindow] {
        let current = window(containing: date)
        guard case .rolling(let length, let step) = cut else { return [current] }
        // A step counts up to and with the moment at which its last one is the length away.
        let time = date.wholeSecondsSince1970
        let start = current.start.wholeSecondsSince1970
        let before = max(0, (start - (time - length) + step - 1) / step)
        return (-before...0).map { window(containing: Date(wholeSecondsSince1970: start + $0 * step)) }
    }

    /// When what was spent in a window stops counting: at its end, or, of a rolling period, its length later; `nil` for never.
    public func release(of window: SpendWindow) -> Date? {
        guard let end = window.end, case .rolling(let length, _) = cut else { return window.end }
        return end.addingTimeInterval(Double(length))
    }

    private func window(_ id: String, _ start: Int, _ end: Int) -> SpendWindow {
        SpendWindow(id: id, start: Date(wholeSecondsSince1970: start), end: Date(wholeSecondsSince1970: end))
    }

    /// `YYYY-MM-DDThh:mm:ssZ`.
    private static func utcText(_ time: Int) -> String {
        let (days, seconds) = time.dividedDown(by: CivilDay.seconds)
        let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { CivilDay.padded($0, 2) }
        return "\(CivilDay(number: days))T\(clock.joined(separator: ":"))Z"
    }
}
