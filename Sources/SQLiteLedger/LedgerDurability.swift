#if SQLite

/// What an acknowledged operation survives.
public enum LedgerDurability: String, Sendable, Hashable, CaseIterable {
    /// The end of the process, by whatever signal: `PRAGMA synchronous = NORMAL`. A loss of power may take the last
    /// commits with it; it never tears one apart.
    case processSafe
    /// A loss of power, too: `PRAGMA synchronous = FULL`. Each commit waits for the disk; operations that wait together
    /// share it.
    case powerSafe

    /// What SQLite calls it.
    var synchronous: Int {
        switch self {
        case .processSafe: 1
        case .powerSafe: 2
        }
    }
}

#endif
