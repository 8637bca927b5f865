/// The portal of IAM Identity Center, which hands out the credentials of roles.
package enum SSOService: AWSService {
    package static let serviceID = "SSO"
    package static let signingName = "awsssoportal"
    package static let endpoint = EndpointRule.regional("portal.sso")
}
