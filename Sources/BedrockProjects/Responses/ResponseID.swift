public import AWSCore

/// The id of a stored response, such as `resp_…`.
public struct ResponseID: OpenStringSet {
    /// The id as the service spells it.
    public let rawValue: String

    /// A response by its id.
    public init(rawValue: String) { self.rawValue = rawValue }

    func validate(_ member: String = "response_id") throws(AWSError) {
        guard !rawValue.isEmpty, rawValue.utf8.count <= 1024 else {
            throw .invalidInput(member, "must have 1 to 1,024 characters, not \(rawValue.utf8.count)")
        }
    }
}
