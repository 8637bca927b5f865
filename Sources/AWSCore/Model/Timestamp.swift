#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The three ways in which AWS protocols write a point in time.
public enum TimestampFormat: Sendable, Hashable {
    /// `2026-01-31T14:05:26Z`, with milliseconds where there are any.
    case iso8601
    /// Seconds since 1970 as a number, with a fraction where there is one.
    case epochSeconds
    /// `Sat, 31 Jan 2026 14:05:26 GMT`, the form of HTTP header fields.
    case httpDate
}

extension TimestampFormat {
    /// `date` as text in this format, to the millisecond. A date outside of the years 1 to 9999 becomes the nearest in them.
    public func string(from date: Date) -> String {
        let (first, last) = (-62_135_596_800.0, 253_402_300_799.0)
        let milliseconds = Int64((max(first, min(date.timeIntervalSince1970, last)) * 1000).rounded())
        let fraction = Int(milliseconds.flooredRemainder(1000))
        let seconds = (milliseconds - Int64(fraction)) / 1000
        switch self {
        case .epochSeconds:
            return fraction == 0 ? "\(seconds)" : "\(Double(milliseconds) / 1000)"
        case .iso8601:
            let civil = CivilTime(epochSeconds: seconds)
            let tail = fraction == 0 ? "Z" : ".\(padded(fraction, 3))Z"
            return "\(padded(civil.year, 4))-\(padded(civil.month, 2))-\(padded(civil.day, 2))T\(civil.clock)\(tail)"
        case .httpDate:
            let civil = CivilTime(epochSeconds: seconds)
            let weekday = Self.weekdays[Int((seconds.flooredQuotient(86_400) + 4).flooredRemainder(7))]
            let month = Self.months[civil.month - 1]
            let tail = fraction == 0 ? "" : ".\(padded(fraction, 3))"
            return "\(weekday), \(padded(civil.day, 2)) \(month) \(padded(civil.year, 4)) \(civil.clock)\(tail) GMT"
        }
    }

    /// The point in time that `text` names, or `nil` where it is not of this format.
    ///
    /// ISO 8601 is read with any number of fraction digits and with `Z` or an offset.
    public func date(from text: String) -> Date? {
        switch self {
        case .epochSeconds: Double(text).flatMap { $0.isFinite ? Date(timeIntervalSince1970: $0) : nil }
        case .iso8601: Self.parseISO8601(text)
        case .httpDate: Self.parseHTTPDate(text)
        }
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func parseISO8601(_ text: String) -> Date? {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2), scanner.skip("-"),
            let day = scanner.number(2), scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
            let (clock, fraction) = scanner.clock(),
            let days = CivilTime.days(year: year, month: month, day: day)
        else { return nil }
        var offset = 0
        if !scanner.skip("Z"), !scanner.skip("z") {
            let sign: Int
            if scanner.skip("+") { sign = 1 } else if scanner.skip("-") { sign = -1 } else { return nil }
            guard let hours = scanner.number(2) else { return nil }
            _ = scanner.skip(":")
            guard let minutes = scanner.number(2), hours < 24, minutes < 60 else { return nil }
            offset = sign * (hours * 3600 + minutes * 60)
        }
        guard scanner.isAtEnd else { return nil }
        return Date(timeIntervalSince1970: Double(days * 86_400 + Int64(clock - offset)) + fraction)
    }

    private static func parseHTTPDate(_ text: String) -> Date? {
        let words = text.split(separator: " ")
        guard words.count == 6, words[0].hasSuffix(","), words[5] == "GMT", let day = Int(words[1]),
            let year = Int(words[3]),
            let month = months.firstIndex(of: String(words[2])),
            let days = CivilTime.days(year: year, month: month + 1, day: day)
        else { return nil }
        var scanner = DigitScanner(String(words[4]))
        guard let (clock, fraction) = scanner.clock(), scanner.isAtEnd else { return nil }
        return Date(timeIntervalSince1970: Double(days * 86_400 + Int64(clock)) + fraction)
    }
}

/// A date and time of day in UTC, by the proleptic Gregorian calendar.
package struct CivilTime: Sendable {
    package let year: Int
    package let month: Int
    package let day: Int
    package let secondOfDay: Int

    package init(epochSeconds: Int64) {
        let days = epochSeconds.flooredQuotient(86_400)
        secondOfDay = Int(epochSeconds - days * 86_400)
        // Days are counted from 1 March of year 0, so that the leap day is the last of its year.
        let shifted = days + 719_468
        let era = shifted.flooredQuotient(146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
    }

    /// Days from 1970-01-01 to the given date, or `nil` where there is no such date.
    package static func days(year: Int, month: Int, day: Int) -> Int64? {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let era = shiftedYear.flooredQuotient(400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        let back = CivilTime(epochSeconds: days * 86_400)
        return back.day == day && back.month == month ? days : nil
    }

    var clock: String {
        "\(padded(secondOfDay / 3600, 2)):\(padded(secondOfDay / 60 % 60, 2)):\(padded(secondOfDay % 60, 2))"
    }
}

private struct DigitScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position == bytes.count }

    mutating func number(_ digits: Int) -> Int? {
        guard position + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + digits] {
            guard (48...57).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        position += digits
        return value
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// `hh:mm:ss` and a fraction, as whole seconds and the fraction.
    mutating func clock() -> (seconds: Int, fraction: Double)? {
        guard let hour = number(2), skip(":"), let minute = number(2), skip(":"), let second = number(2),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        var fraction = 0.0
        if skip(".") || skip(",") {
            let start = position
            var scale = 1.0
            while let digit = number(1) {
                // What lies beyond is finer than a Date can hold.
                guard position - start <= 15 else { continue }
                fraction = fraction * 10 + Double(digit)
                scale *= 10
            }
            guard position > start else { return nil }
            fraction /= scale
        }
        return (hour * 3600 + minute * 60 + second, fraction)
    }
}

private func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }

    fileprivate func flooredRemainder(_ divisor: Int64) -> Int64 { self - flooredQuotient(divisor) * divisor }
}
