public import AWSCore
public import BedrockRuntime
import Metering

extension MeteredBedrock {
    /// Sends a request in the provider's form and returns the answer's bytes.
    ///
    /// What the call may cost is read from the body: all of its bytes, and the limit of tokens that it names. Where it names none,
    /// ``MeteredConfiguration/defaultMaxTokens`` is held, and the model may answer with more. Models that embed, draw or
    /// rank, told by their ids, hold no answer but the images and queries that the body asks for.
    ///
    /// - Throws: As ``converse(_:)``.
    public func invokeModel(_ request: InvokeModel) async throws -> InvokeModelResponse {
        let (call, request) = try await meter.begin(request, InvokeModel.name)
        do {
            let response = try await call.aws.response(to: request)
            // What was asked for tells what an answer does not: the length of a film, and whether an image was read.
            let reading = response.output.usageReading(request: try? JSONValue(parsing: request.body))
            await call.succeeded(
                reading?.usage, tier: reading?.servedTier, requestID: response.requestID, source: "response")
            return response.output
        } catch {
            await call.failed(error)
            throw error
        }
    }

    /// Sends a request of Anthropic's Messages API and returns its answer.
    ///
    /// - Parameters:
    ///   - model: A Claude model, or an inference profile of one; `nil` for the inference profile of the caller's tags.
    ///   - request: The request.
    ///   - options: How guardrail, log and tier treat the request.
    /// - Throws: As ``converse(_:)``; `AWSError` of code `malformedResponse` where the answer is no message.
    public func messages(
        model: ModelID? = nil, _ request: AnthropicMessages, options: InvokeOptions = InvokeOptions()
    ) async throws -> AnthropicMessagesResponse {
        let operation: InvokeModel
        do {
            operation = try request.invokeModel(model ?? "", options: options)
        } catch {
            throw AWSError(.invalidInput, "the request has no form as JSON", underlying: error)
        }
        let response = try await invokeModel(operation)
        do {
            return try AWSJSON.decode(AnthropicMessagesResponse.self, from: response.body)
        } catch {
            throw AWSError(.malformedResponse, "the answer is no Anthropic message", underlying: error)
        }
    }

    /// Sends a request in the provider's form and lends the answer's chunks while they come.
    ///
    /// - Throws: As ``converseStream(_:_:)``.
    public func invokeModelStream<Value>(
        _ request: InvokeModelWithResponseStream, _ body: (MeteredEvents<InvokeModelStreamEvent>) async throws -> Value
    ) async throws -> Value {
        try await meter.stream(
            request, InvokeModelWithResponseStream.name,
            reading: { event in
                guard case .chunk(let chunk) = event else { return StreamReading() }
                // A chunk of a provider's own stream wraps its text in about three times as many bytes of JSON.
                return StreamReading(usage: chunk.usage?.tokenUsage, textBytes: chunk.bytes.bytes.count / 4)
            },
            receive: { aws, request, deliver in
                try await aws.stream(request) { _, events in
                    for try await event in events { await deliver(event) }
                    return events.requestID
                }
            }, body)
    }
}
