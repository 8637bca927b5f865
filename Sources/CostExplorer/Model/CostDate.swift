public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A point in time as cost categories and backfills write it: `2026-10-01T00:00:00Z`, or with an offset.
///
/// The text is kept as it is; a request with a text that is none is refused before it is sent.
public struct CostDate: OpenStringSet {
    /// The text on the wire.
    public let rawValue: String

    /// A point in time by its text.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A point in time, to the second.
    public init(_ date: Date) {
        let seconds = date.timeIntervalSince1970.rounded(.down)
        self.init(rawValue: TimestampFormat.iso8601.string(from: Date(timeIntervalSince1970: seconds)))
    }

    /// The first moment of a month in UTC, where categories and backfills may begin.
    public static func month(_ year: Int, _ month: Int) -> CostDate {
        CostDate(rawValue: CostPeriod.month(year, month).start + "T00:00:00Z")
    }

    /// The point in time; `nil` for a text that names none.
    public var date: Date? { TimestampFormat.iso8601.date(from: rawValue) }

    func validate(_ member: String) throws(AWSError) {
        guard (20...25).contains(rawValue.utf8.count), date != nil else {
            throw .invalidInput(
                member, "\"\(rawValue)\" is not a point in time; one is written 2026-10-01T00:00:00Z")
        }
    }

    func validateAsStartOfMonth(_ member: String) throws(AWSError) {
        try validate(member)
        guard let date, Self(date).rawValue.hasSuffix("-01T00:00:00Z") else {
            throw .invalidInput(member, "\(rawValue) is not the first moment of a month in UTC")
        }
    }
}
