public import AWSSigning
public import Logging
import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A source of Bedrock API keys. It is asked before every attempt.
public protocol BearerTokenProvider: Sendable {
    /// A key that is valid now in `region`.
    ///
    /// - Throws: ``AWSError`` of code ``AWSError/Code/credentials`` where there is none.
    func bearerToken(for region: Region) async throws(AWSError) -> BedrockAPIKey
}

extension BedrockAPIKey: BearerTokenProvider {
    /// The key itself.
    ///
    /// - Throws: ``AWSError`` of code ``AWSError/Code/credentials`` for a short-term key made for another Region.
    public func bearerToken(for region: Region) async throws(AWSError) -> BedrockAPIKey {
        if let own = self.region, own != region.rawValue {
            throw AWSError(.credentials, "the Bedrock API key was made for \(own) and cannot be used in \(region)")
        }
        return self
    }
}

/// Short-term Bedrock API keys made from credentials, renewed before they expire. Making one calls no service.
public final class ShortTermKeyProvider: BearerTokenProvider {
    private let credentials: any CredentialProvider
    private let lifetime: Duration
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let keys = Mutex<[Region: SharedRefresh<BedrockAPIKey>]>([:])

    /// Keys signed with `credentials`.
    ///
    /// - Parameters:
    ///   - credentials: Whose permissions the keys carry.
    ///   - lifetime: How long each key is valid: at most 12 hours, and never longer than the credentials.
    ///   - now: The present.
    ///   - logger: Where a renewal is logged that failed while the old key was good.
    public init(
        _ credentials: any CredentialProvider, lifetime: Duration = BedrockAPIKey.maximumLifetime,
        now: @escaping @Sendable () -> Date = { Date() }, logger: Logger = Logger(label: "bedrock-cost")
    ) {
        self.credentials = credentials
        self.lifetime = lifetime
        self.logger = logger
        self.now = now
    }

    /// The Region's key.
    public func bearerToken(for region: Region) async throws(AWSError) -> BedrockAPIKey {
        let refresh = keys.withLock { keys in
            let refresh = keys[region] ?? newKeys(for: region)
            keys[region] = refresh
            return refresh
        }
        return try await refresh.value()
    }

    private func newKeys(for region: Region) -> SharedRefresh<BedrockAPIKey> {
        SharedRefresh(advisory: 10 * 60, mandatory: 5 * 60, logger: logger, now: now) {
            [credentials, lifetime, now] () async throws(AWSError) in
            let credentials = try await credentials.credentials()
            do {
                let key = try BedrockAPIKey(
                    signedWith: credentials, region: region.rawValue, at: now(), lifetime: lifetime)
                return (key, key.expiration)
            } catch {
                throw AWSError(.credentials, "no Bedrock API key could be made: \(error)", underlying: error)
            }
        }
    }
}
