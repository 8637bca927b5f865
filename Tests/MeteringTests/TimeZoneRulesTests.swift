import Foundation
import Metering
import Testing

@Suite struct `A time zone` {
    private static let known: [(name: String, time: String, offset: Int)] = [
        ("Europe/Berlin", "2026-03-29T00:59:59Z", 3_600), ("Europe/Berlin", "2026-03-29T01:00:00Z", 7_200),
        ("Europe/Berlin", "2026-10-25T00:59:59Z", 7_200), ("Europe/Berlin", "2026-10-25T01:00:00Z", 3_600),
        ("Europe/Berlin", "1947-05-11T01:00:00Z", 10_800), ("Europe/Berlin", "1890-01-01T00:00:00Z", 3_208),
        ("Europe/Berlin", "2399-07-01T00:00:00Z", 7_200), ("Europe/Dublin", "2100-01-01T00:00:00Z", 0),
        ("Europe/Dublin", "2100-07-01T00:00:00Z", 3_600), ("America/New_York", "2007-03-11T07:00:00Z", -14_400),
        ("America/New_York", "2050-11-06T06:00:00Z", -18_000), ("Australia/Lord_Howe", "2026-01-01T00:00:00Z", 39_600),
        ("Australia/Lord_Howe", "2026-07-01T00:00:00Z", 37_800), ("Pacific/Apia", "2011-12-30T09:59:59Z", -36_000),
        ("Pacific/Apia", "2011-12-30T10:00:00Z", 50_400), ("Asia/Kathmandu", "2030-01-01T00:00:00Z", 20_700),
        ("Africa/Casablanca", "2027-02-20T00:00:00Z", 0), ("America/Nuuk", "2040-03-25T00:59:59Z", -7_200),
        ("America/Nuuk", "2040-03-25T01:00:00Z", -3_600),
    ]

    @Test(arguments: known)
    func `knows its clocks at any time, before the first change and after the last`(
        name: String, time: String, offset: Int
    ) throws {
        #expect(try ZoneFixture.zone(name).offset(at: moment(time)) == offset)
    }

    @Test func `changes at the moment itself, not a fraction before`() throws {
        let berlin = try ZoneFixture.zone("Europe/Berlin")
        let change = try moment("2026-03-29T01:00:00Z")
        let before = Date(timeIntervalSinceReferenceDate: change.timeIntervalSinceReferenceDate.nextDown)
        #expect(berlin.offset(at: before) == 3_600)
        #expect(berlin.offset(at: change) == 7_200)
    }

    @Test func `UTC needs no database`() throws {
        #expect(try TimeZoneRules(named: "UTC", directory: "/nonexistent") == .utc)
        #expect(TimeZoneRules.utc.offset(at: .distantFuture) == 0)
        #expect(TimeZoneRules.utc.description == "UTC")
    }

