import AWSCore
import BedrockControl

/// The configuration of the log of model invocations, kept by moto.
enum InvocationLoggingChecks {
    static func run(_ aws: AWSClient) async {
        let control = BedrockControlClient(aws)
        await SDKAgainstMoto.check("bedrock: the log of model invocations is set, read and deleted") {
            let configuration = InvocationLoggingConfiguration(
                s3: .init(bucketName: "claims-files", keyPrefix: "bedrock"), textDataDeliveryEnabled: true)
            try await control.setInvocationLogging(configuration)
            let stored = try await control.invocationLogging()
            try await control.deleteInvocationLogging()
            let none = try await control.invocationLogging()
            return stored?.s3 == configuration.s3 && stored?.textDataDeliveryEnabled == true && none == nil
        }
    }
}
