public import AWSCore

extension BedrockRuntimeClient {
    /// Holds a session with a model: `sending` speaks, `receiving` listens, both at once.
    ///
    /// ```swift
    /// let words = try await runtime.invokeModelWithBidirectionalStream(model: sonic) { input in
    ///     for await sound in microphone { try await input.send(json: sound) }
    /// } receiving: { events in
    ///     for try await event in events { play(event.bytes) }
    /// }
    /// ```
    ///
    /// The input ends when `sending` does; the session ends when `receiving` does. The tokens that were used come as events,
    /// see ``InvokeModelStreamEvent/usage``.
    ///
    /// - Parameters:
    ///   - model: A foundation model or an inference profile that takes a bidirectional stream.
    ///   - sending: Sends the input; runs in a child task.
    ///   - receiving: Reads the answer.
    /// - Returns: What `receiving` returns.
    /// - Throws: `AWSError` where the session could not be had or was ended by the service; what the closures throw.
    public func invokeModelWithBidirectionalStream<Result>(
        model: ModelID,
        sending: @escaping @Sendable (EventStreamInput<InvokeModelWithBidirectionalStream>) async throws -> Void,
        receiving: (EventStreamEvents<InvokeModelWithBidirectionalStream>) async throws -> Result
    ) async throws -> Result {
        try await aws.bidirectionalStream(
            InvokeModelWithBidirectionalStream(modelID: model), sending: sending, receiving: receiving)
    }

    /// Holds a session with a model in one closure: for turns, where what is sent depends on what was heard.
    ///
    /// Leaving `body` without `finish()` on its input resets the session.
    ///
    /// - Throws: `AWSError` where the session could not be had; what `body` throws, unless the service's refusal explains it.
    public func invokeModelWithBidirectionalStream<Result>(
        model: ModelID,
        _ body: (
            EventStreamInput<InvokeModelWithBidirectionalStream>, EventStreamEvents<InvokeModelWithBidirectionalStream>
        ) async throws -> Result
    ) async throws -> Result {
        try await aws.bidirectionalStream(InvokeModelWithBidirectionalStream(modelID: model), body)
    }
}
