#if SQLite

import Metering

extension SQLiteSpendStore {
    /// How a store writes.
    public struct Configuration: Sendable {
        /// What an acknowledged operation survives.
        public var durability = LedgerDurability.processSafe
        /// How long to wait for other processes that write, before an operation fails as
        /// `unavailable`. At least a millisecond.
        public var busyTimeout = Duration.seconds(10)
        /// The most operations that are committed together, at least 1.
        public var largestGroup = 256
        /// How long a group may take before it is committed, whatever still waits. It bounds how long other processes wait.
        public var longestGroup = Duration.milliseconds(20)
        /// The most operations that may wait; one more fails as `unavailable`. At least 1.
        public var mostWaiting = 100_000
        /// How long the write-ahead log gets before it is copied into the file, in pages of 4 KiB, at least 1. It bounds the
        /// log while readers come and go; one that stays lets it grow.
        public var checkpointPages = 8_192
        /// How many reads may run at once, at least 1.
        public var readers = 4

        /// The defaults.
        public init() {}

        /// The defaults, changed.
        public static func defaults(_ change: (inout Self) -> Void) -> Self {
            var configuration = Self()
            change(&configuration)
            return configuration
        }

        /// The defaults with another durability.
        public static func durability(_ durability: LedgerDurability) -> Self {
            .defaults { $0.durability = durability }
        }

        /// Refuses settings that no store can keep.
        func validate() throws(SpendError) {
            guard busyTimeout >= .milliseconds(1) else {
                throw SpendError(.configuration, "busyTimeout is at least a millisecond, not \(busyTimeout)")
            }
            for (name, value) in [
                ("largestGroup", largestGroup), ("mostWaiting", mostWaiting), ("checkpointPages", checkpointPages),
                ("readers", readers),
            ] where value < 1 {
                throw SpendError(.configuration, "\(name) is at least 1, not \(value)")
            }
        }
    }
}

#endif
