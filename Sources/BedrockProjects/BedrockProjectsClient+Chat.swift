public import AWSCore

extension BedrockProjectsClient {
    /// Answers a conversation.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - project: Who pays: a project's id, or `.defaultProject`.
    /// - Throws: `AWSError`.
    public func createChatCompletion(
        _ request: ChatRequest, project: ProjectID
    ) async throws(AWSError) -> ChatCompletion {
        try await aws.send(CreateChatCompletion(request, project: project, route: route))
    }

    /// Answers a conversation.
    ///
    /// - Parameters:
    ///   - model: The model's id, such as `openai.gpt-oss-120b`.
    ///   - messages: The conversation so far.
    ///   - project: Who pays: a project's id, or `.defaultProject`.
    ///   - configure: Sets further members of the request.
    /// - Throws: `AWSError`.
    public func createChatCompletion(
        model: ModelID, _ messages: [ChatMessage], project: ProjectID, configure: (inout ChatRequest) -> Void = { _ in }
    ) async throws(AWSError) -> ChatCompletion {
        try await createChatCompletion(
            ChatRequest(model: model, messages: messages, configure: configure), project: project)
    }

    /// Answers a conversation, and lends the pieces while they come. Leaving `body` ends the transfer.
    ///
    /// The last chunk holds the usage. A stream that ends without `[DONE]` throws `AWSError` of code `streamTruncated`.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - project: Who pays: a project's id, or `.defaultProject`.
    ///   - body: Reads the chunks.
    /// - Throws: `AWSError` where no stream could be had, and what `body` throws.
    public func streamChatCompletion<Result>(
        _ request: ChatRequest, project: ProjectID,
        _ body: (ServerSentEvents<StreamChatCompletion>) async throws -> Result
    ) async throws -> Result {
        try await aws.stream(StreamChatCompletion(request, project: project, route: route), body)
    }

    /// Answers a conversation, and lends the pieces while they come. Leaving `body` ends the transfer.
    ///
    /// - Parameters:
    ///   - model: The model's id, such as `openai.gpt-oss-120b`.
    ///   - messages: The conversation so far.
    ///   - project: Who pays: a project's id, or `.defaultProject`.
    ///   - configure: Sets further members of the request.
    ///   - body: Reads the chunks.
    /// - Throws: `AWSError` where no stream could be had, and what `body` throws.
    public func streamChatCompletion<Result>(
        model: ModelID, _ messages: [ChatMessage], project: ProjectID,
        configure: (inout ChatRequest) -> Void = { _ in },
        _ body: (ServerSentEvents<StreamChatCompletion>) async throws -> Result
    ) async throws -> Result {
        try await streamChatCompletion(
            ChatRequest(model: model, messages: messages, configure: configure), project: project, body)
    }
}

extension ServerSentEvents where Operation == StreamChatCompletion {
    /// The pieces of text alone. Who reads them so does not see the usage, which comes with the last chunk.
    public var text: some AsyncSequence<String, AWSError> { compactMap { $0.text } }
}
