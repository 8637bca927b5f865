#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A day of the proleptic Gregorian calendar in UTC, as bills and Cost Explorer count them.
struct CivilDate: Hashable, Comparable, CustomStringConvertible {
    let year: Int
    let month: Int
    let day: Int

    /// The day that lies `days` after 1970-01-01.
    init(daysSinceEpoch days: Int) {
        // Years are counted from March, so that the leap day is the last of its year, in eras of 400 years.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        self.day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        self.month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        self.year = yearOfEra + era * 400 + (self.month <= 2 ? 1 : 0)
    }

    init(_ date: Date) {
        self.init(daysSinceEpoch: Int((date.timeIntervalSince1970 / 86_400).rounded(.down)))
    }

    /// A day written `YYYY-MM-DD`; `nil` for anything else, the 30th of February included.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
            text.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let candidate = Self(daysSinceEpoch: Self.days(year, month, day))
        guard candidate.month == month, candidate.day == day else { return nil }
        self = candidate
    }

    var daysSinceEpoch: Int { Self.days(year, month, day) }

    /// Midnight at the start of the day.
    var date: Date { Date(timeIntervalSince1970: Double(daysSinceEpoch) * 86_400) }

    var firstOfMonth: Self { Self(daysSinceEpoch: Self.days(year, month, 1)) }

    var firstOfNextMonth: Self {
        Self(daysSinceEpoch: month == 12 ? Self.days(year + 1, 1, 1) : Self.days(year, month + 1, 1))
    }

    var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }

    static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}

/// `number` in decimal, with leading zeros up to `width`.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Date {
    /// `2026-10-01T08:00:00Z`, the form of rest-json bodies and of XML.
    var iso8601: String {
        let (day, clock) = civil
        return "\(day)T\(padded(clock / 3_600, 2)):\(padded(clock / 60 % 60, 2)):\(padded(clock % 60, 2))Z"
    }

    /// `20261001T080000Z`, the form of `X-Amz-Date`.
    var amzDate: String {
        String(iso8601.filter { $0 != "-" && $0 != ":" })
    }

    /// `Thu, 01 Oct 2026 08:00:00 GMT`, the form of HTTP's `Date`.
    var httpDate: String {
        let (day, clock) = civil
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][((day.daysSinceEpoch % 7) + 7) % 7]
        let month = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ][day.month - 1]
        let time = "\(padded(clock / 3_600, 2)):\(padded(clock / 60 % 60, 2)):\(padded(clock % 60, 2))"
        return "\(weekday), \(padded(day.day, 2)) \(month) \(padded(day.year, 4)) \(time) GMT"
    }

    /// A date written as `X-Amz-Date` writes it; `nil` for anything else.
    init?(amzDate text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 16, digits[8] == UInt8(ascii: "T"), digits[15] == UInt8(ascii: "Z") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            let slice = digits[range]
            guard slice.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return slice.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8),
            let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15),
            hour < 24, minute < 60, second < 61,
            let civil = CivilDate("\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))")
        else { return nil }
        self = civil.date.addingTimeInterval(Double(hour * 3_600 + minute * 60 + second))
    }

    /// A date written `2026-10-01T08:00:00Z` or as a plain day.
    init?(iso8601 text: some StringProtocol) {
        let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let day = CivilDate(first) else { return nil }
        guard parts.count == 2 else {
            self = day.date
            return
        }
        self.init(amzDate: String(text.filter { $0 != "-" && $0 != ":" }))
    }

    /// Whole seconds since 1970, rounded down.
    var epochSeconds: Int { Int(timeIntervalSince1970.rounded(.down)) }

    private var civil: (CivilDate, secondOfDay: Int) {
        let day = CivilDate(self)
        return (day, epochSeconds - day.daysSinceEpoch * 86_400)
    }
}
