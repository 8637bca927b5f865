public import AWSSigning
import Logging
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Credentials of a role of IAM Identity Center, for whoever has signed in with `aws sso login`.
///
/// The login's token is read from `~/.aws/sso/cache` for every fetch. One of a named session is renewed there when less than
/// fifteen minutes of it are left; a login by start URL alone cannot be renewed.
public struct SSOCredentialProvider: CredentialProvider {
    private let provider: RenewedCredentials

    /// The credentials of a role in an account.
    ///
    /// - Parameters:
    ///   - accountID: The account, twelve digits.
    ///   - roleName: The role, which is the name of the permission set.
    ///   - startURL: The portal's URL.
    ///   - region: The Region of IAM Identity Center.
    ///   - sessionName: The name of the `sso-session`; `nil` for a login by start URL alone.
    ///   - environment: Where the token is kept.
    ///   - client: Calls the portal; its authentication is not used.
    /// - Throws: ``AWSError`` of code ``AWSError/Code/invalidConfiguration`` for a Region that cannot be one.
    public init(
        accountID: String, roleName: String, startURL: String, region: Region, sessionName: String? = nil,
        environment: AWSEnvironment = .process, using client: AWSClient
    ) throws(AWSError) {
        let login = Login(
            cache: SSOTokenCache(key: sessionName ?? startURL, in: environment), isRenewable: sessionName != nil,
            client: try client.with { $0.region = region })
        provider = RenewedCredentials(client) { () async throws(AWSError) in
            try await login.credentials(accountID: accountID, roleName: roleName)
        }
    }

    /// The role's credentials, fetched anew before they expire.
    ///
    /// - Throws: ``AWSError`` of code ``AWSError/Code/credentials`` where nobody has signed in, or the login has ended.
    public func credentials() async throws(AWSError) -> Credentials { try await provider.credentials() }

    /// The login and its token.
    private final class Login: Sendable {
        private static let renewalWindow: TimeInterval = 15 * 60
        private static let pauseBetweenRenewals: TimeInterval = 60

        private let cache: SSOTokenCache
        private let isRenewable: Bool
        private let client: AWSClient
        private let renewals = Mutex<(last: Date?, token: SSOTokenCache.Token?)>((nil, nil))

        init(cache: SSOTokenCache, isRenewable: Bool, client: AWSClient) {
            self.cache = cache
            self.isRenewable = isRenewable
            self.client = client
        }

        func credentials(accountID: String, roleName: String) async throws(AWSError) -> Credentials {
            let token = try await token()
            let request = GetRoleCredentials(
                roleName: roleName, accountID: accountID, accessToken: token.accessToken)
            let answer: GetRoleCredentials.Output
            do throws(AWSError) {
                answer = try await client.send(request)
            } catch {
                guard error.httpStatus == 401 else { throw error }
                var ended = AWSError(
                    .credentials, "the SSO login has ended; run \"aws sso login\" again", underlying: error)
                ended.httpStatus = error.httpStatus
                ended.serviceCode = error.serviceCode
                throw ended
            }
            guard let found = answer.roleCredentials, let key = found.accessKeyId, let secret = found.secretAccessKey,
                let session = found.sessionToken, let expiration = found.expiration
            else { throw AWSError(.malformedResponse, "SSO answered without complete credentials") }
            return Credentials(
                accessKeyID: key, secretAccessKey: secret, sessionToken: session,
                expiration: Date(timeIntervalSince1970: Double(expiration) / 1000), accountID: accountID)
        }

        private func token() async throws(AWSError) -> SSOTokenCache.Token {
            let now = client.configuration.now()
            var token = try cache.load(at: now)
            // A file that could not be written holds an older token than the one in memory.
            if let newer = renewals.withLock({ $0.token }), newer.expiresAt > token.expiresAt { token = newer }
            let left = token.expiresAt.timeIntervalSince(now)
            if left < Self.renewalWindow, let renewed = await renewed(token, at: now) { return renewed }
            guard left > 0 else {
                throw AWSError(.credentials, "the SSO login has ended; run \"aws sso login\" again")
            }
            return token
        }

        /// A newer token; `nil` where there can be none or the service gives none, which is tried once a minute.
        private func renewed(_ token: SSOTokenCache.Token, at now: Date) async -> SSOTokenCache.Token? {
            guard isRenewable, let renewal = token.renewal else { return nil }
            let isDue = renewals.withLock { renewals in
                if let last = renewals.last, now.timeIntervalSince(last) < Self.pauseBetweenRenewals { return false }
                renewals.last = now
                return true
            }
            guard isDue else { return nil }
            do throws(AWSError) {
                let answer = try await client.send(renewal)
                guard let accessToken = answer.accessToken, let seconds = answer.expiresIn else {
                    throw AWSError(.malformedResponse, "SSO OIDC answered without a token")
                }
                var renewed = SSOTokenCache.Token(
                    accessToken: accessToken, expiresAt: now.addingTimeInterval(Double(seconds)), renewal: renewal)
                if let refreshToken = answer.refreshToken { renewed.renewal?.refreshToken = refreshToken }
                let kept = renewed
                renewals.withLock { $0.token = kept }
                if !cache.save(renewed) {
                    client.logger.info("the renewed SSO token could not be written to its file")
                }
                return renewed
            } catch {
                client.logger.info("the SSO token was not renewed", metadata: ["error": "\(error)"])
                return nil
            }
        }
    }
}
