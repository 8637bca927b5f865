#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A time zone: how far its clocks are from UTC, at any time.
///
/// The rules come from the machine's time zone database, so that budgets end at midnight where their owner lives:
///
/// ```swift
/// let berlin = try TimeZoneRules(named: "Europe/Berlin")
/// let period = SpendPeriod.monthly(in: berlin)
/// ```
///
/// A zone is a value that was read once. A process that is to heed a new version of the database makes it anew.
public struct TimeZoneRules: Sendable, Hashable, CustomStringConvertible {
    /// The name, such as `Europe/Berlin`.
    public let name: String
    private let transitions: ZoneTransitions

    /// Coordinated Universal Time. It needs no database.
    public static let utc = TimeZoneRules(name: "UTC", transitions: ZoneTransitions(constant: 0))

    /// Where Linux and macOS keep the time zone database.
    public static let systemDirectory = "/usr/share/zoneinfo"

    private init(name: String, transitions: ZoneTransitions) {
        self.name = name
        self.transitions = transitions
    }

    /// The zone of a name in the time zone database. `UTC` is known without one.
    ///
    /// - Parameters:
    ///   - name: Such as `Europe/Berlin`, in its own upper and lower case.
    ///   - directory: Where the database is.
    /// - Throws: ``SpendPeriodError``: its code tells whether the database is missing, the name is none, the zone unknown, or
    ///   its data broken.
    public init(named name: String, directory: String = Self.systemDirectory) throws(SpendPeriodError) {
        try Self.check(name)
        guard name != Self.utc.name else {
            self = .utc
            return
        }
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory), isDirectory else {
            throw SpendPeriodError(
                .noTimeZoneData, "there is no time zone database in \(directory) to find \"\(name)\" in; install tzdata"
            )
        }
        let path = "\(directory)/\(name)"
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory,
            let data = FileManager.default.contents(atPath: path)
        else { throw SpendPeriodError(.unknownZone, "\(directory) has no time zone \"\(name)\"") }
        try self.init(named: name, tzif: Array(data))
    }

    /// The zone that the content of a TZif file (RFC 9636) describes, for programs that bring their own.
    ///
    /// - Throws: ``SpendPeriodError`` of code ``SpendPeriodError/Code/invalidZoneName`` or
    ///   ``SpendPeriodError/Code/malformedZone``.
    public init(named name: String, tzif bytes: [UInt8]) throws(SpendPeriodError) {
        try Self.check(name)
        self.init(name: name, transitions: try ZoneTransitions(tzif: bytes, zone: name))
    }

    /// Names become part of a path and of the ids of windows.
    private static func check(_ name: String) throws(SpendPeriodError) {
        let isName =
            name.utf8.count <= 128
            && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
                guard let first = part.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-") else {
                    return false
                }
                return part.utf8.allSatisfy { byte in
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-_.".utf8.contains(byte)
                }
            }
        guard isName else {
            throw SpendPeriodError(
                .invalidZoneName,
                "\"\(name.prefix(64))\" is not the name of a time zone: names are words of letters, digits, +, -, _ and ., "
                    + "divided by /")
        }
    }

    /// How many seconds the zone's clocks are ahead of UTC, negative west of it.
    public func offset(at date: Date) -> Int { stretch(at: date.wholeSecondsSince1970).offset }

    func stretch(at time: Int) -> ZoneStretch { transitions.stretch(at: time) }

    /// The first moment at which the clocks show a local time or a later one, both in seconds since 1970-01-01T00:00:00.
    ///
    /// It exists for times that the clocks skip, and it is the first of those that they show twice.
    func firstMoment(showing local: Int) -> Int {
        // No offset is larger than this: before, no clock can have shown the time.
        var moment = local - 93_600
        while true {
            let stretch = stretch(at: moment)
            let candidate = max(moment, local - stretch.offset)
            guard let end = stretch.end, candidate >= end else { return candidate }
            moment = end
        }
    }

    /// The name.
    public var description: String { name }

    /// Hashes the name alone; zones of one name rarely differ.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Date {
    /// The whole seconds since 1970 that have passed, within three million years of it.
    var wholeSecondsSince1970: Int {
        // Dates count from 2001. To add the years between in floating point could round up to the next second.
        let seconds = timeIntervalSinceReferenceDate.rounded(.down)
        guard !seconds.isNaN else { return 0 }
        return Int(min(max(seconds, -1e14), 1e14)) + 978_307_200
    }

    /// A time in whole seconds since 1970.
    init(wholeSecondsSince1970 seconds: Int) {
        self.init(timeIntervalSinceReferenceDate: Double(seconds - 978_307_200))
    }
}
