import AWSCore
public import Attribution
import BedrockRuntime
import CloudWatch
public import TaggingLookup

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension InferenceEnvelope {
    /// The blog's rules for tags: `applicationId` is required, `costCenter` and `environment` are optional, and other keys are
    /// allowed.
    public static let tagPolicy: TagPolicy = {
        do {
            return try TagPolicy(
                [.required("applicationId"), .optional("costCenter"), .optional("environment")], allowingOtherKeys: true
            )
        } catch {
            preconditionFailure("the blog's rules contradict themselves: \(error)")
        }
    }()

    /// The tags that are generated, and that callers cannot set.
    public static let generatedTags = ["requestId", "timestamp", "modelMetric"]

    /// The call that the envelope asks for.
    ///
    /// Instructions leave the conversation, messages of one role in a row become one, parameters become those of the model's
    /// family, tags become codes by the policy, and `requestId`, `timestamp` and `modelMetric` are generated.
    ///
    /// - Parameters:
    ///   - models: The aliases.
    ///   - policy: The rules for tags.
    ///   - profiles: Finds the profiles of aliases that name tags.
    ///   - requestID: The call's own id.
    ///   - date: The point in time.
    /// - Returns: The call; nothing was sent but the look-up of a profile.
    /// - Throws: ``InferenceEnvelopeError`` with everything that is wrong.
    public func call(
        models: EnvelopeModels = [:], policy: TagPolicy = InferenceEnvelope.tagPolicy,
        profiles: (any ProfileFinding)? = nil,
        requestID: String = UUID().uuidString.lowercased(), at date: Date = Date()
    ) async throws(InferenceEnvelopeError) -> EnvelopeCall {
        var violations: [InferenceEnvelopeError.Violation] = []
        let target = target(models, &violations)
        let conversation = EnvelopeConversation(prompt.messages, &violations)
        var given = prompt.parameters.filled(with: target?.defaults ?? Parameters())
        // How it is written depends on the model, so that an unknown one is the only thing to tell.
        if target == nil { given.topK = nil }
        let parameters = EnvelopeParameters(given, for: target.flatMap(Self.foundation), &violations)
        for key in Self.generatedTags where tags[key] != nil {
            violations.append(.init(.reservedTag, at: "tags.\(key)", "this tag is generated"))
        }
        var context = context(policy, &violations)
        // A profile is looked up only for an envelope that is right otherwise.
        guard violations.isEmpty, let target else { throw InferenceEnvelopeError(violations) }
        let modelID = try await modelID(target, profiles)
        let modelMetric = BedrockMetric.dimensionValue(of: modelID)
        context.attributes = [
            "requestId": requestID, "timestamp": TimestampFormat.iso8601.string(from: date), "modelMetric": modelMetric,
        ]
        let attribution: CostAttribution
        do throws(TagPolicyError) { attribution = try policy.attribution(of: context) } catch {
            throw InferenceEnvelopeError(error.violations.map { .init($0) })
        }
        context.tags = attribution.tags
        let request = Converse(
            modelID: modelID, messages: conversation.messages,
            system: conversation.system.isEmpty ? nil : conversation.system,
            inferenceConfig: parameters.inferenceConfig, additionalModelRequestFields: parameters.additionalFields,
            requestMetadata: attribution.requestMetadata)
        return EnvelopeCall(
            request: request, alias: model, requestID: requestID, date: date, modelMetric: modelMetric,
            context: context, notices: Self.notices(conversation))
    }

    private func target(
        _ models: EnvelopeModels, _ violations: inout [InferenceEnvelopeError.Violation]
    ) -> EnvelopeModel? {
        if let target = models.model(model) { return target }
        let aliases = models.aliases.keys.sorted()
        let listed = aliases.isEmpty ? "there are no aliases" : "there are \(aliases.joined(separator: ", "))"
        violations.append(
            .init(
                .unknownModel, at: "model", "no model has this name; \(listed)",
                suggestion: Spelling.nearest(to: model, among: aliases)))
        return nil
    }

    private static func foundation(_ target: EnvelopeModel) -> ModelID? {
        if let foundation = target.foundation { return foundation }
        guard case .model(let id) = target.target else { return nil }
        return id
    }

    /// The envelope's tags as a context; what the policy says of them goes into `violations`.
    private func context(
        _ policy: TagPolicy, _ violations: inout [InferenceEnvelopeError.Violation]
    ) -> CostContext {
        let pairs = tags.filter { !Self.generatedTags.contains($0.key) }.sorted { $0.key < $1.key }
        let context = CostContext(TagSet(unvalidated: pairs.map { TagSet.Tag(key: $0.key, value: $0.value) }))
        do throws(TagPolicyError) { _ = try policy.resolve(context.tags) } catch {
            violations += error.violations.map { .init($0) }
        }
        return context
    }

    private func modelID(
        _ target: EnvelopeModel, _ profiles: (any ProfileFinding)?
    ) async throws(InferenceEnvelopeError) -> ModelID {
        switch target.target {
        case .model(let id): return id
        case .profile(let tags):
            guard let profiles else {
                throw InferenceEnvelopeError([
                    .init(
                        .profileLookup, at: "model", "the alias names a profile by its tags, and nothing finds profiles"
                    )
                ])
            }
            do throws(ProfileLookupError) {
                return ModelID(try await profiles.profile(tagged: tags, model: target.foundation))
            } catch {
                throw InferenceEnvelopeError([.init(.profileLookup, at: "model", error.message)])
            }
        }
    }

    private static func notices(_ conversation: EnvelopeConversation) -> [String] {
        guard conversation.messages.last?.role == .assistant else { return [] }
        return [
            "prompt.messages ends with the assistant: the model goes on with that text, and some models refuse it; "
                + "instructions belong into a message of the role system, before the others"
        ]
    }
}
