/// The OpenID Connect service of IAM Identity Center, which renews tokens.
package enum SSOOIDCService: AWSService {
    package static let serviceID = "SSO OIDC"
    package static let signingName = "sso-oauth"
    package static let endpoint = EndpointRule.regional("oidc")
}
