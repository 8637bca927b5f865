internal import Synchronization

/// Derived keys, the most recently used first, so that a request costs one HMAC instead of five.
///
/// A key is found by day, secret, region and service; old days fall out at the end.
final class SigningKeyCache: Sendable, CustomReflectable {
    /// The cache of the process.
    static let shared = SigningKeyCache(capacity: 128)

    private struct Entry {
        let day: Int
        let fingerprint: Int
        let secret: String
        let region: String
        let service: String
        let key: SigningKey
    }

    private let capacity: Int
    private let entries = Mutex<[Entry]>([])

    /// A cache of at most `capacity` keys.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// How many keys are kept.
    var count: Int { entries.withLock { $0.count } }

    /// The key for the credentials' secret on the day of `timestamp`, derived if it is not known.
    ///
    /// Two callers that miss at once both derive: cheaper than making one wait under the lock.
    func key(
        for credentials: Credentials, at timestamp: SigningTimestamp, region: String, service: String
    ) throws(SigningError) -> SigningKey {
        let day = timestamp.dayNumber
        let fingerprint = credentials.secretFingerprint
        let known: SigningKey? = entries.withLock { entries in
            let match = entries.firstIndex {
                $0.day == day && $0.fingerprint == fingerprint && $0.service == service && $0.region == region
                    && $0.secret == credentials.secretAccessKey
            }
            guard let match else { return nil }
            if match > 0 { entries.insert(entries.remove(at: match), at: 0) }
            return entries[0].key
        }
        if let known { return known }
        let key = try SigningKey(
            secretAccessKey: credentials.secretAccessKey, timestamp: timestamp, region: region, service: service)
        entries.withLock { entries in
            if entries.count >= capacity { entries.removeLast() }
            entries.insert(
                Entry(
                    day: day, fingerprint: fingerprint, secret: credentials.secretAccessKey, region: region,
                    service: service, key: key),
                at: 0)
        }
        return key
    }

    /// A mirror without secrets, for `dump`.
    var customMirror: Mirror { Mirror(self, children: ["count": count], displayStyle: .class) }
}
