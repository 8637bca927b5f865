#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Appends a line for which nothing was held, and charges it. It is never denied: the money is spent.
///
/// A line that the ledger has is not counted again; one that tells more takes its place, at the balances that bore the old one.
/// Where the cost is not known, balances of money bear the line's ceiling, or nothing where it names none.
public struct Posting: SpendOperation, Hashable {
    /// The line.
    public var line: LedgerLine
    /// The balances that bear it; their amounts are not read.
    public var parts: [HoldPart]
    /// The time now.
    public var at: Date

    /// A posting.
    public init(_ line: LedgerLine, to parts: [HoldPart] = [], at: Date) {
        self.line = line
        self.parts = parts
        self.at = at
    }

    /// Refuses lines and parts that no store takes.
    public func validate() throws(SpendError) {
        try line.validate()
        try HoldPart.validate(parts)
        try at.validate("the time of a posting")
    }

    /// Appends the line, or lets it take the place of one that told less.
    public func apply(to transaction: inout some SpendTransaction) throws(SpendError) {
        if let revision = try transaction.latestRevision(of: line.id) {
            guard revision.yields(to: line.state) else { return }
            try transaction.revise(revision, to: line)
        } else {
            var line = line
            try transaction.charge(&line, to: parts, otherwise: parts.map { .zero($0.amount.unit) })
        }
        try transaction.tellThresholds(of: parts, at: at)
    }
}
