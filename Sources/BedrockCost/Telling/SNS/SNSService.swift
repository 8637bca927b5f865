package import AWSCore

/// Amazon Simple Notification Service: awsQuery, version 2010-03-31.
package enum SNSService: QueryService {
    /// `SNS`.
    package static let serviceID = "SNS"
    /// `sns`.
    package static let signingName = "sns"
    /// `sns.us-east-1.amazonaws.com`.
    package static let endpoint = EndpointRule.regionalFIPSInGovCloud("sns", alsoDualStack: false)
    /// The only version there is.
    package static let apiVersion = "2010-03-31"
}
