/// What a calendar window is: whole days, from one first day to the next.
enum CalendarUnit: Sendable, Hashable {
    case day
    case week(SpendPeriod.Weekday)
    case month(startingOnDay: Int)
    case quarter
    case year(startingInMonth: Int)

    /// The first day of the unit that a day is part of.
    func first(of day: CivilDay) -> CivilDay {
        switch self {
        case .day: return day
        case .week(let weekday):
            let passed = (day.daysSinceMonday - weekday.daysSinceMonday).dividedDown(by: 7).remainder
            return CivilDay(number: day.number - passed)
        case .month(let startingOnDay):
            let begins = Self.begin(ofMonth: day.month, day.year, on: startingOnDay)
            return begins.number <= day.number
                ? begins : Self.begin(ofMonth: day.month - 1, day.year, on: startingOnDay)
        case .quarter: return CivilDay(year: day.year, month: (day.month - 1) / 3 * 3 + 1)
        case .year(let month): return CivilDay(year: day.month >= month ? day.year : day.year - 1, month: month)
        }
    }

    /// The first day of the unit after the one that begins with a day.
    func first(after first: CivilDay) -> CivilDay {
        switch self {
        case .day: CivilDay(number: first.number + 1)
        case .week: CivilDay(number: first.number + 7)
        case .month(let startingOnDay): Self.begin(ofMonth: first.month + 1, first.year, on: startingOnDay)
        case .quarter: CivilDay(year: first.year, month: first.month + 3)
        case .year: CivilDay(year: first.year + 1, month: first.month)
        }
    }

    private static func begin(ofMonth month: Int, _ year: Int, on day: Int) -> CivilDay {
        CivilDay(year: year, month: month, day: min(day, CivilDay.lastDay(ofMonth: month, year: year)))
    }

    /// What names the unit that begins with a day: the calendar's own name, or the day and a length in the form of ISO 8601.
    func id(of first: CivilDay) -> String {
        switch self {
        case .day: "\(first)"
        case .week: "\(first)/P1W"
        case .month(startingOnDay: 1): first.yearAndMonth
        case .month: "\(first)/P1M"
        case .quarter: "\(CivilDay.padded(first.year, 4))-Q\(first.month / 3 + 1)"
        case .year(startingInMonth: 1): CivilDay.padded(first.year, 4)
        case .year: "\(first.yearAndMonth)/P1Y"
        }
    }
}

extension TimeZoneRules {
    private static var secondsOfHour: Int { 3_600 }

    /// When the hour began that a time lies in, all in seconds since 1970.
    func hour(containing time: Int) -> Int {
        var time = time
        while true {
            let stretch = stretch(at: time)
            let fullHour = time - (time + stretch.offset).dividedDown(by: Self.secondsOfHour).remainder
            guard let start = stretch.start, fullHour < start, !beginsHour(changeAt: start, to: stretch.offset) else {
                return max(fullHour, stretch.start ?? fullHour)
            }
            time = start - 1
        }
    }

    /// When the hour after the one begins that a time lies in.
    func hour(after time: Int) -> Int {
        var time = time
        while true {
            let stretch = stretch(at: time)
            let passed = (time + stretch.offset).dividedDown(by: Self.secondsOfHour).remainder
            let fullHour = time + Self.secondsOfHour - passed
            guard let end = stretch.end, end <= fullHour else { return fullHour }
            let offset = self.stretch(at: end).offset
            if (end + offset).isMultiple(of: Self.secondsOfHour) || beginsHour(changeAt: end, to: offset) { return end }
            time = end
        }
    }

    /// Whether a change that brings the clocks to no full hour begins an hour: where they jump over a full hour, and their full
    /// hours fall on other moments from then on.
    private func beginsHour(changeAt time: Int, to offset: Int) -> Bool {
        let before = stretch(at: time - 1).offset
        guard !(offset - before).isMultiple(of: Self.secondsOfHour) else { return false }
        return (time - 1 + before).dividedDown(by: Self.secondsOfHour).quotient
            < (time + offset).dividedDown(by: Self.secondsOfHour).quotient
    }
}
