public import AWSSigning

/// The keys in `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
public struct EnvironmentCredentialProvider: CredentialProvider {
    private let keys: Credentials

    /// The keys in the variables of `environment`.
    ///
    /// - Throws: ``AWSError`` of code ``AWSError/Code/credentials`` where one half of the pair is missing, or both are, or
    ///   `AWS_CREDENTIAL_EXPIRATION` is no timestamp.
    public init(_ environment: AWSEnvironment = .process) throws(AWSError) {
        guard let id = environment["AWS_ACCESS_KEY_ID"] else {
            throw AWSError(.credentials, "AWS_ACCESS_KEY_ID is not set")
        }
        guard let secret = environment["AWS_SECRET_ACCESS_KEY"] else {
            throw AWSError(.credentials, "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not")
        }
        let expirationText = environment["AWS_CREDENTIAL_EXPIRATION"]
        let expiration = expirationText.flatMap(TimestampFormat.iso8601.date)
        guard expirationText == nil || expiration != nil else {
            throw AWSError(.credentials, "AWS_CREDENTIAL_EXPIRATION is not an ISO 8601 timestamp")
        }
        keys = Credentials(
            accessKeyID: id, secretAccessKey: secret, sessionToken: environment["AWS_SESSION_TOKEN"],
            expiration: expiration, accountID: environment["AWS_ACCOUNT_ID"])
    }

    /// The keys.
    public func credentials() async throws(AWSError) -> Credentials { keys }
}
