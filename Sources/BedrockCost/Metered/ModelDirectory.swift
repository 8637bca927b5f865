import AWSCore
import BedrockControl
import Metering
import Synchronization

/// Which model stands behind a profile. Profiles never change their model, so an answer is kept as long as the process.
final class ModelDirectory: Sendable {
    private let control: BedrockControlClient
    private let region: String
    private let known = Mutex<[ModelID: PricedModel]>([:])

    init(_ aws: AWSClient) {
        control = BedrockControlClient(aws)
        region = aws.configuration.region.rawValue
    }

    /// The model of a target that was called before; `nil` where nobody has asked yet.
    func knownModel(of target: ModelID) -> PricedModel? {
        known.withLock { $0[target] }
    }

    /// The model of a call's target; `nil` where it cannot be told, as for a prompt or an imported model.
    func model(of target: ModelID) async throws(AWSError) -> PricedModel? {
        if let model = known.withLock({ $0[target] }) { return model }
        let model: PricedModel?
        if let arn = target.arn, arn.resourceType == "application-inference-profile" {
            let profile = try await control.inferenceProfile(arn)
            model = PricedModel(foundationModels: profile.models.compactMap { $0.arn?.rawValue }, calledIn: region)
        } else {
            model = PricedModel(target.rawValue, calledIn: region)
        }
        if let model { known.withLock { $0[target] = model } }
        return model
    }
}
