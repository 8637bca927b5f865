#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A moment in UTC with the resolution of a signature: whole seconds, years 1970 to 9999.
struct SigningTimestamp: Equatable {
    /// Seconds since 1970.
    let seconds: Int
    let year: Int
    let month: Int
    let day: Int

    private static let secondsPerDay = 86_400
    /// The first second of the year 10000.
    private static let end = 253_402_300_800

    /// Days since 1970: what the scope of a signature depends on.
    var dayNumber: Int { seconds / Self.secondsPerDay }

    /// Cuts `date` down to its second.
    init(_ date: Date) throws(SigningError) {
        let interval = date.timeIntervalSince1970
        guard interval >= 0, interval < Double(Self.end) else {
            throw SigningError(.invalidDate, "a signature's date lies in the years 1970 to 9999")
        }
        self.init(seconds: Int(interval))
    }

    /// The Gregorian date of a count of days, reckoned in years that begin in March so that a leap day comes last.
    private init(seconds: Int) {
        self.seconds = seconds
        let daysPer400Years = 146_097
        let daysFromYear0March = seconds / Self.secondsPerDay + 719_468
        let cycle = daysFromYear0March / daysPer400Years
        let dayOfCycle = daysFromYear0March % daysPer400Years
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
    }

    /// Reads the form `20260131T140526Z`; `nil` for anything else, impossible dates included.
    init?(basicFormat text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            return value
        }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8),
            let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15),
            year >= 1970, hour < 24, minute < 60, second < 60
        else { return nil }
        let marchYear = month <= 2 ? year - 1 : year
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let days =
            365 * marchYear + marchYear / 4 - marchYear / 100 + marchYear / 400 + (153 * monthFromMarch + 2) / 5 + day
            - 1
            - 719_468
        guard days >= 0 else { return nil }
        self.init(seconds: days * Self.secondsPerDay + hour * 3_600 + minute * 60 + second)
        guard self.year == year, self.month == month, self.day == day else { return nil }
    }

    /// The moment as a `Date`.
    var date: Date { Date(timeIntervalSince1970: Double(seconds)) }

    /// Writes the form `20260131`.
    func writeDay(to bytes: inout ByteBuilder) {
        bytes.append(twoDigits: year / 100)
        bytes.append(twoDigits: year % 100)
        bytes.append(twoDigits: month)
        bytes.append(twoDigits: day)
    }

    /// Writes the form `20260131T140526Z`.
    func write(to bytes: inout ByteBuilder) {
        let secondOfDay = seconds % Self.secondsPerDay
        writeDay(to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        bytes.append(twoDigits: secondOfDay / 3_600)
        bytes.append(twoDigits: secondOfDay / 60 % 60)
        bytes.append(twoDigits: secondOfDay % 60)
        bytes.append(UInt8(ascii: "Z"))
    }
}
