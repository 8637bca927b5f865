/// Whether a result that Athena has computed before may be used again. It costs nothing then.
public struct QueryResultReuse: Sendable, Hashable, Codable {
    /// Up to which age a result is used again.
    public struct ByAge: Sendable, Hashable, Codable {
        /// Whether it is.
        public var isEnabled: Bool
        /// The age, up to 10,080 minutes (a week); 60 where `nil`.
        public var maxAgeInMinutes: Int?

        private enum CodingKeys: String, CodingKey {
            case isEnabled = "Enabled"
            case maxAgeInMinutes = "MaxAgeInMinutes"
        }

        /// A rule.
        public init(isEnabled: Bool, maxAgeInMinutes: Int? = nil) {
            self.isEnabled = isEnabled
            self.maxAgeInMinutes = maxAgeInMinutes
        }
    }

    /// Up to which age.
    public var byAge: ByAge?

    private enum CodingKeys: String, CodingKey {
        case byAge = "ResultReuseByAgeConfiguration"
    }

    /// Uses results again that are at most so old.
    public init(maxAgeInMinutes: Int) { byAge = ByAge(isEnabled: true, maxAgeInMinutes: maxAgeInMinutes) }
}
