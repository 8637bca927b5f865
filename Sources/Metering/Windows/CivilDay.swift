/// A day of the proleptic Gregorian calendar, as its distance from 1970-01-01 and as year, month and day.
struct CivilDay: Hashable, CustomStringConvertible {
    static let seconds = 86_400

    /// Days since 1970-01-01.
    let number: Int
    let year: Int
    /// From 1.
    let month: Int
    /// From 1.
    let day: Int

    init(number: Int) {
        self.number = number
        // Years are counted from March on, so that the leap day is a year's last.
        let shifted = number + 719_468
        let (era, dayOfEra) = shifted.dividedDown(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The day of a month that may lie beyond its year, such as month 13 for the next January.
    init(year: Int, month: Int, day: Int = 1) {
        let (years, months) = (month - 1).dividedDown(by: 12)
        let calendarYear = year + years
        let shifted = months >= 2 ? calendarYear : calendarYear - 1
        let (era, yearOfEra) = shifted.dividedDown(by: 400)
        let dayOfYear = (153 * (months >= 2 ? months - 2 : months + 10) + 2) / 5 + day - 1
        self.init(
            number: era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468)
    }

    /// The day that a number of seconds since 1970-01-01T00:00:00 falls on.
    init(secondsSince1970 seconds: Int) { self.init(number: seconds.dividedDown(by: Self.seconds).quotient) }

    /// The days since Monday, 0 on a Monday.
    var daysSinceMonday: Int { (number + 3).dividedDown(by: 7).remainder }

    static func isLeap(year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    /// The number of days in a month that may lie beyond its year.
    static func lastDay(ofMonth month: Int, year: Int) -> Int {
        CivilDay(number: CivilDay(year: year, month: month + 1).number - 1).day
    }

    /// `YYYY-MM-DD`.
    var description: String { "\(yearAndMonth)-\(Self.padded(day, 2))" }
    /// `YYYY-MM`.
    var yearAndMonth: String { "\(Self.padded(year, 4))-\(Self.padded(month, 2))" }

    static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value.magnitude)
        return (value < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension Int {
    /// Quotient and remainder where the quotient is rounded down and the remainder is never negative.
    func dividedDown(by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
