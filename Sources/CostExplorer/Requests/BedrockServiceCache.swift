import AWSCore
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The service names of Bedrock that an account has in a period, kept for a day.
///
/// An empty list is not kept: the first model may be called, and billed, any hour.
final class BedrockServiceCache: Sendable {
    struct Key: Hashable, Sendable {
        var period: CostPeriod
        var billingView: ARN?
    }

    private struct Entry {
        var names: [String]
        var expiry: Date
    }

    private static let lifetime: TimeInterval = 86_400
    private static let capacity = 256

    private let entries = Mutex<[Key: Entry]>([:])

    func names(for key: Key, at now: Date) -> [String]? {
        entries.withLock { entries in
            guard let entry = entries[key], now < entry.expiry else { return nil }
            return entry.names
        }
    }

    func store(_ names: [String], for key: Key, at now: Date) {
        guard !names.isEmpty else { return }
        entries.withLock { entries in
            entries = entries.filter { now < $0.value.expiry }
            if entries.count >= Self.capacity, let oldest = entries.min(by: { $0.value.expiry < $1.value.expiry }) {
                entries[oldest.key] = nil
            }
            entries[key] = Entry(names: names, expiry: now.addingTimeInterval(Self.lifetime))
        }
    }
}
