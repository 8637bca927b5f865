extension SpendPeriod: CustomStringConvertible {
    /// The period as a text without spaces, such as `daily@UTC`, `weekly(sunday)@Asia/Tokyo`, `monthly(15)@Europe/Berlin`,
    /// `yearly(4)@UTC`, `rolling(86400/60)` or `lifetime`.
    ///
    /// It is the same for equal periods and can be stored: ``init(_:zoneDirectory:)`` reads it.
    public var description: String {
        switch cut {
        case .hours(let zone): "hourly@\(zone)"
        case .calendar(.day, let zone): "daily@\(zone)"
        case .calendar(.week(let weekday), let zone): "weekly(\(weekday.rawValue))@\(zone)"
        case .calendar(.month(let day), let zone): "monthly(\(day))@\(zone)"
        case .calendar(.quarter, let zone): "quarterly@\(zone)"
        case .calendar(.year(let month), let zone): "yearly(\(month))@\(zone)"
        case .rolling(let length, let step): "rolling(\(length)/\((length + step - 1) / step))"
        case .lifetime: "lifetime"
        }
    }

    /// The period that a text describes, in the form of ``description``. What stands in parentheses and the zone may be left out
    /// where the Swift function has a default: `monthly` begins on the first in UTC.
    ///
    /// - Parameters:
    ///   - text: The text. A rolling period has its length in seconds and its number of steps.
    ///   - zoneDirectory: Where the time zone database is.
    /// - Throws: ``SpendPeriodError`` of code ``SpendPeriodError/Code/malformedPeriod``, or what
    ///   ``TimeZoneRules/init(named:directory:)`` throws.
    public init(_ text: String, zoneDirectory: String = TimeZoneRules.systemDirectory) throws(SpendPeriodError) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        var word = parts[0]
        var argument: Substring?
        if let open = word.firstIndex(of: "("), word.hasSuffix(")") {
            argument = word[word.index(after: open)...].dropLast()
            word = word[..<open]
        }
        func refusal(_ rule: String) -> SpendPeriodError {
            SpendPeriodError(.malformedPeriod, "\"\(text.prefix(64))\" is no period: \(rule)")
        }
        func number(_ range: ClosedRange<Int>) throws(SpendPeriodError) -> Int {
            guard let argument else { return 1 }
            guard let number = Int(argument), range.contains(number) else {
                throw refusal("\(word) takes a number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
        var zone: TimeZoneRules {
            get throws(SpendPeriodError) {
                parts.count == 1 ? .utc : try TimeZoneRules(named: String(parts[1]), directory: zoneDirectory)
            }
        }
        let takesArgument = word == "weekly" || word == "monthly" || word == "yearly" || word == "rolling"
        guard takesArgument || argument == nil else { throw refusal("\(word) takes nothing in parentheses") }
        guard parts.count == 1 || (word != "rolling" && word != "lifetime") else {
            throw refusal("\(word) has no zone")
        }
        switch word {
        case "hourly": self = .hourly(in: try zone)
        case "daily": self = .daily(in: try zone)
        case "weekly":
            guard let weekday = Weekday(rawValue: argument.map(String.init) ?? "monday") else {
                throw refusal("weekly takes a day of the week, such as monday")
            }
            self = .weekly(startingOn: weekday, in: try zone)
        case "monthly": self = .monthly(startingOnDay: try number(1...31), in: try zone)
        case "quarterly": self = .quarterly(in: try zone)
        case "yearly": self = .yearly(startingInMonth: try number(1...12), in: try zone)
        case "rolling":
            let numbers = (argument ?? "").split(separator: "/", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
            guard (1...2).contains(numbers.count), numbers.allSatisfy({ (1...(1 << 40)).contains($0) }) else {
                throw refusal("rolling takes its length in seconds, and after a / its steps, such as rolling(86400/60)")
            }
            self = .rolling(over: .seconds(numbers[0]), steps: numbers.count == 2 ? numbers[1] : 60)
        case "lifetime": self = .lifetime
        default:
            throw refusal("it must be hourly, daily, weekly, monthly, quarterly, yearly, rolling or lifetime")
        }
    }
}

extension SpendPeriod: Codable {
    /// Decodes the text of ``description``, with zones from the system's time zone database.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(try container.decode(String.self))
        } catch let error as SpendPeriodError {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.message)
        }
    }

    /// Encodes the text of ``description``.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
