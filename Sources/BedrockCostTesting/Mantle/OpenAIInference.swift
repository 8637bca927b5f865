import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Which of the two endpoints that speak OpenAI's language a call came to.
enum InferenceEndpoint: Hashable {
    case mantle
    case runtime
}

/// What a Responses or Chat Completions call is run with.
struct InferenceContext {
    let endpoint: InferenceEndpoint
    /// The model as the caller named it.
    let modelID: String
    let target: InvocationTarget
    let tier: ServiceTier
    /// The key of the project among stored responses.
    let project: String
}

/// The input tokens that each model took in the current minute.
struct TokenRates {
    private var used: [String: (minute: Int, tokens: Int)] = [:]

    /// Takes `tokens` off what `model` has left in the minute of `now`.
    ///
    /// - Returns: The header fields that tell the limit.
    /// - Throws: The throttling error where less is left.
    mutating func take(
        _ tokens: Int, of model: String, limit: Int, at now: Date
    ) throws(ServiceFault) -> [(name: String, value: String)] {
        let minute = Int((now.timeIntervalSince1970 / 60).rounded(.down))
        let earlier = used[model].flatMap { $0.minute == minute ? $0.tokens : nil } ?? 0
        guard earlier + tokens <= limit else {
            throw ServiceFault(
                "rate_limit_exceeded", 429,
                "Rate limit reached for \(model) on input tokens per minute: Limit \(limit), Used \(earlier), "
                    + "Requested \(tokens).")
        }
        used[model] = (minute, earlier + tokens)
        let rest = Double(minute + 1) * 60 - now.timeIntervalSince1970
        return [
            ("x-ratelimit-limit-tokens", String(limit)),
            ("x-ratelimit-remaining-tokens", String(limit - earlier - tokens)),
            ("x-ratelimit-reset-tokens", "\(Int(rest.rounded(.up)))s"),
        ]
    }
}

extension EngineState {
    /// Finds model, project and tier of an inference call.
    ///
    /// - Parameter isChat: Whether the call is a chat completion.
    func inferenceContext(
        _ body: OpenAIBody, _ call: Call, _ endpoint: InferenceEndpoint, isChat: Bool
    ) throws(ServiceFault) -> InferenceContext {
        guard let id = try body.string("model") else { throw .lacking("model") }
        let tier = try body.serviceTier()
        let key = try projectKey(call, endpoint)
        switch endpoint {
        case .mantle:
            let project = try selectedProject(call)
            guard project.archived == nil else {
                throw ServiceFault("project_archived", 403, "The project '\(project.id)' is archived.")
            }
            let offered = try mantleModel(id, call)
            let isRoot = OpenAIPath(call.request)?.root == offered.root
            guard isRoot, offered.hasChatCompletions || !isChat else {
                throw .refused(
                    "model", "unsupported_model", "The model '\(id)' does not support the '\(call.request.path)' API")
            }
            let target = InvocationTarget(
                model: offered.model, isGlobal: false, resourceARN: project.arn, tags: project.tags, isMantle: true)
            return InferenceContext(endpoint: endpoint, modelID: id, target: target, tier: tier, project: key)
        case .runtime:
            let target: InvocationTarget
            do { target = try resolve(id, call) } catch {
                throw .refused("model", "model_not_found", error.message, status: error.status)
            }
            guard target.model.dialect == .openAI else {
                throw .refused(
                    "model", "unsupported_model", "The model '\(id)' does not support the '\(call.request.path)' API")
            }
            // Application inference profiles work with Chat Completions alone.
            guard isChat || !target.resourceARN.contains(":application-inference-profile/") else {
                throw .refused(
                    "model", "invalid_value", "An application inference profile cannot be used with the Responses API.")
            }
            return InferenceContext(endpoint: endpoint, modelID: id, target: target, tier: tier, project: key)
        }
    }

    /// The project whose stored responses a call may see. They can be read after the project was archived.
    func projectKey(_ call: Call, _ endpoint: InferenceEndpoint) throws(ServiceFault) -> String {
        switch endpoint {
        case .mantle: return try selectedProject(call).id
        case .runtime:
            let value = call.request.field("openai-project") ?? MantleProject.defaultID
            let own = MantleProject.arn(of: MantleProject.defaultID, call)
            guard [MantleProject.defaultID, own].contains(value) else {
                throw ServiceFault(
                    "project_not_supported", 400, "Only the default project can be used on this endpoint.")
            }
            return MantleProject.defaultID
        }
    }

    /// Generates the answer to `prompt` within the model's limits.
    mutating func generate(
        _ prompt: Prompt, _ context: InferenceContext, _ call: Call
    ) throws(ServiceFault) -> (completion: Completion, fields: [(name: String, value: String)]) {
        let model = context.target.model
        let fields = try self[call].tokenRates.take(
            prompt.tokens, of: model.id, limit: options.mantleTokensPerMinute, at: call.now)
        var prompt = prompt
        if let maximum = prompt.maximumTokens { prompt.maximumTokens = min(maximum, model.maximumOutput) }
        var completion = complete(prompt, context.target, call)
        if !model.prices.charges(for: .cacheWrite5m) {
            // Writing to the cache of this model costs what input costs.
            completion.count.input += completion.count.cacheWrite5m
            completion.count.cacheWrite5m = 0
        }
        return (completion, fields)
    }

