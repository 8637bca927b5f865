import AWSCore
public import BedrockProjects
import Metering

/// Calls of the OpenAI-compatible endpoint. The project is the one that the caller's `CostContext` or the policy's rules name;
/// a call that has none does not leave.
extension MeteredBedrock {
    /// Has a model respond, and returns the whole response.
    ///
    /// A response that is made in the background has not used anything yet when it is returned, so it is refused here.
    ///
    /// - Throws: As ``converse(_:)``; `AWSError` of code `invalidInput` for `background`.
    public func createResponse(_ request: ResponseRequest, route: InferenceRoute = .mantle) async throws -> Response {
        let metered = try metered(request, route)
        let (call, request) = try await meter.begin(metered, CreateResponse.name)
        do {
            let response = try await call.aws.response(to: request.operation())
            await call.succeeded(
                response.output.tokenUsage, tier: response.output.serviceTier.map { PriceTier($0) },
                requestID: response.requestID, source: "response")
            return response.output
        } catch {
            await call.failed(error)
            throw error
        }
    }

    /// Has a model respond, and lends the response's events while they come.
    ///
    /// - Throws: As ``converseStream(_:_:)``; `AWSError` of code `invalidInput` for `background`.
    public func streamResponse<Value>(
        _ request: ResponseRequest, route: InferenceRoute = .mantle,
        _ body: (MeteredEvents<ResponseStreamEvent>) async throws -> Value
    ) async throws -> Value {
        try await meter.stream(
            try metered(request, route), StreamResponse.name,
            reading: { event in
                StreamReading(
                    usage: event.finished?.tokenUsage, tier: event.finished?.serviceTier.map { PriceTier($0) },
                    textBytes: event.text?.utf8.count ?? 0)
            },
            receive: { aws, request, deliver in
                try await aws.stream(StreamResponse(request.request, project: request.project, route: request.route)) {
                    events in
                    for try await event in events { await deliver(event) }
                    return events.requestID
                }
            }, body)
    }

    /// Has a model answer a chat, and returns the whole completion.
    ///
    /// - Throws: As ``converse(_:)``.
    public func createChatCompletion(
        _ request: ChatRequest, route: InferenceRoute = .mantle
    ) async throws -> ChatCompletion {
        let metered = MeteredChatRequest(request: request, project: .defaultProject, route: route)
        let (call, request) = try await meter.begin(metered, CreateChatCompletion.name)
        do {
            let response = try await call.aws.response(to: request.operation())
            await call.succeeded(
                response.output.tokenUsage, tier: response.output.serviceTier.map { PriceTier($0) },
                requestID: response.requestID, source: "response")
            return response.output
        } catch {
            await call.failed(error)
            throw error
        }
    }

    /// Has a model answer a chat, and lends the completion's chunks while they come.
    ///
    /// The last chunk tells the usage, so it is asked for whether the request does or not.
    ///
    /// - Throws: As ``converseStream(_:_:)``.
    public func streamChatCompletion<Value>(
        _ request: ChatRequest, route: InferenceRoute = .mantle,
        _ body: (MeteredEvents<ChatChunk>) async throws -> Value
    ) async throws -> Value {
        var request = request
        request.includesUsageInStream = true
        return try await meter.stream(
            MeteredChatRequest(request: request, project: .defaultProject, route: route), StreamChatCompletion.name,
            reading: { chunk in
                StreamReading(usage: chunk.usage?.tokenUsage, textBytes: chunk.text?.utf8.count ?? 0)
            },
            receive: { aws, request, deliver in
                try await aws.stream(
                    StreamChatCompletion(request.request, project: request.project, route: request.route)
                ) { events in
                    for try await event in events { await deliver(event) }
                    return events.requestID
                }
            }, body)
    }

    private func metered(_ request: ResponseRequest, _ route: InferenceRoute) throws(AWSError) -> MeteredResponseRequest
    {
        guard request.background != true else {
            throw .invalidInput("background", "what is made in the background cannot be metered while it is asked for")
        }
        return MeteredResponseRequest(request: request, project: .defaultProject, route: route)
    }
}
