#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension MockAWS {
    /// How a simulated AWS behaves. The defaults are those of a fresh account.
    public struct Options: Sendable {
        /// Against which clock the date of a signature is checked.
        public enum SignatureTime: Sendable, Hashable {
            /// The simulator's own date or the real one, whichever fits: callers may inject a clock or not.
            case either
            /// Only the simulator's date: for tests of clock skew.
            case simulated
            /// Only the real time: what a server does whose callers are other processes.
            case real
        }

        /// Decides every id, reply and chunk size: the same seed gives the same bytes.
        public var seed: UInt64 = 0
        /// The account of ``accessKeyID``, which is also the payer of all others.
        public var accountID = "123456789012"
        /// The access key that the simulator knows from the start.
        public var accessKeyID = "AKIDMOCKEXAMPLE00001"
        /// The secret of ``accessKeyID``.
        public var secretAccessKey = "mock/secret+key/EXAMPLE/0123456789abcdef"
        /// A long-term Bedrock API key that opens Bedrock for the same account.
        public var apiKey = "ABSKbW9jay1hd3MtZXhhbXBsZS1rZXk="
        /// The name of the IAM user behind both keys.
        public var userName = "mock"
        /// The Region of requests that do not tell theirs: those with a long-term API key that come to a loopback port.
        public var defaultRegion = "us-east-1"
        /// The Regions that exist; `nil` for all those that the simulator knows.
        public var regions: [String]?
        /// Roles that nobody may assume.
        public var deniedRoles: Set<String> = []
        /// Whether only roles can be assumed that ``MockAWS/addRole(_:)`` has added. Otherwise every role of every account
        /// stands open that was not added.
        public var hasOnlyAddedRoles = false

        /// Whether real time moves the simulator's date on, beside what the clock is turned. A server wants that.
        public var isTimeFlowing = false
        /// Which clock signatures are checked against.
        public var signatureTime = SignatureTime.either

        /// The most application inference profiles of an account in a Region.
        public var profileQuota = 1_000
        /// The most projects of an account in a Region that are not archived, beside the default project.
        public var projectQuota = 1_000
        /// The input tokens that a model of the Projects endpoint takes in a minute; beyond it calls are throttled.
        public var mantleTokensPerMinute = 20_000_000
        /// How long a response waits in the queue before it is generated in the background.
        public var backgroundQueueTime = Duration.seconds(1)
        /// How long the tagging API takes to learn of a change.
        public var taggingDelay = Duration.zero
        /// The most resources, keys or values on one page of the tagging API, where the request allows more.
        public var taggingPageSize = 100
        /// Whether GetResources begins with a page that is empty though more follow, as the service sometimes does.
        public var startsWithEmptyTaggingPage = false

        /// Whether Cost Explorer was ever enabled; otherwise it answers `DataUnavailableException`.
        public var isCostExplorerEnabled = true
        /// The most groups, periods or values on one page of Cost Explorer.
        public var costPageSize = 1_000
        /// How often Cost Explorer takes over new data, counted from midnight UTC.
        public var costRefreshInterval = Duration.seconds(8 * 3_600)
        /// How old usage must be at a refresh to be part of it. With the default, data shows 8 to 17 hours after use.
        public var costDataLag = Duration.seconds(8 * 3_600)
        /// How long after its first use on a billed resource a tag key can be activated.
        public var tagKeyDelay = Duration.seconds(24 * 3_600)
        /// How long after its activation Cost Explorer shows a key. Usage counts from the activation on, and before it only
        /// after a backfill.
        public var tagActivationDelay = Duration.seconds(24 * 3_600)
        /// How long a backfill of cost allocation tags takes.
        public var tagBackfillDuration = Duration.seconds(24 * 3_600)
        /// How long it takes until reports show a new or changed cost category.
        public var costCategoryDelay = Duration.seconds(24 * 3_600)

        /// How long DynamoDB takes to make a table.
        public var tableCreationTime = Duration.zero
        /// How many items BatchGetItem returns; what is asked for beyond them comes back as unprocessed.
        public var tableBatchSize = 100

        /// The most requests that ``MockAWS/requests`` remembers; beyond it the oldest are forgotten.
        public var recordedRequestLimit = 100_000

        /// The pause before each further chunk of a body, on the simulator's clock (on the real one where time flows).
        public var chunkInterval = Duration.zero

        /// The defaults.
        public init() {}
    }
}
