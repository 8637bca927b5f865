import Foundation
import Metering
import Testing

private func periods(in zone: TimeZoneRules) -> [SpendPeriod] {
    [
        .hourly(in: zone), .daily(in: zone), .weekly(in: zone), .weekly(startingOn: .sunday, in: zone),
        .monthly(in: zone),
        .monthly(startingOnDay: 15, in: zone), .monthly(startingOnDay: 31, in: zone), .quarterly(in: zone),
        .yearly(in: zone),
        .yearly(startingInMonth: 4, in: zone),
    ]
}

@Suite struct `A window of the calendar` {
    private static let known: [(period: String, time: String, id: String, start: String, hours: Double)] = [
        (
            "hourly@Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T00:00:00Z@Europe/Berlin",
            "2026-10-25T00:00:00Z", 1.0
        ),
        ("daily", "2026-11-03T12:00:00Z", "2026-11-03@UTC", "2026-11-03T00:00:00Z", 24),
        ("daily@Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-29@Europe/Berlin", "2026-03-28T23:00:00Z", 23),
        ("daily@Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-25@Europe/Berlin", "2026-10-24T22:00:00Z", 25),
        // Midnight does not exist: the clocks go from 23:59:59 to 01:00:00.
        ("daily@America/Sao_Paulo", "2018-11-04T12:00:00Z", "2018-11-04@America/Sao_Paulo", "2018-11-04T03:00:00Z", 23),
        ("daily@America/Havana", "2026-03-08T12:00:00Z", "2026-03-08@America/Havana", "2026-03-08T05:00:00Z", 23),
        // Midnight comes twice: the clocks go from 00:59:59 back to 00:00:00.
        ("daily@America/Havana", "2026-11-01T12:00:00Z", "2026-11-01@America/Havana", "2026-11-01T04:00:00Z", 25),
        // The last hour of the day before comes again: from 23:59:59 to 23:00:00.
        ("daily@America/Sao_Paulo", "2018-02-18T02:30:00Z", "2018-02-17@America/Sao_Paulo", "2018-02-17T02:00:00Z", 25),
        // At one past midnight the clocks go back to the day before; the new day has begun.
        ("daily@America/St_Johns", "2010-11-07T03:00:00Z", "2010-11-07@America/St_Johns", "2010-11-07T02:30:00Z", 25),
        (
            "daily@Australia/Lord_Howe", "2026-04-05T00:00:00Z", "2026-04-05@Australia/Lord_Howe",
            "2026-04-04T13:00:00Z", 24.5
        ),
        // December 30 was left out.
        ("daily@Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29@Pacific/Apia", "2011-12-29T10:00:00Z", 24),
        ("daily@Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31@Pacific/Apia", "2011-12-30T10:00:00Z", 24),
        // A day came twice when Alaska was sold, and counts as one.
        ("daily@America/Juneau", "1867-10-19T05:00:00Z", "1867-10-19@America/Juneau", "1867-10-18T08:57:41Z", 48),
        ("weekly", "2026-11-03T12:00:00Z", "2026-11-02/P1W@UTC", "2026-11-02T00:00:00Z", 168),
        (
            "weekly(sunday)@Europe/Berlin", "2026-10-31T12:00:00Z", "2026-10-25/P1W@Europe/Berlin",
            "2026-10-24T22:00:00Z", 169
        ),
        ("monthly", "2028-02-29T23:59:59Z", "2028-02@UTC", "2028-02-01T00:00:00Z", 29 * 24),
        ("monthly@Europe/Berlin", "2026-10-31T22:59:59Z", "2026-10@Europe/Berlin", "2026-09-30T22:00:00Z", 31 * 24 + 1),
        ("monthly@Europe/Berlin", "2026-10-31T23:00:00Z", "2026-11@Europe/Berlin", "2026-10-31T23:00:00Z", 30 * 24),
        ("monthly(15)", "2026-01-14T00:00:00Z", "2025-12-15/P1M@UTC", "2025-12-15T00:00:00Z", 31 * 24),
        ("monthly(31)", "2027-02-28T00:00:00Z", "2027-02-28/P1M@UTC", "2027-02-28T00:00:00Z", 31 * 24),
        ("monthly(31)", "2028-02-28T00:00:00Z", "2028-01-31/P1M@UTC", "2028-01-31T00:00:00Z", 29 * 24),
        ("monthly(31)", "2026-05-30T00:00:00Z", "2026-04-30/P1M@UTC", "2026-04-30T00:00:00Z", 31 * 24),
        ("quarterly", "2026-12-31T00:00:00Z", "2026-Q4@UTC", "2026-10-01T00:00:00Z", 92 * 24),
        ("yearly", "2028-12-31T00:00:00Z", "2028@UTC", "2028-01-01T00:00:00Z", 366 * 24),
        (
            "yearly(4)@America/New_York", "2026-04-01T03:59:59Z", "2025-04/P1Y@America/New_York",
            "2025-04-01T04:00:00Z", 365 * 24
        ),
        ("yearly", "1700-06-05T00:00:00Z", "1700@UTC", "1700-01-01T00:00:00Z", 365 * 24),
    ]

