public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension Budget {
    /// Whether a budget can be evaluated.
    public struct Health: Sendable, Hashable, Codable {
        /// A state of health, or the reason for it.
        public struct Status: OpenStringSet {
            /// The name on the wire.
            public let rawValue: String

            /// A status by its name on the wire.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// It is evaluated.
            public static let healthy = Self(rawValue: "HEALTHY")
            /// It is not.
            public static let unhealthy = Self(rawValue: "UNHEALTHY")
        }

        /// Why a budget cannot be evaluated.
        public struct Reason: OpenStringSet {
            /// The name on the wire.
            public let rawValue: String

            /// A reason by its name on the wire.
            public init(rawValue: String) { self.rawValue = rawValue }

            /// The account may not read the billing view.
            public static let billingViewNoAccess = Self(rawValue: "BILLING_VIEW_NO_ACCESS")
            /// The billing view itself cannot be evaluated.
            public static let billingViewUnhealthy = Self(rawValue: "BILLING_VIEW_UNHEALTHY")
            /// The filter names something that is no more.
            public static let filterInvalid = Self(rawValue: "FILTER_INVALID")
            /// The account has switched multi-year data off.
            public static let multiYearDataDisabled = Self(rawValue: "MULTI_YEAR_HISTORICAL_DATA_DISABLED")
        }

        /// Whether it is evaluated.
        public var status: Status?
        /// Why not.
        public var reason: Reason?
        /// Since when.
        public var lastUpdated: Date?

        private enum CodingKeys: String, CodingKey {
            case status = "Status"
            case reason = "StatusReason"
            case lastUpdated = "LastUpdatedTime"
        }
    }
}
