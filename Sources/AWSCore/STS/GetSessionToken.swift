public import AWSSigning

/// STS GetSessionToken: temporary credentials of the calling IAM user, mostly to prove a second factor.
public struct GetSessionToken: QueryOperation {
    /// STS.
    public typealias Service = STSService
    /// `GetSessionToken`.
    public static let name = "GetSessionToken"
    /// A second session harms nobody.
    public static let isIdempotent = true

    /// From 900 to 129,600 seconds; the service's 43,200 where `nil`.
    public var durationSeconds: Int?
    /// The MFA device, with `tokenCode`.
    public var serialNumber: String?
    /// The six digits of the MFA device.
    public var tokenCode: String?

    /// A session without a second factor.
    public init() {}

    /// What GetSessionToken returns.
    public struct Output: Sendable, Equatable {
        /// The session's credentials, with their expiry.
        public var credentials: Credentials
    }

    /// The members as form fields.
    public var fields: RequestQuery {
        var fields = RequestQuery()
        fields.append("DurationSeconds", durationSeconds)
        fields.append("SerialNumber", serialNumber)
        fields.append("TokenCode", tokenCode)
        return fields
    }

    /// Checks the duration, and that device and code come together.
    public func validate() throws(AWSError) {
        try SessionRules.check(durationSeconds: durationSeconds, upTo: 129_600)
        try SessionRules.check(serialNumber: serialNumber, tokenCode: tokenCode)
    }

    /// Reads `<GetSessionTokenResult>`.
    public static func decode(result: XMLElement) throws -> Output {
        Output(credentials: try Credentials(sessionIn: result))
    }
}