    @Test func `is not found where there is no database`() {
        let error = #expect(throws: SpendPeriodError.self) {
            try TimeZoneRules(named: "Europe/Berlin", directory: "/nonexistent/zoneinfo")
        }
        #expect(error?.code == .noTimeZoneData)
        #expect(
            error?.description == """
                noTimeZoneData: there is no time zone database in /nonexistent/zoneinfo to find "Europe/Berlin" in; \
                install tzdata
                """)
    }

    @Test(arguments: ["Europe/Nowhere", "Europe", "Mars"])
    func `is unknown where the database has no file for it`(name: String) {
        let error = #expect(throws: SpendPeriodError.self) { try ZoneFixture.zone(name) }
        #expect(error?.code == .unknownZone)
        #expect(error?.message == "\(ZoneFixture.directory) has no time zone \"\(name)\"")
    }

    @Test(arguments: [
        "", "/etc/passwd", "../Fixtures", "Europe/../Europe/Berlin", "Europe//Berlin", "Europe/", "Europe/.hidden",
        "Eur ope",
        "Ünited", "a\0b", String(repeating: "a", count: 129),
    ])
    func `has a name that leads to no other place`(name: String) {
        let error = #expect(throws: SpendPeriodError.self) { try ZoneFixture.zone(name) }
        #expect(error?.code == .invalidZoneName)
        #expect(error?.message.contains("is not the name of a time zone: names are words of letters") == true)
    }

    @Test func `is the same whether its file is read by name or given`() throws {
        let name = "America/St_Johns"
        #expect(try TimeZoneRules(named: name, tzif: ZoneFixture.bytes(name)) == ZoneFixture.zone(name))
        #expect(try TimeZoneRules(named: name, tzif: ZoneFixture.bytes("Europe/Berlin")) != ZoneFixture.zone(name))
    }

    @Test func `reads what a file of the first version says`() throws {
        let berlin = try TimeZoneRules(named: "Old", tzif: TZifFile(version: 0, changes: [(1_000, 1)]).bytes)
        #expect(berlin.offset(at: Date(timeIntervalSince1970: 999)) == 60)
        #expect(berlin.offset(at: Date(timeIntervalSince1970: 1_000)) == 3_600)
        #expect(berlin.offset(at: .distantFuture) == 3_600)
    }

    @Test(arguments: [
        ("XXX3EDT4,0/0,J365/23", -14_400, -14_400), ("<+0330>-3:30", 12_600, 12_600), ("AAA12:30:15", -45_015, -45_015),
        ("AAA-1BBB-2:30,J60/2,J300", 3_600, 9_000), ("AAA0BBB,59/-167,M12.1.1/167", 0, 3_600), ("", 3_600, 3_600),
    ])
    func `follows the rule for the time to come`(rule: String, winter: Int, summer: Int) throws {
        let zone = try TimeZoneRules(named: "Ruled", tzif: TZifFile(changes: [(0, 1)], rule: rule).bytes)
        #expect(try zone.offset(at: moment("2031-01-15T00:00:00Z")) == winter)
        #expect(try zone.offset(at: moment("2032-07-15T00:00:00Z")) == summer)
    }

    private static let broken: [(file: TZifFile, reason: String)] = [
        (TZifFile(magic: "TZif".lowercased()), "they are not in the TZif format"),
        (TZifFile(truncatedBy: 1), "they end without a rule for the time to come"),
        (TZifFile(truncatedBy: 30), "they end too early"),
        (TZifFile(changes: [(5, 1), (5, 0)]), "its changes are not in the order of time"),
        (TZifFile(changes: [(5, 7)]), "a change leads to an offset that it does not name"),
        (TZifFile(offsets: [60, 100_000]), "an offset is out of range"),
        (TZifFile(offsets: []), "it names no offset"),
        (TZifFile(leapSeconds: 1), "its data count leap seconds, which dates do not"),
        (TZifFile(claimedTimes: 0x7FFF_FFFF), "they end too early"),
        (TZifFile(claimedTimes: 0xFFFF_FFFF), "a count is out of range"),
        (TZifFile(rule: "CET-1CEST"), "\"CET-1CEST\" is no rule"),
        (TZifFile(rule: "CET-25"), "\"CET-25\" is no rule"),
        (TZifFile(rule: "CE-1"), "\"CE-1\" is no rule"),
        (TZifFile(rule: "CET-1CEST,M13.1.0,M10.5.0"), "\"CET-1CEST,M13.1.0,M10.5.0\" is no rule"),
        (TZifFile(rule: "CET-1CEST,M3.5.0,M10.5.0/3x"), "\"CET-1CEST,M3.5.0,M10.5.0/3x\" is no rule"),
        (TZifFile(rule: "CET-1CEST,J0,J365"), "\"CET-1CEST,J0,J365\" is no rule"),
    ]

    @Test(arguments: broken)
    func `is not made of broken data`(file: TZifFile, reason: String) {
        let error = #expect(throws: SpendPeriodError.self) { try TimeZoneRules(named: "Broken/Zone", tzif: file.bytes) }
        #expect(error?.code == .malformedZone)
        #expect(error?.message == "the data of \"Broken/Zone\" cannot be used: \(reason)")
    }

    @Test func `is not made of any beginning of its file, and no beginning traps`() throws {
        let bytes = try ZoneFixture.bytes("Europe/Berlin")
        for length in 0..<bytes.count {
            #expect(throws: SpendPeriodError.self) {
                try TimeZoneRules(named: "Cut", tzif: Array(bytes.prefix(length)))
            }
        }
    }
}

/// The bytes of a small TZif file, right or wrong.
struct TZifFile: Sendable {
    var magic = "TZif"
    var version: UInt8 = UInt8(ascii: "2")
    var offsets = [60, 3_600]
    var changes: [(Int, UInt8)] = []
    var leapSeconds = 0
    var claimedTimes: UInt32?
    var rule = ""
    var truncatedBy = 0

    var bytes: [UInt8] {
        func integer(_ value: Int, _ size: Int) -> [UInt8] {
            (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
        func block(_ size: Int) -> [UInt8] {
            var block = Array(magic.utf8) + [version] + Array(repeating: 0, count: 15)
            let counts = [0, 0, leapSeconds, claimedTimes.map(Int.init) ?? changes.count, offsets.count, 4]
            block += counts.flatMap { integer($0, 4) }
            block += changes.flatMap { integer($0.0, size) } + changes.map(\.1)
            block += offsets.flatMap { integer($0, 4) + [0, 0] } + Array("AAA\0".utf8)
            return block + Array(repeating: 0, count: leapSeconds * (size + 4))
        }
        let all = version == 0 ? block(4) : block(4) + block(8) + Array("\n\(rule)\n".utf8)
        return Array(all.dropLast(truncatedBy))
    }
}
