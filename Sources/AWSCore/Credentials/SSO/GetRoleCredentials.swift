import HTTPTypes

/// SSO GetRoleCredentials: a role's credentials for whoever has signed in.
package struct GetRoleCredentials: RESTJSONOperation {
    package typealias Service = SSOService
    package static let name = "GetRoleCredentials"
    package static let isIdempotent = true
    /// The token in the header is all the proof there is.
    package static let isAnonymous = true

    package var roleName: String
    package var accountID: String
    package var accessToken: String

    package init(roleName: String, accountID: String, accessToken: String) {
        self.roleName = roleName
        self.accountID = accountID
        self.accessToken = accessToken
    }

    package struct Output: Codable, Sendable {
        package struct RoleCredentials: Codable, Sendable {
            package var accessKeyId: String?
            package var secretAccessKey: String?
            package var sessionToken: String?
            /// Milliseconds since 1970, unlike anywhere else.
            package var expiration: Int64?
        }
        package var roleCredentials: RoleCredentials?
    }

    package func encode() -> EncodedRequest {
        var query = RequestQuery()
        query.append("role_name", roleName)
        query.append("account_id", accountID)
        return EncodedRequest(
            .get, "/federation/credentials", query: query, headers: [.ssoBearerToken: accessToken])
    }
}

extension HTTPField.Name {
    fileprivate static let ssoBearerToken = field("x-amz-sso_bearer_token")
}
