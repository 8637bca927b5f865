#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// One window of a ``SpendPeriod``: the time whose spending counts together, such as a November.
public struct SpendWindow: Sendable, Hashable, Codable, CustomStringConvertible {
    /// A name that is the window's own among all of its period, such as `2026-11@Europe/Berlin`.
    ///
    /// It stays the same from process to process, and between the years 0 and 9999 the order of ids is that of time.
    public let id: String
    /// The first moment of the window.
    public let start: Date
    /// The first moment after the window; `nil` where it never ends.
    public let end: Date?

    /// A window whose parts are known, such as one read from a store.
    public init(id: String, start: Date, end: Date?) {
        self.id = id
        self.start = start
        self.end = end
    }

    /// Whether a moment lies in the window.
    public func contains(_ date: Date) -> Bool { start <= date && end.map { date < $0 } ?? true }

    /// The id.
    public var description: String { id }
}
