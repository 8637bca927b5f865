import AWSCore

/// ListFoundationModels and GetFoundationModel of the `bedrock` service.
extension EngineState {
    func listFoundationModels(_ call: Call) throws(ServiceFault) -> Reply {
        var models = ModelCatalogue.models
        if let provider = call.request.queryItem("byProvider") {
            guard (1...63).contains(provider.utf8.count),
                provider.utf8.allSatisfy({ Constraint.isAlphanumeric($0) || "- ".utf8.contains($0) })
            else {
                throw .constraint(
                    "byProvider", provider, "Member must satisfy regular expression pattern: [A-Za-z0-9- ]{1,63}")
            }
            models = models.filter { $0.provider.lowercased() == provider.lowercased() }
        }
        if let type = call.request.queryItem("byInferenceType") {
            guard ["ON_DEMAND", "PROVISIONED", "INFERENCE_PROFILE"].contains(type) else {
                throw .constraint(
                    "byInferenceType", type, "Member must satisfy enum value set: [ON_DEMAND, PROVISIONED]")
            }
            models = models.filter { $0.inferenceTypes.contains(type) }
        }
        if let modality = call.request.queryItem("byOutputModality") {
            guard ["TEXT", "IMAGE", "EMBEDDING"].contains(modality) else {
                throw .constraint(
                    "byOutputModality", modality, "Member must satisfy enum value set: [TEXT, IMAGE, EMBEDDING]")
            }
            models = modality == "TEXT" ? models : []
        }
        if call.request.queryItem("byCustomizationType") != nil { models = [] }
        return Reply(json: ["modelSummaries": .array(models.map { $0.document(in: call.region) })])
    }

    func getFoundationModel(_ call: Call) throws(ServiceFault) -> Reply {
        let label = call.route.label
        let id = ResourceName(label).map { $0.type == "foundation-model" ? $0.id : "" } ?? label
        guard let model = ModelCatalogue.model(id) else {
            throw .notFound("Could not resolve the foundation model from the model identifier: \(label)")
        }
        return Reply(json: ["modelDetails": model.document(in: call.region)])
    }
}
