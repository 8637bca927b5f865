public import AWSSigning

/// A source of credentials. It is asked before every attempt, so it should answer from memory while it can.
public protocol CredentialProvider: Sendable {
    /// Credentials that are valid now.
    ///
    /// - Throws: ``AWSError`` of code ``AWSError/Code/credentials`` where there are none, or another code where getting
    ///   them took a call that failed.
    func credentials() async throws(AWSError) -> Credentials
}

extension Credentials: CredentialProvider {
    /// The credentials themselves.
    public func credentials() async throws(AWSError) -> Credentials { self }
}
