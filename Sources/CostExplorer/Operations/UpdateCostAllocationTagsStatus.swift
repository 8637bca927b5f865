public import AWSCore

/// Cost Explorer UpdateCostAllocationTagsStatus: activates and deactivates tag keys. For the payer's account only.
public struct UpdateCostAllocationTagsStatus: JSONRPCOperation, Hashable, Codable {
    /// Cost Explorer.
    public typealias Service = CostExplorerService
    /// `UpdateCostAllocationTagsStatus`.
    public static let name = "UpdateCostAllocationTagsStatus"
    /// Setting the status that a key has changes nothing.
    public static let isIdempotent = true

    /// A key and the status that it is to have.
    public struct Change: Sendable, Hashable, Codable {
        /// The key.
        public var tagKey: String
        /// The status.
        public var status: CostAllocationTag.Status

        private enum CodingKeys: String, CodingKey {
            case tagKey = "TagKey"
            case status = "Status"
        }

        /// A change.
        public init(_ tagKey: String, _ status: CostAllocationTag.Status) {
            self.tagKey = tagKey
            self.status = status
        }
    }

    /// The changes, 1 to 20.
    public var changes: [Change]

    private enum CodingKeys: String, CodingKey { case changes = "CostAllocationTagsStatus" }

    /// Asks for the changes.
    public init(_ changes: [Change]) { self.changes = changes }

    /// A key that kept its status, and why.
    public struct Failure: Sendable, Hashable, Codable {
        /// The key.
        public var tagKey: String?
        /// The service's code, such as `TagKeysNotFoundException` for a key that no billed resource has carried yet.
        public var code: String?
        /// The service's words.
        public var message: String?

        private enum CodingKeys: String, CodingKey {
            case tagKey = "TagKey"
            case code = "Code"
            case message = "Message"
        }
    }

    /// What UpdateCostAllocationTagsStatus returns, with HTTP status 200 also where changes failed.
    public struct Output: Sendable, Hashable, Codable {
        /// The changes that were not made.
        public var errors: [Failure]?

        private enum CodingKeys: String, CodingKey { case errors = "Errors" }
    }

    /// Checks the number of changes and their keys.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        guard (1...20).contains(changes.count) else {
            throw .invalidInput("CostAllocationTagsStatus", "1 to 20 changes, got \(changes.count)")
        }
        for change in changes where !(1...1024).contains(change.tagKey.count) {
            throw .invalidInput("TagKey", "1 to 1024 characters, got \(change.tagKey.count)")
        }
    }
}
