public import AWSCore
public import BedrockRuntime
import Metering

extension MeteredBedrock {
    /// Sends one turn of a conversation and returns the whole answer.
    ///
    /// A request whose model is empty goes to the inference profile of the caller's tags: see
    /// ``MeteredConfiguration/profiles``.
    ///
    /// - Throws: `TagPolicyError` where the caller's `CostContext` breaks the policy, `SpendDenial` where a budget is short,
    ///   ``UnpricedModelError``, `SpendError` where the store cannot be asked, and `AWSError`.
    public func converse(_ request: Converse) async throws -> ConverseResponse {
        let (call, request) = try await meter.begin(request, Converse.name)
        do {
            let response = try await call.aws.response(to: request)
            let tier = response.output.servedTier
            await call.succeeded(
                response.output.usage.tokenUsage, tier: tier, requestID: response.requestID, source: "response")
            return response.output
        } catch {
            await call.failed(error)
            throw error
        }
    }

    /// Sends a prompt and returns the whole answer.
    ///
    /// - Parameters:
    ///   - model: What is called; `nil` for the inference profile of the caller's tags.
    ///   - prompt: What the user says.
    ///   - configure: Sets further members of the request.
    /// - Throws: As ``converse(_:)``.
    public func converse(
        model: ModelID? = nil, _ prompt: String, configure: (inout Converse) -> Void = { _ in }
    ) async throws -> ConverseResponse {
        var request = Converse(modelID: model ?? "", messages: [.user(prompt)])
        configure(&request)
        return try await converse(request)
    }

    /// Sends one turn of a conversation and lends the answer's events while they come.
    ///
    /// Leaving `body` early does not leave the bill: see ``MeteredConfiguration/streamEnding``.
    ///
    /// - Throws: As ``converse(_:)``, and what `body` throws. A refusal by the service is thrown at the first event.
    public func converseStream<Value>(
        _ request: ConverseStream, _ body: (MeteredEvents<ConverseStreamEvent>) async throws -> Value
    ) async throws -> Value {
        try await meter.stream(
            request, ConverseStream.name, reading: StreamReading.init(converse:),
            receive: { aws, request, deliver in
                try await aws.stream(request) { _, events in
                    for try await event in events { await deliver(event) }
                    return events.requestID
                }
            }, body)
    }

    /// Sends a prompt and lends the answer's events while they come.
    ///
    /// - Parameters:
    ///   - model: What is called; `nil` for the inference profile of the caller's tags.
    ///   - prompt: What the user says.
    ///   - configure: Sets further members of the request.
    ///   - body: Reads the events.
    /// - Throws: As ``converseStream(_:_:)``.
    public func converseStream<Value>(
        model: ModelID? = nil, _ prompt: String, configure: (inout Converse) -> Void = { _ in },
        _ body: (MeteredEvents<ConverseStreamEvent>) async throws -> Value
    ) async throws -> Value {
        var request = Converse(modelID: model ?? "", messages: [.user(prompt)])
        configure(&request)
        return try await converseStream(ConverseStream(request), body)
    }
}

extension ConverseResponse {
    /// How the call was served; `nil` where the answer does not say.
    var servedTier: PriceTier? {
        if performanceConfig?.latency == .optimized { return .latencyOptimized }
        return serviceTier.map { PriceTier($0.type) }
    }
}

extension StreamReading {
    /// What an event of ConverseStream tells.
    init(converse event: ConverseStreamEvent) {
        switch event {
        case .metadata(let metadata):
            usage = metadata.usage.tokenUsage
            tier =
                metadata.performanceConfig?.latency == .optimized
                ? .latencyOptimized : metadata.serviceTier.map { PriceTier($0.type) }
        default:
            textBytes = event.text?.utf8.count ?? 0
        }
    }
}
