import AWSCore
import BedrockRuntime
import Metering

/// Parameters as Converse takes them: what all models share, and what only some of them have.
struct EnvelopeParameters {
    typealias Violation = InferenceEnvelopeError.Violation

    /// How the models of a vendor take the number of choices.
    private enum TopK {
        /// As a member of the request's own fields.
        case field(String)
        /// Inside of their own `inferenceConfig`.
        case nested(String)
        /// Not at all.
        case none
    }

    let inferenceConfig: InferenceConfiguration?
    let additionalFields: JSONValue?

    /// - Parameters:
    ///   - parameters: Given values and defaults.
    ///   - model: The foundation model, where it is known.
    init(_ parameters: InferenceEnvelope.Parameters, for model: ModelID?, _ violations: inout [Violation]) {
        let root = "prompt.parameters"
        if let tokens = parameters.maxTokens, tokens < 1 {
            violations.append(Violation(.outOfRange, at: "\(root).max_tokens", "must be at least 1, not \(tokens)"))
        }
        for (name, value) in [("temperature", parameters.temperature), ("top_p", parameters.topP)] {
            if let value, !(0...1).contains(value) {
                violations.append(Violation(.outOfRange, at: "\(root).\(name)", "must be 0 to 1, not \(value)"))
            }
        }
        if let stop = parameters.stop {
            if stop.count > 2500 {
                violations.append(
                    Violation(.outOfRange, at: "\(root).stop", "there can be at most 2500 texts, not \(stop.count)"))
            }
            if stop.contains(where: \.isEmpty) {
                violations.append(Violation(.emptyText, at: "\(root).stop", "a text has at least one character"))
            }
        }
        let shared = InferenceConfiguration(
            maxTokens: parameters.maxTokens, temperature: parameters.temperature, topP: parameters.topP,
            stopSequences: parameters.stop?.isEmpty == true ? nil : parameters.stop)
        inferenceConfig = shared == InferenceConfiguration() ? nil : shared
        additionalFields = Self.fields(topK: parameters.topK, for: model, at: "\(root).top_k", &violations)
    }

    private static func fields(
        topK: Int?, for model: ModelID?, at path: String, _ violations: inout [Violation]
    ) -> JSONValue? {
        guard let topK else { return nil }
        guard topK >= 1 else {
            violations.append(Violation(.outOfRange, at: path, "must be at least 1, not \(topK)"))
            return nil
        }
        // Of an application inference profile's ARN this is nil.
        guard let model, let id = PricedModel(model.rawValue, calledIn: "")?.id else {
            violations.append(
                Violation(
                    .unsupportedParameter, at: path,
                    "models write it in different ways, and the profile hides its model; name the model in the alias"))
            return nil
        }
        switch style(of: id) {
        case .field(let name): return .object([name: .int(Int64(topK))])
        case .nested(let name): return .object(["inferenceConfig": .object([name: .int(Int64(topK))])])
        case .none:
            violations.append(
                Violation(.unsupportedParameter, at: path, "\(id) does not have this parameter"))
            return nil
        }
    }

    private static func style(of id: String) -> TopK {
        let styles: [(prefix: String, style: TopK)] = [
            ("anthropic.", .field("top_k")), ("mistral.", .field("top_k")), ("cohere.", .field("k")),
            ("amazon.nova", .nested("topK")),
        ]
        return styles.first { id.hasPrefix($0.prefix) }?.style ?? .none
    }
}
