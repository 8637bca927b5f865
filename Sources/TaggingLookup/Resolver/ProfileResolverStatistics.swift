/// What a ``ProfileResolver`` has done since it was made.
public struct ProfileResolverStatistics: Sendable, Hashable {
    /// Callers who got a profile that was known and fresh.
    public internal(set) var hits = 0
    /// Callers who got an aged profile, since it was being looked up again or that had failed.
    public internal(set) var staleHits = 0
    /// Callers who were told from memory that no profile matches, or several.
    public internal(set) var negativeHits = 0
    /// Callers who waited for a look-up.
    public internal(set) var misses = 0
    /// Look-ups that were begun.
    public internal(set) var flights = 0
    /// Look-ups that failed.
    public internal(set) var failures = 0
    /// Answers that were dropped to make room.
    public internal(set) var evictions = 0
    /// Answers that are kept now.
    public internal(set) var entries = 0
}
