#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Prefixes of prompts that were sent before, of one account in one Region.
///
/// A cache point marks the end of a prefix. The longest known prefix is read, which renews its life; what lies between it and
/// the last cache point is written; what follows is plain input. A prefix below the model's minimum is silently left out.
struct PromptCache {
    private struct Entry {
        var expiry: Date
        let life: Prompt.CacheLife
    }

    private var entries: [Fingerprint: Entry] = [:]

    /// Counts the input of `prompt` and remembers its prefixes.
    mutating func count(_ prompt: Prompt, model: FoundationModel, at now: Date) -> TokenCount {
        var total = 0
        var fingerprint = Fingerprint()
        fingerprint.add(model.id)
        var points: [(prefix: Fingerprint, tokens: Int, life: Prompt.CacheLife)] = []
        for piece in prompt.pieces {
            switch piece {
            case .content(let tokens, let identity):
                total += tokens
                fingerprint.add(identity)
            case .cachePoint(let life):
                if let minimum = model.cacheMinimum, total >= minimum { points.append((fingerprint, total, life)) }
            }
        }
        var count = TokenCount()
        guard let last = points.last else {
            count.input = total
            return count
        }
        let hit = points.lastIndex { entries[$0.prefix].map { $0.expiry > now } ?? false }
        var counted = 0
        if let hit {
            counted = points[hit].tokens
            count.cacheRead = counted
            let prefix = points[hit].prefix
            if let life = entries[prefix]?.life {
                entries[prefix]?.expiry = now.addingTimeInterval(model.cacheLifetime ?? life.seconds)
            }
        }
        for point in points.dropFirst(hit.map { $0 + 1 } ?? 0) {
            switch point.life {
            case .fiveMinutes: count.cacheWrite5m += point.tokens - counted
            case .oneHour: count.cacheWrite1h += point.tokens - counted
            }
            counted = point.tokens
            entries[point.prefix] = Entry(
                expiry: now.addingTimeInterval(model.cacheLifetime ?? point.life.seconds), life: point.life)
        }
        count.input = total - last.tokens
        return count
    }
}
