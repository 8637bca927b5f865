import AWSCore

/// What a model id of the runtime stands for.
struct InvocationTarget {
    let model: FoundationModel
    /// Whether the call is priced at the global rates.
    let isGlobal: Bool
    /// The ARN that the bill names.
    let resourceARN: String
    /// The tags of the resource at this moment.
    let tags: [String: String]
    /// Whether the call came to the Projects endpoint, which has meters of its own.
    var isMantle = false
}

/// The operations of `bedrock-runtime`.
extension EngineState {
    mutating func performRuntime(_ call: Call) throws(ServiceFault) -> Reply {
        switch call.route.operation {
        case "Converse": try converse(call, isStreaming: false)
        case "ConverseStream": try converse(call, isStreaming: true)
        case "InvokeModel": try invokeModel(call, isStreaming: false)
        case "InvokeModelWithResponseStream": try invokeModel(call, isStreaming: true)
        case "InvokeModelWithBidirectionalStream": try openSession(call)
        case "CountTokens": try countTokens(call)
        case "ApplyGuardrail": try applyGuardrail(call)
        case "StartAsyncInvoke": try startAsyncInvoke(call)
        case "GetAsyncInvoke": try getAsyncInvoke(call)
        case "ListAsyncInvokes": try listAsyncInvokes(call)
        default: throw .unknownOperation(call.route.operation)
        }
    }

    // MARK: Converse

    private mutating func converse(_ call: Call, isStreaming: Bool) throws(ServiceFault) -> Reply {
        let target = try resolve(call.route.label, call)
        let body = try call.json()
        let metadata = try RequestMetadata.pairs(in: body["requestMetadata"])
        let tier = try serviceTier(body["serviceTier"]?["type"]?.string)
        let latency = body["performanceConfig"]?["latency"]?.string
        guard latency == nil || latency == "standard" || latency == "optimized" else {
            throw .constraint(
                "performanceConfig.latency", latency, "Member must satisfy enum value set: [standard, optimized]")
        }
        let prompt = try ConverseBody(model: target.model, body: body).prompt()
        let completion = complete(prompt, target, call)
        let writer = ReplyWriter(seed: options.seed)

        var tail: [String: JSONValue] = [
            "usage": completion.count.converseUsage(hasCaching: target.model.cacheMinimum != nil),
            "metrics": ["latencyMs": .int(Int64(completion.latency))],
        ]
        if body["serviceTier"] != nil { tail["serviceTier"] = ["type": .string(tier.rawValue)] }
        if let latency { tail["performanceConfig"] = ["latency": .string(latency)] }
        let additional = additionalFields(body["additionalModelResponseFieldPaths"], completion)

        guard isStreaming else {
            bill(completion.count, target, tier, call, isStreaming: false)
            var reply = tail
            reply["output"] = [
                "message": ["role": "assistant", "content": .array(completion.blocks.map(\.converse))]
            ]
            reply["stopReason"] = .string(completion.stopReason.rawValue)
            if let additional { reply["additionalModelResponseFields"] = additional }
            log(call, target, completion.count, metadata: metadata, output: .object(reply))
            return Reply(json: .object(reply))
        }
        let events = ConverseEvents(completion: completion, writer: writer)
            .all(metadata: .object(tail), additionalFields: additional)
        var generator = SplitMix64(seed: options.seed ^ prompt.fingerprint.value)
        let frames = events.map { event in
            EventFrame.event(event.type, event.payload.padded(&generator))
        }
        let (reply, billed) = stream(frames, completion.count, target, tier, call, &generator)
        log(call, target, billed, metadata: metadata, output: .array(events.map { [$0.type: $0.payload] }))
        return reply
    }

    /// The fields of the model's own reply that the caller asked for by JSON pointer.
    private func additionalFields(_ paths: JSONValue?, _ completion: Completion) -> JSONValue? {
        let known: [String: JSONValue] = [
            "stop_sequence": completion.stopSequence.map { .string($0) } ?? .null,
            "stop_reason": .string(completion.stopReason.rawValue),
        ]
        let wanted = (paths?.array ?? []).compactMap { $0.string?.dropped(prefix: "/") }
        let found = known.filter { wanted.contains($0.key) && $0.value != .null }
        return found.isEmpty ? nil : .object(found)
    }

    // MARK: InvokeModel

