package import AWSCore

/// DynamoDB: awsJson 1.0, one endpoint per Region.
package enum DynamoDBService: JSONRPCService {
    /// `DynamoDB`.
    package static let serviceID = "DynamoDB"
    /// `dynamodb`.
    package static let signingName = "dynamodb"
    /// `dynamodb.` and the Region, or DynamoDB local.
    package static let endpoint = EndpointRule.dynamoDB
    /// `DynamoDB_20120810`.
    package static let targetPrefix = "DynamoDB_20120810"
    /// `1.0`.
    package static let jsonVersion = "1.0"
}
