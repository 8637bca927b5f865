/// What came of work in many accounts and Regions: for every place a result, a failure, or that it was never begun.
public struct AccountOutcome<Value: Sendable>: Sendable {
    /// An account in a Region.
    public struct Location: Sendable, Hashable, CustomStringConvertible {
        /// The account, twelve digits.
        public let accountID: String
        /// The Region.
        public let region: Region

        /// The account, a slash and the Region.
        public var description: String { "\(accountID)/\(region)" }
    }

    /// A place with what the work returned there.
    public struct Success: Sendable {
        /// Where.
        public let location: Location
        /// What the work returned.
        public let value: Value
    }

    /// A place with what the work threw there.
    public struct Failure: Sendable {
        /// Where.
        public let location: Location
        /// What the work threw.
        public let error: any Error
    }

    /// Where the work was done, in the order of the places.
    public let results: [Success]
    /// Where it failed, in the order of the places.
    public let failures: [Failure]
    /// Where it was never begun.
    public let missing: [Location]

    /// Whether there is a result from every place.
    public var isComplete: Bool { failures.isEmpty && missing.isEmpty }

    /// The results, for callers to whom a part is worth nothing.
    ///
    /// - Throws: ``AccountsIncomplete`` where a place failed or was never begun.
    public func complete() throws(AccountsIncomplete) -> [Success] {
        guard isComplete else {
            throw AccountsIncomplete(
                results: results.count, failures: failures.map { ($0.location.description, $0.error) },
                missing: missing.map(\.description))
        }
        return results
    }

    init(places: [AccountSet.Place], results: [Result<Value, any Error>?]) {
        var (done, failed, missing): ([Success], [Failure], [Location]) = ([], [], [])
        for (place, result) in zip(places, results) {
            let location = Location(accountID: place.accountID, region: place.region)
            switch result {
            case .success(let value)?: done.append(Success(location: location, value: value))
            case .failure(let error)?: failed.append(Failure(location: location, error: error))
            case nil: missing.append(location)
            }
        }
        self.results = done
        self.failures = failed
        self.missing = missing
    }
}

/// Some of the places of an ``AccountSet`` have given no result.
public struct AccountsIncomplete: Error, Sendable, CustomStringConvertible {
    /// How many places gave one.
    public let results: Int
    /// The places that failed, as `account/Region`, each with what was thrown.
    public let failures: [(place: String, error: any Error)]
    /// The places that were never begun, as `account/Region`.
    public let missing: [String]

    /// The counts, the first failure, and the places without a result.
    public var description: String {
        var text = "\(results) of \(results + failures.count + missing.count) places gave a result"
        if let first = failures.first {
            text += "; failed: \(failures.map(\.place).joined(separator: ", "))"
            // An error of ours holds no secret; what others throw is theirs to describe.
            if let error = first.error as? AWSError { text += " (\(first.place): \(error))" }
        }
        if !missing.isEmpty { text += "; not begun: \(missing.joined(separator: ", "))" }
        return text
    }
}