    private mutating func invokeModel(_ call: Call, isStreaming: Bool) throws(ServiceFault) -> Reply {
        let target = try resolve(call.route.label, call)
        let metadata = try RequestMetadata.pairs(inHeader: call.request.field("x-amzn-bedrock-request-metadata"))
        let tier = try serviceTier(call.request.field("x-amzn-bedrock-service-tier"))
        guard call.request.body.count <= 25_000_000 else {
            throw .validation("The request body exceeds 25000000 bytes.")
        }
        guard let body = try? JSONValue(parsing: call.request.body), body.object != nil else {
            throw .validation("Malformed input request, please reformat your input and try again.")
        }
        let prompt = try InvokeBody(model: target.model, body: body).prompt()
        let completion = complete(prompt, target, call)
        var generator = SplitMix64(seed: options.seed ^ prompt.fingerprint.value)
        let reply = InvokeReply(
            model: target.model, completion: completion, writer: ReplyWriter(seed: options.seed),
            id: generator.text(24, from: ReplyWriter.idAlphabet))
        var fields: [(name: String, value: String)] = []
        if call.request.field("x-amzn-bedrock-service-tier") != nil {
            fields.append(("x-amzn-bedrock-service-tier", tier.rawValue))
        }
        guard isStreaming else {
            bill(completion.count, target, tier, call, isStreaming: false)
            log(call, target, completion.count, metadata: metadata, output: reply.body)
            return Reply(fields: reply.fields + fields, json: reply.body)
        }
        let frames = reply.events.map { event in
            let chunk: JSONValue = ["bytes": .string(event.bytes.base64)]
            return EventFrame.event("chunk", chunk.padded(&generator))
        }
        fields.append(("x-amzn-bedrock-content-type", "application/json"))
        let (stream, billed) = stream(frames, completion.count, target, tier, call, &generator, fields: fields)
        log(call, target, billed, metadata: metadata, output: .array(reply.events))
        return stream
    }

    // MARK: Sessions

    private func openSession(_ call: Call) throws(ServiceFault) -> Reply {
        let target = try resolve(call.route.label, call)
        guard target.model.isSpeech else {
            throw .validation("The model \(target.model.id) doesn't support bidirectional streaming.")
        }
        var reply = Reply(events: [])
        reply.session = target
        return reply
    }

    /// Answers one event of a session, and bills it. Input and answer cost their bytes counted as text.
    mutating func turn(_ bytes: [UInt8], _ turn: Int, _ plan: SessionPlan) -> (reply: String, count: TokenCount) {
        var prompt = Prompt()
        let tokens = Tokenizer.count(String(decoding: bytes, as: UTF8.self))
        prompt.pieces = [.content(tokens: tokens, identity: bytes)]
        let completion = complete(prompt, plan.target, plan.call)
        bill(completion.count, plan.target, .standard, plan.call, isStreaming: true)
        return (completion.text, completion.count)
    }

    private func countTokens(_ call: Call) throws(ServiceFault) -> Reply {
        let target = try resolve(call.route.label, call)
        guard target.resourceARN.contains(":foundation-model/") else {
            throw .validation("The provided model doesn't support counting tokens through an inference profile.")
        }
        let input = try call.json()["input"]
        let prompt: Prompt
        if let converse = input?["converse"], converse != .null {
            prompt = try ConverseBody(model: target.model, body: converse).prompt()
        } else if let encoded = input?["invokeModel"]?["body"]?.string {
            guard let bytes = [UInt8](base64: encoded), let body = try? JSONValue(parsing: bytes) else {
                throw .validation("Malformed input request, please reformat your input and try again.")
            }
            prompt = try InvokeBody(model: target.model, body: body).prompt()
        } else {
            throw .validation("The value at input must set exactly one of the following keys: invokeModel, converse.")
        }
        return Reply(json: ["inputTokens": .int(Int64(prompt.tokens))])
    }

    // MARK: Shared steps

    mutating func complete(_ prompt: Prompt, _ target: InvocationTarget, _ call: Call) -> Completion {
        let script = scriptedReplies.isEmpty ? nil : scriptedReplies.removeFirst()
        var completion = ReplyWriter(seed: options.seed).completion(for: prompt, model: target.model, script: script)
        let output = completion.count.output
        completion.count = self[call].promptCache.count(prompt, model: target.model, at: call.now)
        completion.count.output = output
        return completion
    }

