import AWSCore
import BedrockControl
import BedrockRuntime
import CloudWatch
import CostExplorer
import TaggingLookup

/// The services that the SDK has, by botocore's names.
enum BuiltServices {
    private static let all: [String: any AWSService.Type] = [
        "bedrock": BedrockControlService.self,
        "bedrock-runtime": BedrockRuntimeService.self,
        "ce": CostExplorerService.self,
        "cloudwatch": CloudWatchService.self,
        "resourcegroupstaggingapi": TaggingService.self,
        "sso": SSOService.self,
        "sso-oidc": SSOOIDCService.self,
        "sts": STSService.self,
    ]

    /// - Throws: ``NotBuilt`` for a service that the SDK lacks.
    static func service(_ name: String) throws -> any AWSService.Type {
        guard let service = all[name] else { throw NotBuilt("service \(name)") }
        return service
    }
}
