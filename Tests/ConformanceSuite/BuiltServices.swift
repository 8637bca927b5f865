import AWSCore
import BedrockControl
import BedrockCost
import BedrockRuntime
import Budgets
import CloudWatch
import CostExplorer
import DataExports
import DynamoDBLedger
import TaggingLookup

/// The services that the SDK has, by botocore's names.
enum BuiltServices {
    private static let all: [String: any AWSService.Type] = [
        "athena": AthenaService.self,
        "bcm-data-exports": DataExportsService.self,
        "bedrock": BedrockControlService.self,
        "bedrock-runtime": BedrockRuntimeService.self,
        "budgets": BudgetsService.self,
        "ce": CostExplorerService.self,
        "cloudwatch": CloudWatchService.self,
        "dynamodb": DynamoDBService.self,
        "resourcegroupstaggingapi": TaggingService.self,
        "sns": SNSService.self,
        "sso": SSOService.self,
        "sso-oidc": SSOOIDCService.self,
        "secretsmanager": SecretsManagerService.self,
        "ssm": ParameterStoreService.self,
        "sts": STSService.self,
    ]

    /// - Throws: ``NotBuilt`` for a service that the SDK lacks.
    static func service(_ name: String) throws -> any AWSService.Type {
        guard let service = all[name] else { throw NotBuilt("service \(name)") }
        return service
    }
}
