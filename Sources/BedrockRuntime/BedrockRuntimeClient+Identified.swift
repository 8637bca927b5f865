public import AWSCore

/// The same calls, sent to whatever names a model: an ARN, or an inference profile as the control plane returns it.
extension BedrockRuntimeClient {
    /// Sends a prompt and returns the whole answer.
    ///
    /// - Throws: `AWSError`.
    public func converse(
        model: some ModelIdentifying, _ prompt: String, configure: (inout Converse) -> Void = { _ in }
    ) async throws(AWSError) -> ConverseResponse {
        try await converse(model: model.modelID, prompt, configure: configure)
    }

    /// Sends a conversation and returns the whole answer.
    ///
    /// - Throws: `AWSError`.
    public func converse(
        model: some ModelIdentifying, _ messages: [Message], configure: (inout Converse) -> Void = { _ in }
    ) async throws(AWSError) -> ConverseResponse {
        try await converse(model: model.modelID, messages, configure: configure)
    }

    /// Sends a prompt and lends the answer's events while they come.
    ///
    /// - Throws: `AWSError` where no stream could be had, and what `body` throws.
    public func converseStream<Result>(
        model: some ModelIdentifying, _ prompt: String, configure: (inout Converse) -> Void = { _ in },
        _ body: (EventStreamEvents<ConverseStream>) async throws -> Result
    ) async throws -> Result {
        try await converseStream(model: model.modelID, prompt, configure: configure, body)
    }

    /// Sends a conversation and lends the answer's events while they come.
    ///
    /// - Throws: `AWSError` where no stream could be had, and what `body` throws.
    public func converseStream<Result>(
        model: some ModelIdentifying, _ messages: [Message], configure: (inout Converse) -> Void = { _ in },
        _ body: (EventStreamEvents<ConverseStream>) async throws -> Result
    ) async throws -> Result {
        try await converseStream(model: model.modelID, messages, configure: configure, body)
    }

    /// Sends a JSON request in the provider's form and returns the answer's bytes.
    ///
    /// - Throws: `AWSError`.
    public func invokeModel(
        model: some ModelIdentifying, body: [UInt8], options: InvokeOptions = InvokeOptions()
    ) async throws(AWSError) -> InvokeModelResponse {
        try await invokeModel(model: model.modelID, body: body, options: options)
    }

    /// Sends a request of Anthropic's Messages API and returns its answer.
    ///
    /// - Throws: `AWSError`.
    public func messages(
        model: some ModelIdentifying, _ request: AnthropicMessages, options: InvokeOptions = InvokeOptions()
    ) async throws(AWSError) -> AnthropicMessagesResponse {
        try await messages(model: model.modelID, request, options: options)
    }
}
