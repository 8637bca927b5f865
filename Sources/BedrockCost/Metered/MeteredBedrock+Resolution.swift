public import InvocationLogs
public import Metering

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What becomes of attempts whose end nobody saw.
extension MeteredBedrock {
    /// What a record of the invocation log told the ledger.
    public enum Resolution: Sendable, Hashable {
        /// The record is not of a call of this ledger.
        case foreign
        /// The ledger knew.
        case known
        /// A line that was unknown or estimated has been corrected: the id of the line that was taken back.
        case resolved(String)
    }

    /// Lets a record of the invocation log tell what an attempt has used, whose end nobody saw or which was estimated.
    ///
    /// The call's id stands in the record's request metadata, under ``callKey``. The same record can be given any number of times.
    ///
    /// - Throws: `SpendError`.
    public func resolve(_ record: ModelInvocationLog) async throws(SpendError) -> Resolution {
        guard let call = record.requestMetadata[Self.callKey] else { return .foreign }
        let lines = try await allLines(LineQuery(request: call))
        guard !lines.isEmpty else { return .foreign }
        let source = "invocationLog \(record.requestID)"
        let takenBack = Set(lines.filter(\.isReversal).compactMap(\.corrects))
        let standing = lines.filter { !$0.isReversal && !takenBack.contains($0.id) }
        guard !lines.contains(where: { $0.source == source }) else { return .known }
        // An attempt that the service answered is known by its own request id; any other is one that nobody saw the end of.
        let candidates = standing.filter { $0.state == .unknown || $0.state == .estimated }
        let own = standing.first { $0.attributes["requestId"] == record.requestID }
        if let own, !candidates.contains(own) { return .known }
        guard let line = own ?? candidates.first(where: { $0.attributes["requestId"] == nil }) else { return .known }
        guard let usage = record.usage else {
            // A record of an error: the attempt was not run.
            guard record.errorCode != nil else { return .known }
            try await store.perform(Correction(of: line.id, to: nil))
            return .resolved(line.id)
        }
        let cost: UsageCost
        do throws(MoneyError) {
            cost =
                if let model = line.model {
                    try meter.configuration.prices.cost(of: usage, of: model, tier: line.tier, on: line.day)
                } else {
                    .unpriced(missing: [])
                }
        } catch {
            throw SpendError(.overflow, error.message, underlying: error)
        }
        try await store.perform(
            Correction(
                of: line.id, to: Correction.Finding(usage: usage, cost: cost, state: .reconciled, source: source)))
        return .resolved(line.id)
    }

    /// Takes back the lines of attempts that are still unknown: they have not run.
    ///
    /// Call it once the invocation log is complete up to `date`, and each of its records was given to ``resolve(_:)``. A log that
    /// is not complete makes calls free that were paid for.
    ///
    /// - Returns: The ids of the lines.
    /// - Throws: `SpendError`.
    @discardableResult
    public func releaseUnknown(before date: Date) async throws(SpendError) -> [String] {
        let lines = try await allLines(LineQuery(state: .unknown))
        let takenBack = Set(lines.filter(\.isReversal).compactMap(\.corrects))
        var released: [String] = []
        for line in lines where !line.isReversal && !takenBack.contains(line.id) && line.occurred < date {
            try await store.perform(Correction(of: line.id, to: nil))
            released.append(line.id)
        }
        return released
    }

    private func allLines(_ query: LineQuery) async throws(SpendError) -> [LedgerLine] {
        var lines: [LedgerLine] = []
        var next: String?
        repeat {
            let page = try await store.lines(query, after: next)
            lines += page.lines
            next = page.next
        } while next != nil
        return lines
    }
}
