import AWSCore
import BedrockControl
import Foundation
import Testing

@Suite struct `The log of model invocations` {
    static let configuration = InvocationLoggingConfiguration(
        cloudWatch: .init(
            logGroupName: "bedrock", roleARN: "arn:aws:iam::123456789012:role/BedrockLogs",
            largeDataDelivery: .init(bucketName: "large-bodies")),
        s3: .init(bucketName: "invocation-logs", keyPrefix: "prod"), textDataDeliveryEnabled: false)

    @Test func `is set, read and deleted`() async throws {
        let service = ControlDouble { exchange, number in
            exchange.method == "GET" && number == 1
                ? .init(200, #"{"loggingConfig":{"s3Config":{"bucketName":"invocation-logs","keyPrefix":"prod"}}}"#)
                : .init()
        }
        let client = try service.client()
        try await client.setInvocationLogging(Self.configuration)
        let read = try await client.invocationLogging()
        #expect(read == InvocationLoggingConfiguration(s3: .init(bucketName: "invocation-logs", keyPrefix: "prod")))
        try await client.deleteInvocationLogging()
        let none = try await client.invocationLogging()
        #expect(none == nil)
        #expect(service.exchanges.map(\.method) == ["PUT", "GET", "DELETE", "GET"])
        #expect(service.exchanges.allSatisfy { $0.path == "/logging/modelinvocations" })
        #expect(
            try service.exchanges[0].body.json == [
                "loggingConfig": [
                    "cloudWatchConfig": [
                        "logGroupName": "bedrock", "roleArn": "arn:aws:iam::123456789012:role/BedrockLogs",
                        "largeDataDeliveryS3Config": ["bucketName": "large-bodies"],
                    ],
                    "s3Config": ["bucketName": "invocation-logs", "keyPrefix": "prod"],
                    "textDataDeliveryEnabled": false,
                ]
            ])
    }

    @Test func `is none, too, where the service answers with one that has no members`() async throws {
        let service = ControlDouble { _, _ in .init(200, #"{"loggingConfig":{}}"#) }
        let none = try await service.client().invocationLogging()
        #expect(none == nil)
    }

    @Test func `is not set where a name breaks a rule`() async throws {
        let service = ControlDouble { _, _ in .init() }
        let client = try service.client()
        func refusal(_ change: (inout InvocationLoggingConfiguration) -> Void) async -> String? {
            var configuration = Self.configuration
            change(&configuration)
            do {
                try await client.setInvocationLogging(configuration)
                return nil
            } catch {
                return error.message
            }
        }
        #expect(
            await refusal { $0.s3 = .init(bucketName: "") }
                == "loggingConfig.s3Config.bucketName: must have 3 to 63 characters, not 0")
        #expect(
            await refusal { $0.s3?.keyPrefix = String(repeating: "p", count: 1025) }
                == "loggingConfig.s3Config.keyPrefix: must have 0 to 1024 characters, not 1025")
        #expect(
            await refusal { $0.cloudWatch?.logGroupName = "" }
                == "loggingConfig.cloudWatchConfig.logGroupName: must have 1 to 512 characters, not 0")
        #expect(
            await refusal { $0.cloudWatch?.roleARN = "BedrockLogs" }
                == "loggingConfig.cloudWatchConfig.roleArn: \"BedrockLogs\" is not the ARN of a role")
        #expect(
            await refusal { $0.cloudWatch?.largeDataDelivery?.bucketName = "ab" }
                == "loggingConfig.cloudWatchConfig.largeDataDeliveryS3Config.bucketName: "
                + "must have 3 to 63 characters, not 2")
        #expect(service.exchanges.isEmpty)
    }
}
