public import AWSCore

/// Runs models on Amazon Bedrock.
///
/// ```swift
/// let runtime = BedrockRuntimeClient(aws)
/// let answer = try await runtime.converse(model: profile, "Summarise claim 4711 in one line.")
/// print(answer.text, answer.usage.inputTokens, answer.usage.outputTokens)
/// ```
///
/// Each method is short for an operation that `AWSClient` sends. Input is checked by the service's own limits before
/// anything is sent.
public struct BedrockRuntimeClient: Sendable {
    /// What sends the operations.
    public let aws: AWSClient

    /// A client that sends through `aws`.
    public init(_ aws: AWSClient) {
        self.aws = aws
    }

    /// Sends one turn of a conversation and returns the whole answer.
    ///
    /// - Throws: `AWSError`.
    public func converse(_ request: Converse) async throws(AWSError) -> ConverseResponse {
        try await aws.send(request)
    }

    /// Sends a prompt and returns the whole answer.
    ///
    /// - Parameters:
    ///   - model: A foundation model, an inference profile, or another id that Converse takes.
    ///   - prompt: What the user says.
    ///   - configure: Sets further members of the request.
    /// - Throws: `AWSError`.
    public func converse(
        model: ModelID, _ prompt: String, configure: (inout Converse) -> Void = { _ in }
    ) async throws(AWSError) -> ConverseResponse {
        try await converse(model: model, [.user(prompt)], configure: configure)
    }

    /// Sends a conversation and returns the whole answer.
    ///
    /// - Parameters:
    ///   - model: A foundation model, an inference profile, or another id that Converse takes.
    ///   - messages: The conversation so far.
    ///   - configure: Sets further members of the request.
    /// - Throws: `AWSError`.
    public func converse(
        model: ModelID, _ messages: [Message], configure: (inout Converse) -> Void = { _ in }
    ) async throws(AWSError) -> ConverseResponse {
        var request = Converse(modelID: model, messages: messages)
        configure(&request)
        return try await aws.send(request)
    }

    /// Sends one turn of a conversation and lends the answer's events while they come.
    ///
    /// Leaving `body`, by its end, a throw or cancellation, ends the transfer. The tokens that were used come with the
    /// last event; a stream that ends before the message is complete throws `AWSError` of code `streamTruncated`.
    ///
    /// - Throws: `AWSError` where no stream could be had, and what `body` throws.
    public func converseStream<Result>(
        _ request: ConverseStream, _ body: (EventStreamEvents<ConverseStream>) async throws -> Result
    ) async throws -> Result {
        try await aws.stream(request) { _, events in try await body(events) }
    }

    /// Sends a prompt and lends the answer's events while they come.
    ///
    /// - Parameters:
    ///   - model: A foundation model, an inference profile, or another id that ConverseStream takes.
    ///   - prompt: What the user says.
    ///   - configure: Sets further members of the request.
    ///   - body: Reads the events; `events.text` is the text alone.
    /// - Throws: `AWSError` where no stream could be had, and what `body` throws.
    public func converseStream<Result>(
        model: ModelID, _ prompt: String, configure: (inout Converse) -> Void = { _ in },
        _ body: (EventStreamEvents<ConverseStream>) async throws -> Result
    ) async throws -> Result {
        try await converseStream(model: model, [.user(prompt)], configure: configure, body)
    }

    /// Sends a conversation and lends the answer's events while they come.
    ///
    /// - Parameters:
    ///   - model: A foundation model, an inference profile, or another id that ConverseStream takes.
    ///   - messages: The conversation so far.
    ///   - configure: Sets further members of the request.
    ///   - body: Reads the events; `events.text` is the text alone.
    /// - Throws: `AWSError` where no stream could be had, and what `body` throws.
    public func converseStream<Result>(
        model: ModelID, _ messages: [Message], configure: (inout Converse) -> Void = { _ in },
        _ body: (EventStreamEvents<ConverseStream>) async throws -> Result
    ) async throws -> Result {
        var request = Converse(modelID: model, messages: messages)
        configure(&request)
        return try await converseStream(ConverseStream(request), body)
    }

    /// Sends a request in the provider's form and returns the answer's bytes.
    ///
    /// - Throws: `AWSError`.
    public func invokeModel(_ request: InvokeModel) async throws(AWSError) -> InvokeModelResponse {
        try await aws.send(request)
    }