    private mutating func stream(
        _ frames: [[UInt8]], _ count: TokenCount, _ target: InvocationTarget, _ tier: ServiceTier, _ call: Call,
        _ generator: inout SplitMix64, fields: [(name: String, value: String)] = []
    ) -> (reply: Reply, billed: TokenCount) {
        var frames = frames
        var billed = count
        switch faults.current {
        case .lateException(let type, let message):
            // What was generated so far is billed: the frames sent before the exception stand for their share of the output.
            let sent = max(2, frames.count / 2)
            billed.output = count.output * sent / max(1, frames.count)
            frames = frames.prefix(sent) + [EventFrame.exception(type, message: message)]
        case .truncatedFrame:
            let sent = max(2, frames.count / 2)
            frames = Array(frames.prefix(sent))
            if let last = frames.popLast() { frames.append(Array(last.prefix(last.count / 2))) }
        default: break
        }
        bill(billed, target, tier, call, isStreaming: true)
        return (Reply(events: StreamPlan(frames: frames, generator: &generator).chunks, fields: fields), billed)
    }

    mutating func bill(
        _ count: TokenCount, _ target: InvocationTarget, _ tier: ServiceTier, _ call: Call, isStreaming: Bool
    ) {
        reportInvocation(
            count, of: target, tier: tier, isStreaming: isStreaming, account: call.account, region: call.region,
            at: call.now)
        ledger.bill(
            count, of: target, tier: tier, isStreaming: isStreaming, account: call.account, region: call.region,
            principal: call.proof.principal.arn, activeTagKeys: allocationTags.activeKeys, at: call.now)
    }

    private func serviceTier(_ text: String?) throws(ServiceFault) -> ServiceTier {
        guard let text else { return .standard }
        guard let tier = ServiceTier(rawValue: text) else {
            throw .constraint(
                "serviceTier", text, "Member must satisfy enum value set: [priority, default, flex, reserved]")
        }
        return tier
    }

    // MARK: Model ids

    func resolve(_ id: String, _ call: Call) throws(ServiceFault) -> InvocationTarget {
        let target = try find(id, call)
        guard !target.model.isSpeech || call.route.signsEvents else {
            throw .validation("The model \(target.model.id) is called by InvokeModelWithBidirectionalStream only.")
        }
        let isPlain = target.resourceARN.contains(":foundation-model/")
        let profile = ResourceName(target.resourceARN).flatMap { self[call].profiles[$0.id] }
        if !target.model.isOnDemand, isPlain || profile?.isCrossRegion == false,
            call.route.operation != "CountTokens"
        {
            throw .validation(
                "Invocation of model ID \(target.model.id) with on-demand throughput isn’t supported. Retry your request "
                    + "with the ID or ARN of an inference profile that contains this model.")
        }
        return target
    }

    /// What a model id of a call stands for.
    func find(_ id: String, _ call: Call) throws(ServiceFault) -> InvocationTarget {
        let invalid = ServiceFault.validation("The provided model identifier is invalid.")
        var (type, name) = ("", id)
        if id.hasPrefix("arn:") {
            guard let arn = ResourceName(id), arn.service == "bedrock", arn.region == call.region else { throw invalid }
            guard arn.account.isEmpty || arn.account == call.account else {
                throw .accessDenied("You don't have access to the model with the specified model ID.")
            }
            (type, name) = (arn.type, arn.id)
        }
        if ["", "foundation-model"].contains(type), let model = ModelCatalogue.model(name) {
            return InvocationTarget(
                model: model, isGlobal: false, resourceARN: model.arn(in: call.region), tags: [:])
        }
        if ["", "inference-profile"].contains(type), let system = SystemProfile.named(name, in: call.region) {
            return InvocationTarget(
                model: system.model, isGlobal: system.geography == "global",
                resourceARN: system.arn(in: call.region, account: call.account), tags: [:])
        }
        if ["", "application-inference-profile"].contains(type), let profile = self[call].profiles[name] {
            return InvocationTarget(
                model: profile.model, isGlobal: profile.isGlobal, resourceARN: profile.arn, tags: profile.tags)
        }
        guard type == "application-inference-profile" else { throw invalid }
        throw .notFound("The inference profile \(id) was not found.")
    }
}

extension JSONValue {
    /// The payload with the padding member that masks the length of what was generated.
    func padded(_ generator: inout SplitMix64) -> JSONValue {
        guard var members = object else { return self }
        members["p"] = .string(String(ReplyWriter.idAlphabet.prefix(1 + generator.below(ReplyWriter.idAlphabet.count))))
        return .object(members)
    }
}
