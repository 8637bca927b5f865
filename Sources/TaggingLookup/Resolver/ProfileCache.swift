import AWSCore
import Attribution

/// The answers of a ``ProfileResolver`` and the look-ups under way: its states, without its tasks.
///
/// Times are seconds of one clock.
struct ProfileCache {
    /// What was asked for. Region, authentication and resource type are the resolver's own, so that each has its cache.
    struct Key: Hashable, Sendable {
        var tags: TagSet
        var model: ModelID?

        func hash(into hasher: inout Hasher) {
            hasher.combine(tags)
            if let model { hasher.combine(model) }
        }
    }

    typealias Flight = SharedFlight<ARN, ProfileLookupError>
    typealias Answer = Result<ARN, ProfileLookupError>

    /// How long an answer is good, in seconds.
    struct Lifetimes {
        var fresh: Double
        var staleWhileRevalidate: Double
        var staleIfError: Double
        var pauseAfterFailure: Double
        var negative: Double
    }

    enum Action {
        /// Go on with the answer; start the flight, where there is one, in the background.
        case answer(Answer, starting: Flight?)
        /// Wait for the flight; start it, where it is new.
        case wait(Flight, isNew: Bool)
    }

    private struct Entry {
        let key: Key
        var answer: Answer
        var freshUntil: Double
        /// Until then the answer is handed out while it is looked up again.
        var staleUntil: Double
        /// Until then the answer is handed out where looking it up again fails.
        var usableUntil: Double
        /// Until then no look-up begins, since one has just failed.
        var pauseUntil = -Double.infinity
        /// Whether it was handed out since the hand last passed by.
        var wasUsed = false
    }

    private(set) var statistics = ProfileResolverStatistics()
    private let limit: Int
    private let lifetimes: Lifetimes
    private var positions: [Key: Int] = [:]
    private var entries: [Entry] = []
    private var flights: [Key: Flight] = [:]
    /// Where eviction goes on looking: entries used since it last passed by get a second chance.
    private var hand = 0

    init(limit: Int, lifetimes: Lifetimes) {
        self.limit = limit
        self.lifetimes = lifetimes
    }

    /// The profile, where it is known and fresh.
    mutating func freshProfile(_ key: Key, at now: Double) -> ARN? {
        guard let position = positions[key], now < entries[position].freshUntil,
            case .success(let profile) = entries[position].answer
        else { return nil }
        if !entries[position].wasUsed { entries[position].wasUsed = true }
        statistics.hits += 1
        return profile
    }

    /// What a caller without a fresh profile is to do.
    mutating func ask(_ key: Key, at now: Double) -> Action {
        if let position = positions[key] {
            if case .success = entries[position].answer {
                if let profile = freshProfile(key, at: now) { return .answer(.success(profile), starting: nil) }
            } else if now < entries[position].freshUntil {
                entries[position].wasUsed = true
                statistics.negativeHits += 1
                return .answer(entries[position].answer, starting: nil)
            }
            let entry = entries[position]
            let isPausing = now < entry.pauseUntil
            if now < entry.staleUntil || isPausing && now < entry.usableUntil {
                entries[position].wasUsed = true
                statistics.staleHits += 1
                let isFlying = flights[key] != nil
                return .answer(entry.answer, starting: isFlying || isPausing ? nil : newFlight(key))
            }
        }
        statistics.misses += 1
        if let flight = flights[key] { return .wait(flight, isNew: false) }
        return .wait(newFlight(key), isNew: true)
    }

    private mutating func newFlight(_ key: Key) -> Flight {
        let flight = Flight()
        flights[key] = flight
        statistics.flights += 1
        return flight
    }

    /// Takes in what a flight brought, and says what those who wait for it are told.
    ///
    /// - Parameter fresh: For how many seconds a profile is good, jitter included.
    mutating func land(_ flight: Flight, _ key: Key, _ answer: Answer, fresh: Double, at now: Double) -> Answer {
        // A flight that began before an invalidation may bring what was invalidated: it only serves those who wait.
        let isCurrent = flights[key] === flight
        if isCurrent { flights[key] = nil }
        switch answer {
        case .success:
            guard isCurrent else { return answer }
            let freshUntil = now + fresh
            store(
                Entry(
                    key: key, answer: answer, freshUntil: freshUntil,
                    staleUntil: freshUntil + lifetimes.staleWhileRevalidate,
                    usableUntil: freshUntil + max(lifetimes.staleIfError, lifetimes.staleWhileRevalidate)))
            return answer
        case .failure(let error) where error.isAnswer:
            guard isCurrent else { return answer }
            let freshUntil = now + lifetimes.negative
            store(
                Entry(
                    key: key, answer: answer, freshUntil: freshUntil, staleUntil: freshUntil, usableUntil: freshUntil))
            return answer
        case .failure:
            statistics.failures += 1
            guard isCurrent, let position = positions[key], case .success = entries[position].answer,
                now < entries[position].usableUntil
            else { return answer }
            entries[position].pauseUntil = now + lifetimes.pauseAfterFailure
            return entries[position].answer
        }
    }

    private mutating func store(_ entry: Entry) {
        if let position = positions[entry.key] {
            entries[position] = entry
        } else {
            while entries.count >= limit { evict() }
            positions[entry.key] = entries.count
            entries.append(entry)
        }
        statistics.entries = entries.count
    }

    private mutating func evict() {
        while true {
            if hand >= entries.count { hand = 0 }
            guard entries[hand].wasUsed else { break }
            entries[hand].wasUsed = false
            hand += 1
        }
        remove(at: hand)
        statistics.evictions += 1
    }

    private mutating func remove(at position: Int) {
        positions[entries[position].key] = nil
        let last = entries.removeLast()
        if position < entries.count {
            entries[position] = last
            positions[last.key] = position
        }
        statistics.entries = entries.count
    }

    /// Forgets the answers and flights of all keys that `isInvalid` picks.
    mutating func invalidate(where isInvalid: (Key, ARN?) -> Bool) {
        for position in entries.indices.reversed() {
            let profile: ARN? = if case .success(let arn) = entries[position].answer { arn } else { nil }
            if isInvalid(entries[position].key, profile) { remove(at: position) }
        }
        for key in flights.keys where isInvalid(key, nil) { flights[key] = nil }
    }
}