    @Test(arguments: known)
    func `has its name, beginning and length`(
        period: String, time: String, id: String, start: String, hours: Double
    ) throws {
        let window = try SpendPeriod(period, zoneDirectory: ZoneFixture.directory).window(containing: moment(time))
        #expect(window.id == id)
        #expect(try window.start == moment(start))
        #expect(try #require(window.end).timeIntervalSince(window.start) == hours * 3_600)
        #expect(try window.contains(moment(time)))
        #expect(window.description == id)
    }

    @Test(arguments: [
        ("2026-04-04T14:30:00Z", "2026-04-04T14:00:00Z", 5_400.0),
        ("2026-04-04T15:20:00Z", "2026-04-04T14:00:00Z", 5_400),
        ("2026-04-04T15:30:00Z", "2026-04-04T15:30:00Z", 3_600),
        ("2026-10-03T15:00:00Z", "2026-10-03T14:30:00Z", 3_600),
        ("2026-10-03T15:45:00Z", "2026-10-03T15:30:00Z", 1_800),
    ])
    func `of an hour bends where the clocks change by half of one`(time: String, start: String, length: Double) throws {
        let period = SpendPeriod.hourly(in: try ZoneFixture.zone("Australia/Lord_Howe"))
        let window = try period.window(containing: moment(time))
        #expect(try window.start == moment(start))
        #expect(try #require(window.end).timeIntervalSince(window.start) == length)
    }

    @Test(arguments: ["Europe/Berlin", "America/Havana", "America/St_Johns", "Africa/Casablanca"])
    func `of an hour takes sixty minutes wherever clocks change by whole hours`(name: String) throws {
        let period = SpendPeriod.hourly(in: try ZoneFixture.zone(name))
        var window = try period.window(containing: moment("2008-01-01T00:00:00Z"))
        for _ in 0..<9_000 {
            let end = try #require(window.end)
            if end.timeIntervalSince(window.start) != 3_600 { Issue.record("\(window) ends at \(end)") }
            window = period.window(containing: end)
        }
    }

    @Test(arguments: ZoneFixture.names)
    func `begins where the one before ends, without a gap, an overlap or a name used twice`(name: String) throws {
        let zone = try ZoneFixture.zone(name)
        let beginnings = [
            "1867-10-17", "1947-05-10", "1947-10-04", "1988-04-02", "2010-11-06", "2011-12-28", "2018-02-17",
            "2018-11-03", "2026-02-14",
            "2026-03-07", "2026-03-28", "2026-04-04", "2026-10-03", "2026-10-24", "2026-10-31", "2037-10-31",
            "2099-10-24",
        ]
        var generator = SeededGenerator(seed: 1)
        for period in periods(in: zone) {
            for beginning in beginnings {
                var window = try period.window(containing: moment(beginning + "T00:00:00Z"))
                for _ in 0..<(period == .hourly(in: zone) ? 75 : 24) {
                    let end = try #require(window.end)
                    let next = period.window(containing: end)
                    let inside = Double.random(in: 0..<end.timeIntervalSince(window.start), using: &generator)
                    let isWhole =
                        [0, inside.rounded(.down), end.timeIntervalSince(window.start) - 1].allSatisfy {
                            period.window(containing: window.start.addingTimeInterval($0)) == window
                        }
                    if !isWhole || next.start != end || next.id <= window.id || period.window(before: next) != window {
                        Issue.record(
                            "\(period): \(window) from \(window.start) to \(end), then \(next) from \(next.start)")
                    }
                    window = next
                }
            }
            let now = Date(timeIntervalSince1970: 1_793_000_000)
            #expect(period.covered(at: now) == [period.window(containing: now)])
            #expect(period.release(of: period.window(containing: now)) == period.window(containing: now).end)
        }
    }

