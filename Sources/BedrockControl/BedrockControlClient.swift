public import AWSCore
public import Attribution

/// The control plane of Amazon Bedrock: inference profiles, their tags, the foundation models behind them, and the log of
/// model invocations.
///
/// ```swift
/// let control = BedrockControlClient(aws)
/// let profile = try await control.createInferenceProfile(
///     named: "claims-sonnet", copying: .systemDefined("us.anthropic.claude-3-7-sonnet-20250219-v1:0"),
///     tags: ["dept": "claims", "env": "prod"])
/// ```
///
/// Every method checks its input by the service's own patterns before anything is sent.
public struct BedrockControlClient: Sendable {
    /// What sends the calls.
    public let aws: AWSClient

    /// The service, reached through `aws`.
    public init(_ aws: AWSClient) { self.aws = aws }
}

// MARK: - Inference profiles

extension BedrockControlClient {
    /// Creates an application profile (CreateInferenceProfile).
    ///
    /// A system-defined profile that is named by its id alone costs one request of GetInferenceProfile more, which tells
    /// its ARN.
    ///
    /// - Parameters:
    ///   - name: 1 to 64 ASCII letters and digits, each followed by at most one space, hyphen or underscore.
    ///   - source: What the profile copies.
    ///   - description: What it is for, 1 to 200 characters of the same kind, colons and full stops.
    ///   - tags: Its tags; costs are split by them once they are activated in Cost Explorer.
    ///   - clientRequestToken: Names this creation, so that repeating it creates nothing anew; a new UUID by default.
    /// - Returns: The ARN, which stands for a model in calls of the runtime.
    /// - Throws: `AWSError`; of code `invalidInput` before anything was sent.
    public func createInferenceProfile(
        named name: String, copying source: InferenceProfileSource, description: String? = nil, tags: TagSet? = nil,
        clientRequestToken: String? = nil
    ) async throws(AWSError) -> CreateInferenceProfile.Output {
        let copyFrom: ARN
        do {
            try CreateInferenceProfile.validate(
                name: name, description: description, tags: tags, clientRequestToken: clientRequestToken)
            switch try source.resolve(in: aws.configuration.region) {
            case .copyFrom(let arn): copyFrom = arn
            case .profile(let id): copyFrom = try await inferenceProfile(id).arn.arn
            }
        } catch {
            var error = error
            if error.operation == nil {
                error.operation = "\(BedrockControlService.serviceID).\(CreateInferenceProfile.name)"
            }
            throw error
        }
        return try await aws.send(
            CreateInferenceProfile(
                named: name, copying: copyFrom, description: description, tags: tags,
                clientRequestToken: clientRequestToken))
    }

    /// A profile by its id or ARN (GetInferenceProfile).
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is none.
    public func inferenceProfile(_ identifier: some ModelIdentifying) async throws(AWSError) -> InferenceProfile {
        try await aws.send(GetInferenceProfile(identifier.modelID))
    }

    /// A profile by its id or ARN (GetInferenceProfile).
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is none.
    public func inferenceProfile(_ identifier: ModelID) async throws(AWSError) -> InferenceProfile {
        try await aws.send(GetInferenceProfile(identifier))
    }

    /// The account's profiles of one type in the client's Region (ListInferenceProfiles), page by page as they are read.
    ///
    /// - Parameters:
    ///   - type: Application profiles by default.
    ///   - pageSize: The most profiles of a request, 1 to 1,000; the service's own number by default.
    public func inferenceProfiles(
        type: InferenceProfileType = .application, pageSize: Int? = nil
    ) -> PageItems<ListInferenceProfiles, InferenceProfile> {
        aws.pages(of: ListInferenceProfiles(type: type, maxResults: pageSize)).items { $0.profiles }
    }

    /// Deletes an application profile (DeleteInferenceProfile).
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is none.
    public func deleteInferenceProfile(_ identifier: some ModelIdentifying) async throws(AWSError) {
        _ = try await aws.send(DeleteInferenceProfile(identifier.modelID))
    }

    /// Deletes an application profile (DeleteInferenceProfile).
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is none.
    public func deleteInferenceProfile(_ identifier: ModelID) async throws(AWSError) {
        _ = try await aws.send(DeleteInferenceProfile(identifier))
    }
}

// MARK: - Tags

extension BedrockControlClient {
    /// Adds tags to a resource, or gives them new values (TagResource).
    ///
    /// - Throws: `AWSError`; of code `quotaExceeded` where the resource would have more than 50.
    public func tag(_ resource: ARN, _ tags: TagSet) async throws(AWSError) {
        _ = try await aws.send(TagResource(resource, tags: tags))
    }

    /// Takes tags off a resource (UntagResource).
    ///
    /// - Throws: `AWSError`.
    public func untag(_ resource: ARN, keys: [String]) async throws(AWSError) {
        _ = try await aws.send(UntagResource(resource, keys: keys))
    }

    /// A resource's tags (ListTagsForResource).
    ///
    /// - Throws: `AWSError`.
    public func tags(of resource: ARN) async throws(AWSError) -> TagSet {
        try await aws.send(ListTagsForResource(resource)).tags
    }
}

// MARK: - Foundation models

extension BedrockControlClient {
    /// The models that Bedrock offers in the client's Region (ListFoundationModels).
    ///
    /// - Parameter filter: Provider, modality and the like; every model by default.
    /// - Throws: `AWSError`.
    public func foundationModels(
        _ filter: ListFoundationModels = ListFoundationModels()
    ) async throws(AWSError) -> [FoundationModel] {
        try await aws.send(filter).models
    }

    /// A model by its id or ARN (GetFoundationModel).
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is none.
    public func foundationModel(_ identifier: ModelID) async throws(AWSError) -> FoundationModel {
        guard let model = try await aws.send(GetFoundationModel(identifier)).model else {
            throw AWSError(.malformedResponse, "the reply holds no model")
        }
        return model
    }
}

// MARK: - The log of model invocations

extension BedrockControlClient {
    /// Has Bedrock log model invocations in the client's Region, in place of how it did
    /// (PutModelInvocationLoggingConfiguration).
    ///
    /// - Throws: `AWSError`; of code `invalidInput` before anything was sent.
    public func setInvocationLogging(_ configuration: InvocationLoggingConfiguration) async throws(AWSError) {
        _ = try await aws.send(PutModelInvocationLoggingConfiguration(configuration))
    }

    /// How Bedrock logs model invocations in the client's Region (GetModelInvocationLoggingConfiguration).
    ///
    /// - Returns: The configuration; `nil` where nothing is logged.
    /// - Throws: `AWSError`.
    public func invocationLogging() async throws(AWSError) -> InvocationLoggingConfiguration? {
        let configuration = try await aws.send(GetModelInvocationLoggingConfiguration()).loggingConfig
        // Where none was ever set, the service answers with none or with one that has no members.
        return configuration == InvocationLoggingConfiguration() ? nil : configuration
    }

    /// Has Bedrock log no more model invocations in the client's Region (DeleteModelInvocationLoggingConfiguration).
    ///
    /// - Throws: `AWSError`.
    public func deleteInvocationLogging() async throws(AWSError) {
        _ = try await aws.send(DeleteModelInvocationLoggingConfiguration())
    }
}
