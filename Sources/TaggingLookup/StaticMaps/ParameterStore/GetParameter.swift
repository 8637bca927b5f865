public import AWSCore

/// Parameter Store GetParameter: one parameter.
public struct GetParameter: JSONRPCOperation, Hashable, Codable {
    /// Parameter Store.
    public typealias Service = ParameterStoreService
    /// `GetParameter`.
    public static let name = "GetParameter"
    /// It only reads.
    public static let isIdempotent = true

    /// The name or ARN, with `:` and a version or label behind it where not the newest is meant; 1 to 2,048 characters.
    public var parameter: String
    /// Whether a `SecureString` is decrypted.
    public var decrypts: Bool?

    private enum CodingKeys: String, CodingKey {
        case parameter = "Name"
        case decrypts = "WithDecryption"
    }

    /// Asks for a parameter.
    public init(_ parameter: String, decrypts: Bool? = nil) {
        self.parameter = parameter
        self.decrypts = decrypts
    }

    /// What GetParameter returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The parameter.
        public var parameter: StoredParameter?

        private enum CodingKeys: String, CodingKey {
            case parameter = "Parameter"
        }
    }

    /// Checks the name's length.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) { try InputRules.check("Name", length: parameter, 1...2048) }
}
