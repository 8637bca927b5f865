/// The rule for all time to come at the end of a TZif file, such as `CET-1CEST,M3.5.0,M10.5.0/3`: the form of the variable `TZ` in
/// POSIX, with the wider range of hours of RFC 9636.
struct PosixZoneRule: Hashable, Sendable {
    /// A day of every year, and the time on it in seconds of the local clock.
    struct Change: Hashable, Sendable {
        enum Day: Hashable, Sendable {
            /// The day of the year from 1 in which February 29 is never counted.
            case withoutLeapDay(Int)
            /// The day of the year from 0.
            case withLeapDay(Int)
            /// The week from 1, 5 for the last, of a month's weekday, 0 for Sunday.
            case weekday(Int, week: Int, month: Int)
        }
        var day: Day
        var time: Int

        /// The local clock's seconds since 1970-01-01T00:00:00 at which the change comes in a year.
        func seconds(in year: Int) -> Int {
            let number: Int
            switch day {
            case .withoutLeapDay(let dayOfYear):
                let skipped = dayOfYear >= 60 && CivilDay.isLeap(year: year) ? 1 : 0
                number = CivilDay(year: year, month: 1).number + dayOfYear - 1 + skipped
            case .withLeapDay(let dayOfYear):
                number = CivilDay(year: year, month: 1).number + dayOfYear
            case .weekday(let weekday, let week, let month):
                let first = CivilDay(year: year, month: month)
                let firstSuch = first.number + (weekday + 6 - first.daysSinceMonday).dividedDown(by: 7).remainder
                let afterMonth = CivilDay(year: year, month: month + 1).number
                let wanted = firstSuch + (week - 1) * 7
                number = wanted < afterMonth ? wanted : wanted - 7
            }
            return number * CivilDay.seconds + time
        }
    }

    struct Summer: Hashable, Sendable {
        var offset: Int
        var begin: Change
        var end: Change
    }

    /// Seconds east of UTC outside summer time.
    var standardOffset: Int
    /// Summer time, where the zone has it.
    var summer: Summer?

    /// The offset at a time, in seconds since 1970, and from when to when it holds by this rule.
    func stretch(at time: Int) -> ZoneStretch {
        guard let summer else { return ZoneStretch(offset: standardOffset, start: nil, end: nil) }
        var found = ZoneStretch(offset: standardOffset, start: nil, end: nil)
        func consider(_ change: Int, _ offset: Int) {
            if change > time {
                found.end = min(found.end ?? change, change)
            } else if change >= found.start ?? .min {
                found.start = change
                found.offset = offset
            }
        }
        // A change may be written up to 167 hours away from its day, and so fall into a neighbouring year.
        let year = CivilDay(secondsSince1970: time + standardOffset).year
        for year in (year - 2)...(year + 2) {
            // The end first: where summer time ends and begins in one moment, it goes on all year.
            consider(summer.end.seconds(in: year) - summer.offset, standardOffset)
            consider(summer.begin.seconds(in: year) - standardOffset, summer.offset)
        }
        return found
    }
}

/// A stretch of time with one offset, in seconds since 1970: from `start`, which is part of it, to `end`, which is not.
struct ZoneStretch: Hashable {
    /// Seconds east of UTC.
    var offset: Int
    /// `nil` where it has always been so.
    var start: Int?
    /// `nil` where no end is known.
    var end: Int?
}

// MARK: Reading

extension PosixZoneRule {
    /// The rule that a text describes; `nil` for another text.
    init?(_ text: String) {
        var scanner = PosixRuleScanner(text)
        guard scanner.skipName(), let standard = scanner.takeOffset() else { return nil }
        standardOffset = -standard
        summer = nil
        if scanner.isAtEnd { return }
        guard scanner.skipName() else { return nil }
        var offset = standardOffset + 3_600
        if scanner.next != UInt8(ascii: ",") {
            guard let written = scanner.takeOffset() else { return nil }
            offset = -written
        }
        guard scanner.skip(","), let begin = scanner.takeChange(), scanner.skip(","), let end = scanner.takeChange(),
            scanner.isAtEnd
        else { return nil }
        summer = Summer(offset: offset, begin: begin, end: end)
    }
}

private struct PosixRuleScanner {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(text.utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }
    var next: UInt8? { rest.first }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    /// Skips an abbreviation: three letters or more, or anything of them, digits and signs in angle brackets.
    mutating func skipName() -> Bool {
        func isLetter(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
        if skip("<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")), rest[..<end].count >= 3 else { return false }
            rest = rest[(end + 1)...]
            return true
        }
        let name = rest.prefix(while: isLetter)
        rest = rest[name.endIndex...]
        return name.count >= 3
    }

    private mutating func takeNumber(_ range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest[digits.endIndex...]
        let number = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return range.contains(number) ? number : nil
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    private mutating func takeTime(hours: ClosedRange<Int>) -> Int? {
        let isNegative = skip("-")
        if !isNegative { _ = skip("+") }
        guard var seconds = takeNumber(hours).map({ $0 * 3_600 }) else { return nil }
        if skip(":") {
            guard let minutes = takeNumber(0...59) else { return nil }
            seconds += minutes * 60
            if skip(":") {
                guard let more = takeNumber(0...59) else { return nil }
                seconds += more
            }
        }
        return isNegative ? -seconds : seconds
    }

    mutating func takeOffset() -> Int? { takeTime(hours: 0...24) }

    mutating func takeChange() -> PosixZoneRule.Change? {
        let day: PosixZoneRule.Change.Day
        if skip("M") {
            guard let month = takeNumber(1...12), skip("."), let week = takeNumber(1...5), skip("."),
                let weekday = takeNumber(0...6)
            else { return nil }
            day = .weekday(weekday, week: week, month: month)
        } else if skip("J") {
            guard let number = takeNumber(1...365) else { return nil }
            day = .withoutLeapDay(number)
        } else {
            guard let number = takeNumber(0...365) else { return nil }
            day = .withLeapDay(number)
        }
        guard skip("/") else { return PosixZoneRule.Change(day: day, time: 7_200) }
        return takeTime(hours: 0...167).map { PosixZoneRule.Change(day: day, time: $0) }
    }
}
