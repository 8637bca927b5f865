import HTTPTypes

/// SSO OIDC CreateToken: a new access token for a refresh token.
package struct CreateToken: RESTJSONOperation, Codable {
    package typealias Service = SSOOIDCService
    package static let name = "CreateToken"
    /// A refresh token may be good for one use, so a lost reply is not repeated.
    package static let isIdempotent = false
    package static let isAnonymous = true

    package var clientId: String
    package var clientSecret: String
    package var grantType = "refresh_token"
    package var deviceCode: String?
    package var code: String?
    package var refreshToken: String?
    package var scope: [String]?
    package var redirectUri: String?
    package var codeVerifier: String?

    package init(clientID: String, clientSecret: String, refreshToken: String) {
        self.clientId = clientID
        self.clientSecret = clientSecret
        self.refreshToken = refreshToken
    }

    package struct Output: Codable, Sendable {
        package var accessToken: String?
        package var tokenType: String?
        /// Seconds.
        package var expiresIn: Int?
        package var refreshToken: String?
        package var idToken: String?
    }

    package func encode() throws -> EncodedRequest { try EncodedRequest(.post, "/token", json: self) }
}
