/// STS GetCallerIdentity: who signs. It needs no permission.
public struct GetCallerIdentity: QueryOperation {
    /// STS.
    public typealias Service = STSService
    /// `GetCallerIdentity`.
    public static let name = "GetCallerIdentity"
    /// It only reads.
    public static let isIdempotent = true

    /// Asks who signs.
    public init() {}

    /// What GetCallerIdentity returns.
    public struct Output: Sendable, Hashable {
        /// The account, twelve digits.
        public var account: String
        /// The caller's ARN.
        public var arn: String
        /// The caller's unique id.
        public var userID: String
    }

    /// No members.
    public var fields: RequestQuery { RequestQuery() }

    /// Reads `<GetCallerIdentityResult>`.
    public static func decode(result: XMLElement) throws -> Output {
        guard let account = result["Account"]?.text, let arn = result["Arn"]?.text, let user = result["UserId"]?.text
        else {
            throw XMLError(description: "the reply holds no complete <GetCallerIdentityResult>")
        }
        return Output(account: account, arn: arn, userID: user)
    }
}