    @Test func `holds a moment a fraction of a second before its end`() throws {
        let period = SpendPeriod.monthly(in: try ZoneFixture.zone("Europe/Berlin"))
        let end = try moment("2026-10-31T23:00:00Z")
        let before = Date(timeIntervalSinceReferenceDate: end.timeIntervalSinceReferenceDate.nextDown)
        let window = period.window(containing: before)
        #expect(window.id == "2026-10@Europe/Berlin")
        #expect(window.contains(before))
        #expect(!window.contains(end))
    }

    @Test func `keeps times that no calendar reaches from trapping`() {
        for period in periods(in: .utc) + [.rolling(over: .seconds(60)), .lifetime] {
            for time in [-Double.infinity, -1e300, 1e300, .infinity, .nan] {
                let window = period.window(containing: Date(timeIntervalSinceReferenceDate: time))
                #expect(!window.id.isEmpty)
                #expect(window.end.map { $0 > window.start } ?? true)
            }
        }
    }

    @Test func `is stored and read again`() throws {
        let window = SpendPeriod.quarterly().window(containing: try moment("2026-11-03T00:00:00Z"))
        #expect(try JSONDecoder().decode(SpendWindow.self, from: JSONEncoder().encode(window)) == window)
    }
}

@Suite struct `A rolling window` {
    @Test func `moves in steps, and counts the step that it has partly left`() throws {
        let period = SpendPeriod.rolling(over: .seconds(3_600), steps: 4)
        let time = try moment("2026-11-03T10:20:00Z")
        let covered = period.covered(at: time)
        #expect(
            covered.map(\.id) == [
                "2026-11-03T09:15:00Z/PT900S", "2026-11-03T09:30:00Z/PT900S", "2026-11-03T09:45:00Z/PT900S",
                "2026-11-03T10:00:00Z/PT900S", "2026-11-03T10:15:00Z/PT900S",
            ])
        #expect(covered.last == period.window(containing: time))
        #expect(period.window(before: covered[4]) == covered[3])
        #expect(try period.release(of: covered[0]) == moment("2026-11-03T10:30:00Z"))
    }

    @Test(arguments: [(1, 60), (7, 3), (60, 60), (90, 7), (3_600, 60), (86_400, 24), (86_401, 17)])
    func `lets no span of its length spend more than the limit`(length: Int, steps: Int) throws {
        let period = SpendPeriod.rolling(over: .seconds(length), steps: steps)
        var generator = SeededGenerator(seed: UInt64(length))
        let limit = 100
        var spentByStep: [String: Int] = [:]
        var spent: [(time: Double, amount: Int)] = []
        var time = 1_793_000_000.0
        for _ in 0..<3_000 {
            time += Double.random(in: 0..<Double(length) / 20, using: &generator)
            let date = Date(timeIntervalSince1970: time)
            let covered = period.covered(at: date)
            let sum = covered.reduce(0) { $0 + spentByStep[$1.id, default: 0] }
            let amount = Int.random(in: 1...30, using: &generator)
            guard sum + amount <= limit else { continue }
            spentByStep[period.window(containing: date).id, default: 0] += amount
            spent.append((time, amount))
            // Spans are closed on both sides here, which is stricter than a span of the length needs.
            let inSpan = spent.reversed().prefix { $0.time >= time - Double(length) }.reduce(0) { $0 + $1.amount }
            #expect(inSpan <= limit)
        }
        #expect(spent.count > 50)
    }

    @Test(arguments: [(86_400, 60), (100, 60), (10, 7), (3_600, 1), (1, 1)])
    func `counts just the steps that are released later`(length: Int, steps: Int) throws {
        let period = SpendPeriod.rolling(over: .seconds(length), steps: steps)
        var time = 1_793_000_000.25
        for _ in 0..<50 {
            let date = Date(timeIntervalSince1970: time)
            let covered = period.covered(at: date)
            for window in covered { #expect(try #require(period.release(of: window)) > date) }
            for (window, next) in zip(covered, covered.dropFirst()) { #expect(window.end == next.start) }
            let older = try #require(period.window(before: covered[0]))
            #expect(try #require(period.release(of: older)) <= date)
            time += Double(length) / 13.7
        }
    }

    @Test func `has a length and a step of a second at least`() {
        #expect(SpendPeriod.rolling(over: .zero, steps: 0) == .rolling(over: .seconds(1), steps: 1))
        #expect(SpendPeriod.rolling(over: .seconds(-5)) == .rolling(over: .seconds(1)))
        #expect(SpendPeriod.rolling(over: .milliseconds(2_500), steps: 100) == .rolling(over: .seconds(3), steps: 3))
    }
}

@Suite struct `A period` {
    @Test func `of a lifetime is one window without an end`() {
        let window = SpendPeriod.lifetime.window(containing: Date(timeIntervalSince1970: 0))
        #expect(window.id == "lifetime")
        #expect(window.end == nil)
        #expect(window.contains(.distantPast) && window.contains(.distantFuture))
        #expect(SpendPeriod.lifetime.window(before: window) == nil)
        #expect(SpendPeriod.lifetime.covered(at: .distantFuture) == [window])
        #expect(SpendPeriod.lifetime.release(of: window) == nil)
    }

    @Test(arguments: [
        "hourly@UTC", "daily@UTC", "daily@Europe/Berlin", "weekly(sunday)@Asia/Kathmandu", "monthly(1)@UTC",
        "monthly(31)@Europe/Berlin", "quarterly@UTC", "yearly(4)@America/New_York", "rolling(86400/60)",
        "rolling(100/50)", "lifetime",
    ])
    func `is told by a text from which it is made again`(text: String) throws {
        let period = try SpendPeriod(text, zoneDirectory: ZoneFixture.directory)
        #expect(period.description == text)
        #expect(try SpendPeriod(period.description, zoneDirectory: ZoneFixture.directory) == period)
    }

    @Test(arguments: [
        ("monthly", SpendPeriod.monthly()), ("weekly", .weekly(startingOn: .monday)), ("yearly", .yearly()),
        ("rolling(3600)", .rolling(over: .seconds(3_600), steps: 60)),
    ])
    func `has defaults in its text, too`(text: String, period: SpendPeriod) throws {
        #expect(try SpendPeriod(text) == period)
        let stored = try JSONEncoder().encode([period])
        #expect(try JSONDecoder().decode([SpendPeriod].self, from: stored) == [period])
    }

    @Test func `begins on a day and in a month that exist`() {
        #expect(SpendPeriod.monthly(startingOnDay: 0) == .monthly(startingOnDay: 1))
        #expect(SpendPeriod.monthly(startingOnDay: 40) == .monthly(startingOnDay: 31))
        #expect(SpendPeriod.yearly(startingInMonth: 13) == .yearly(startingInMonth: 12))
    }

    @Test(arguments: [
        ("fortnightly", "it must be hourly, daily, weekly, monthly, quarterly, yearly, rolling or lifetime"),
        ("", "it must be hourly, daily, weekly, monthly, quarterly, yearly, rolling or lifetime"),
        ("monthly(32)", "monthly takes a number from 1 to 31"), ("monthly()", "monthly takes a number from 1 to 31"),
        ("yearly(0)", "yearly takes a number from 1 to 12"),
        ("weekly(Sunday)", "weekly takes a day of the week, such as monday"),
        ("daily(2)", "daily takes nothing in parentheses"), ("lifetime@UTC", "lifetime has no zone"),
        ("rolling", "rolling takes its length in seconds, and after a / its steps, such as rolling(86400/60)"),
        ("rolling(0)", "rolling takes its length in seconds, and after a / its steps, such as rolling(86400/60)"),
        ("rolling(1/2/3)", "rolling takes its length in seconds, and after a / its steps, such as rolling(86400/60)"),
    ])
    func `is not made of another text`(text: String, rule: String) {
        let error = #expect(throws: SpendPeriodError.self) { try SpendPeriod(text) }
        #expect(error?.description == "malformedPeriod: \"\(text)\" is no period: \(rule)")
    }

    @Test func `names the zone that its text has wrong`() {
        let error = #expect(throws: SpendPeriodError.self) {
            try SpendPeriod("daily@Europe/Bärlin", zoneDirectory: ZoneFixture.directory)
        }
        #expect(error?.code == .invalidZoneName)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([SpendPeriod].self, from: Data(#"["never"]"#.utf8))
        }
    }
}
