public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension QueryExecution {
    /// How far a query has come.
    public struct Status: Sendable, Hashable, Codable {
        /// How far a query has come.
        public struct State: OpenStringSet {
            /// The name on the wire.
            public let rawValue: String

            /// A state by its name on the wire.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// It waits.
            public static let queued = Self(rawValue: "QUEUED")
            /// It runs.
            public static let running = Self(rawValue: "RUNNING")
            /// Its results are there.
            public static let succeeded = Self(rawValue: "SUCCEEDED")
            /// It has failed; ``Status/reason`` says why.
            public static let failed = Self(rawValue: "FAILED")
            /// It was stopped.
            public static let cancelled = Self(rawValue: "CANCELLED")
        }

        /// What failed.
        public struct Failure: Sendable, Hashable, Codable {
            /// Who is to blame: 1 the system, 2 the user, 3 others.
            public var category: Int?
            /// The kind, by Athena's numbers.
            public var kind: Int?
            /// Whether the same query may succeed later.
            public var isRetryable: Bool?
            /// What happened, in words.
            public var message: String?

            private enum CodingKeys: String, CodingKey {
                case category = "ErrorCategory"
                case kind = "ErrorType"
                case isRetryable = "Retryable"
                case message = "ErrorMessage"
            }
        }

        /// How far.
        public var state: State?
        /// Why it came to that, in words.
        public var reason: String?
        /// When it was started.
        public var submitted: Date?
        /// When it ended.
        public var completed: Date?
        /// What failed.
        public var failure: Failure?

        private enum CodingKeys: String, CodingKey {
            case state = "State"
            case reason = "StateChangeReason"
            case submitted = "SubmissionDateTime"
            case completed = "CompletionDateTime"
            case failure = "AthenaError"
        }
    }

    /// What a query took.
    public struct Statistics: Sendable, Hashable, Codable {
        /// Whether an older result was used.
        public struct Reuse: Sendable, Hashable, Codable {
            /// Whether it was.
            public var reusedPreviousResult: Bool

            private enum CodingKeys: String, CodingKey {
                case reusedPreviousResult = "ReusedPreviousResult"
            }
        }

        /// How long the engine ran.
        public var engineMilliseconds: Int?
        /// The bytes read, by which Athena charges.
        public var scannedBytes: Int?
        /// The file that lists the files written.
        public var manifestLocation: String?
        /// How long it all took.
        public var totalMilliseconds: Int?
        /// How long it waited.
        public var queueMilliseconds: Int?
        /// How long it was prepared.
        public var preprocessingMilliseconds: Int?
        /// How long it was planned.
        public var planningMilliseconds: Int?
        /// How long the results were processed.
        public var serviceMilliseconds: Int?
        /// Whether an older result was used.
        public var reuse: Reuse?
        /// The units that ran it.
        public var dpuCount: Double?

        private enum CodingKeys: String, CodingKey {
            case engineMilliseconds = "EngineExecutionTimeInMillis"
            case scannedBytes = "DataScannedInBytes"
            case manifestLocation = "DataManifestLocation"
            case totalMilliseconds = "TotalExecutionTimeInMillis"
            case queueMilliseconds = "QueryQueueTimeInMillis"
            case preprocessingMilliseconds = "ServicePreProcessingTimeInMillis"
            case planningMilliseconds = "QueryPlanningTimeInMillis"
            case serviceMilliseconds = "ServiceProcessingTimeInMillis"
            case reuse = "ResultReuseInformation"
            case dpuCount = "DpuCount"
        }
    }
}