    /// Bills an answer, and logs it where the endpoint has a log: bedrock-runtime has one, bedrock-mantle has none.
    mutating func settle(
        _ count: TokenCount, _ context: InferenceContext, _ call: Call, isStreaming: Bool, output: JSONValue
    ) {
        bill(count, context.target, context.tier, call, isStreaming: isStreaming)
        guard context.endpoint == .runtime else { return }
        log(call, context.target, count, modelID: context.modelID, metadata: [:], output: output)
    }

    /// Sends `events` as a stream, cut or broken off where a fault wants it so, and bills it.
    ///
    /// - Parameters:
    ///   - output: The answer as a whole, for the log.
    ///   - failure: The event for a fault that ends the stream.
    mutating func stream(
        _ events: [[UInt8]], _ completion: Completion, _ context: InferenceContext, _ call: Call,
        fields: [(name: String, value: String)], output: JSONValue,
        failure: (_ code: String, _ message: String) -> [UInt8]
    ) -> Reply {
        var events = events
        var count = completion.count
        switch faults.current {
        case .lateException(let code, let message):
            let sent = max(2, events.count / 2)
            count.output = count.output * sent / max(1, events.count)
            events = events.prefix(sent) + [failure(code, message)]
        case .truncatedFrame:
            events = Array(events.prefix(max(2, events.count / 2)))
            if let last = events.popLast() { events.append(Array(last.prefix(last.count / 2))) }
        default: break
        }
        settle(count, context, call, isStreaming: true, output: output)
        var generator = SplitMix64(seed: options.seed ^ UInt64(events.count))
        var reply = Reply(contentType: "text/event-stream; charset=utf-8", fields: fields, bytes: [])
        reply.chunks = StreamPlan(frames: events, generator: &generator).chunks
        reply.isStream = true
        return reply
    }
}

extension TokenCount {
    /// What OpenAI calls input: cached tokens included.
    var wholeInput: Int { input + cacheRead + cacheWrite }

    /// `usage` of a response.
    func responseUsage(reasoning: Int) -> JSONValue {
        [
            "input_tokens": .int(Int64(wholeInput)),
            "input_tokens_details": [
                "cached_tokens": .int(Int64(cacheRead)), "cache_write_tokens": .int(Int64(cacheWrite)),
            ],
            "output_tokens": .int(Int64(output)),
            "output_tokens_details": ["reasoning_tokens": .int(Int64(reasoning))],
            "total_tokens": .int(Int64(wholeInput + output)),
        ]
    }

    /// `usage` of a chat completion.
    func chatUsage(reasoning: Int) -> JSONValue {
        [
            "prompt_tokens": .int(Int64(wholeInput)),
            "prompt_tokens_details": [
                "cached_tokens": .int(Int64(cacheRead)), "cache_write_tokens": .int(Int64(cacheWrite)),
            ],
            "completion_tokens": .int(Int64(output)),
            "completion_tokens_details": ["reasoning_tokens": .int(Int64(reasoning))],
            "total_tokens": .int(Int64(wholeInput + output)),
        ]
    }
}

extension Completion {
    var reasoningTokens: Int {
        blocks.reduce(0) { sum, block in
            if case .reasoning(let text, _) = block { sum + Tokenizer.count(text) } else { sum }
        }
    }
}

extension Prompt {
    /// The end of a message: where the model caches by itself, everything up to here may be cached.
    mutating func endMessage(_ model: FoundationModel) {
        if model.cacheMinimum != nil { pieces.append(.cachePoint(.fiveMinutes)) }
    }

    /// Takes the demand for a tool call out of `tool_choice`.
    ///
    /// - Parameter function: The member that holds the name of a demanded function; `nil` where it stands beside the type.
    mutating func readToolChoice(_ choice: JSONValue?, function: String?) throws(ServiceFault) {
        guard let choice else { return }
        if let text = choice.string {
            switch text {
            case "none": tools = []
            case "auto": break
            case "required":
                guard let first = tools.first else {
                    throw .refused(
                        "tool_choice", "invalid_value", "'tool_choice' is 'required', but there are no tools.")
                }
                forcedTool = first
            default: throw .invalidValue("tool_choice", text, ["none", "auto", "required"])
            }
            return
        }
        let definition = function.map { choice[$0] ?? [:] } ?? choice
        switch choice["type"]?.string {
        case "function":
            let name = definition["name"]?.string ?? ""
            guard let tool = tools.first(where: { $0.name == name }) else {
                throw .refused("tool_choice", "invalid_value", "Tool choice '\(name)' not found in 'tools' parameter.")
            }
            forcedTool = tool
        case "allowed_tools":
            let allowed = ((choice["allowed_tools"] ?? choice)["tools"]?.array ?? []).compactMap { tool in
                (tool["function"] ?? tool)["name"]?.string
            }
            let mode = (choice["allowed_tools"] ?? choice)["mode"]?.string
            tools = tools.filter { allowed.contains($0.name) }
            if mode == "required" { forcedTool = tools.first }
        case let other: throw .invalidValue("tool_choice.type", other ?? "", ["function", "allowed_tools"])
        }
    }
}

/// One event of a stream of server-sent events.
func serverSentEvent(_ type: String? = nil, _ data: JSONValue) -> [UInt8] {
    let text = String(decoding: data.bytes, as: UTF8.self)
    return Array("\(type.map { "event: \($0)\n" } ?? "")data: \(text)\n\n".utf8)
}
