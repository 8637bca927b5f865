public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension DataExport {
    /// How an export is doing.
    public struct Status: Sendable, Hashable, Codable {
        /// Whether an export is delivered.
        public struct Health: OpenStringSet {
            /// The name on the wire.
            public let rawValue: String

            /// A state by its name on the wire.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// It is.
            public static let healthy = Self(rawValue: "HEALTHY")
            /// It is not.
            public static let unhealthy = Self(rawValue: "UNHEALTHY")
        }

        /// Why an export is not delivered.
        public struct Reason: OpenStringSet {
            /// The name on the wire.
            public let rawValue: String

            /// A reason by its name on the wire.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// The bucket's policy does not let the service write.
            public static let insufficientPermission = Self(rawValue: "INSUFFICIENT_PERMISSION")
            /// The account has another payer now.
            public static let billOwnerChanged = Self(rawValue: "BILL_OWNER_CHANGED")
            /// The service failed.
            public static let internalFailure = Self(rawValue: "INTERNAL_FAILURE")
        }

        /// Whether it is delivered.
        public var health: Health?
        /// Why not.
        public var reason: Reason?
        /// When it was made.
        public var created: Date?
        /// When it was last changed.
        public var lastUpdated: Date?
        /// When it was last delivered.
        public var lastRefreshed: Date?

        private enum CodingKeys: String, CodingKey {
            case health = "StatusCode"
            case reason = "StatusReason"
            case created = "CreatedAt"
            case lastUpdated = "LastUpdatedAt"
            case lastRefreshed = "LastRefreshedAt"
        }
    }
}