    /// Sends a JSON request in the provider's form and returns the answer's bytes.
    ///
    /// - Parameters:
    ///   - model: A foundation model, an inference profile, or another id that InvokeModel takes.
    ///   - body: The request as JSON text.
    ///   - options: How model, guardrail, log and tier treat the request.
    /// - Throws: `AWSError`.
    public func invokeModel(
        model: ModelID, body: [UInt8], options: InvokeOptions = InvokeOptions()
    ) async throws(AWSError) -> InvokeModelResponse {
        try await aws.send(
            InvokeModel(
                modelID: model, body: body, contentType: "application/json", accept: "application/json",
                options: options))
    }

    /// Sends a request in the provider's form and lends the answer's chunks while they come.
    ///
    /// Leaving `body`, by its end, a throw or cancellation, ends the transfer. The tokens that were used come with the
    /// last chunk, as ``InvokeModelStreamEvent/usage``.
    ///
    /// - Throws: `AWSError` where no stream could be had, and what `body` throws.
    public func invokeModelStream<Result>(
        _ request: InvokeModelWithResponseStream,
        _ body: (InvokeModelStreamHead, EventStreamEvents<InvokeModelWithResponseStream>) async throws -> Result
    ) async throws -> Result {
        try await aws.stream(request, body)
    }

    /// Sends a request of Anthropic's Messages API and returns its answer.
    ///
    /// - Parameters:
    ///   - model: A Claude model, or an inference profile of one.
    ///   - request: The request.
    ///   - options: How guardrail, log and tier treat the request.
    /// - Throws: `AWSError`; of code `malformedResponse` where the answer is no message.
    public func messages(
        model: ModelID, _ request: AnthropicMessages, options: InvokeOptions = InvokeOptions()
    ) async throws(AWSError) -> AnthropicMessagesResponse {
        let operation: InvokeModel
        do {
            operation = try request.invokeModel(model, options: options)
        } catch {
            throw AWSError(.invalidInput, "the request has no form as JSON", underlying: error)
        }
        let response = try await aws.send(operation)
        do {
            return try AWSJSON.decode(AnthropicMessagesResponse.self, from: response.body)
        } catch {
            throw AWSError(.malformedResponse, "the answer is no Anthropic message", underlying: error)
        }
    }

    /// Counts the input tokens that a request would be billed for. It is free, and takes foundation models only.
    ///
    /// - Throws: `AWSError`.
    public func countTokens(model: ModelID, _ input: CountTokensInput) async throws(AWSError) -> Int {
        try await aws.send(CountTokens(modelID: model, input: input)).inputTokens
    }

    /// Assesses content by a guardrail, without a model.
    ///
    /// - Throws: `AWSError`.
    public func applyGuardrail(_ request: ApplyGuardrail) async throws(AWSError) -> ApplyGuardrailResponse {
        try await aws.send(request)
    }

    /// Assesses a text by a guardrail, without a model.
    ///
    /// - Parameters:
    ///   - identifier: The guardrail's id or ARN.
    ///   - version: `DRAFT`, or a number of up to eight digits.
    ///   - text: What is assessed.
    ///   - source: Whether the text came from a user or from a model.
    /// - Throws: `AWSError`.
    public func applyGuardrail(
        _ identifier: String, version: String, to text: String, source: ApplyGuardrail.Source = .input
    ) async throws(AWSError) -> ApplyGuardrailResponse {
        try await aws.send(
            ApplyGuardrail(
                guardrailIdentifier: identifier, guardrailVersion: version, source: source,
                content: [.text(.init(text: text))]))
    }

    /// Runs a model that needs minutes, and has it write to Amazon S3.
    ///
    /// - Returns: The invocation's ARN.
    /// - Throws: `AWSError`.
    public func startAsyncInvoke(_ request: StartAsyncInvoke) async throws(AWSError) -> ARN {
        try await aws.send(request).invocationARN
    }

    /// How an asynchronous invocation stands.
    ///
    /// - Throws: `AWSError`.
    public func asyncInvocation(_ arn: ARN) async throws(AWSError) -> AsyncInvocation {
        try await aws.send(GetAsyncInvoke(arn))
    }

    /// The account's asynchronous invocations in the client's Region, page by page as they are read.
    ///
    /// - Parameter filter: Which ones and in which order; all by default.
    public func asyncInvocations(
        _ filter: ListAsyncInvokes = ListAsyncInvokes()
    ) -> PageItems<ListAsyncInvokes, AsyncInvocation> {
        aws.pages(of: filter).items { $0.invocations }
    }
}
