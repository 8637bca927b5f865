import AWSCore

/// Writes the answer of InvokeModel in the language of the model's vendor, whole or as a stream.
struct InvokeReply {
    let model: FoundationModel
    let completion: Completion
    let writer: ReplyWriter
    /// The tail of the ids inside the body.
    let id: String

    private var count: TokenCount { completion.count }

    // MARK: Whole

    var body: JSONValue {
        switch model.dialect {
        case .anthropic:
            var body = anthropicMessage(content: completion.blocks.map(anthropicBlock))
            body["stop_reason"] = .string(completion.stopReason.rawValue)
            body["stop_sequence"] = completion.stopSequence.map { .string($0) } ?? .null
            body["usage"] = .object(anthropicInput.merging(["output_tokens": .int(Int64(count.output))]) { $1 })
            return .object(body)
        case .nova:
            return [
                "output": ["message": ["role": "assistant", "content": .array(completion.blocks.map(\.converse))]],
                "stopReason": .string(completion.stopReason.rawValue), "usage": novaUsage,
            ]
        case .llama:
            return [
                "generation": .string(completion.text), "prompt_token_count": .int(Int64(count.input)),
                "generation_token_count": .int(Int64(count.output)), "stop_reason": .string(shortReason),
            ]
        case .mistral:
            return ["outputs": [["text": .string(completion.text), "stop_reason": .string(shortReason)]]]
        case .openAI:
            return openAI(
                "chat.completion",
                [
                    "message": ["role": "assistant", "content": .string(completion.text)],
                    "finish_reason": .string(shortReason),
                ],
                usage: true)
        }
    }

    /// The headers that carry the usage whatever the body says.
    var fields: [(name: String, value: String)] {
        var fields = [
            (name: "x-amzn-bedrock-invocation-latency", value: "\(completion.latency)"),
            (name: "x-amzn-bedrock-input-token-count", value: "\(count.input)"),
            (name: "x-amzn-bedrock-output-token-count", value: "\(count.output)"),
        ]
        if model.cacheMinimum != nil {
            fields.append((name: "x-amzn-bedrock-cache-read-input-token-count", value: "\(count.cacheRead)"))
            fields.append((name: "x-amzn-bedrock-cache-write-input-token-count", value: "\(count.cacheWrite)"))
        }
        return fields
    }

    // MARK: Stream

    /// The vendor's events, the last of which carries Bedrock's invocation metrics.
    var events: [JSONValue] {
        var events: [JSONValue]
        switch model.dialect {
        case .anthropic: events = anthropicEvents
        case .nova:
            events = [["messageStart": ["role": "assistant"]]]
            events += ConverseEvents(completion: completion, writer: writer).blocks.map { [$0.type: $0.payload] }
            events.append(["messageStop": ["stopReason": .string(completion.stopReason.rawValue)]])
            events.append(["metadata": ["usage": novaUsage, "metrics": [:]]])
        case .llama:
            events = writer.fragments(of: completion.text).map {
                ["generation": .string($0), "prompt_token_count": nil, "generation_token_count": 1, "stop_reason": nil]
            }
            events.append([
                "generation": "", "prompt_token_count": .int(Int64(count.input)),
                "generation_token_count": .int(Int64(count.output)), "stop_reason": .string(shortReason),
            ])
        case .mistral:
            events = writer.fragments(of: completion.text).map {
                ["outputs": [["text": .string($0), "stop_reason": nil]]]
            }
            events.append(["outputs": [["text": "", "stop_reason": .string(shortReason)]]])
        case .openAI:
            events = writer.fragments(of: completion.text).map {
                openAI(
                    "chat.completion.chunk", ["delta": ["content": .string($0)], "finish_reason": nil], usage: false)
            }
            events.append(
                openAI("chat.completion.chunk", ["delta": [:], "finish_reason": .string(shortReason)], usage: true))
        }
        if var last = events.popLast()?.object {
            last["amazon-bedrock-invocationMetrics"] = metrics
            events.append(.object(last))
        }
        return events
    }

    private var metrics: JSONValue {
        var metrics: [String: JSONValue] = [
            "inputTokenCount": .int(Int64(count.input)), "outputTokenCount": .int(Int64(count.output)),
            "invocationLatency": .int(Int64(completion.latency)),
            "firstByteLatency": .int(Int64(completion.firstByteLatency)),
        ]
        if model.cacheMinimum != nil {
            metrics["cacheReadInputTokenCount"] = .int(Int64(count.cacheRead))
            metrics["cacheWriteInputTokenCount"] = .int(Int64(count.cacheWrite))
        }
        return .object(metrics)
    }

    private var shortReason: String { completion.stopReason == .maxTokens ? "length" : "stop" }

    // MARK: Anthropic

    private var anthropicInput: [String: JSONValue] {
        var usage: [String: JSONValue] = ["input_tokens": .int(Int64(count.input))]
        if model.cacheMinimum != nil {
            usage["cache_read_input_tokens"] = .int(Int64(count.cacheRead))
            usage["cache_creation_input_tokens"] = .int(Int64(count.cacheWrite))
            usage["cache_creation"] = [
                "ephemeral_5m_input_tokens": .int(Int64(count.cacheWrite5m)),
                "ephemeral_1h_input_tokens": .int(Int64(count.cacheWrite1h)),
            ]
        }
        return usage
    }

    private func anthropicMessage(content: [JSONValue]) -> [String: JSONValue] {
        [
            "id": .string("msg_bdrk_\(id)"), "type": "message", "role": "assistant",
            "model": .string(String(model.id.dropFirst("anthropic.".count).split(separator: "-v1").first ?? "")),
            "content": .array(content), "stop_reason": nil, "stop_sequence": nil,
        ]
    }

    private func anthropicBlock(_ block: Completion.Block) -> JSONValue {
        switch block {
        case .text(let text): ["type": "text", "text": .string(text)]
        case .reasoning(let text, let signature):
            ["type": "thinking", "thinking": .string(text), "signature": .string(signature)]
        case .toolUse(let id, let name, let input):
            ["type": "tool_use", "id": .string(id), "name": .string(name), "input": input]
        }
    }

    private var anthropicEvents: [JSONValue] {
        var start = anthropicMessage(content: [])
        start["usage"] = .object(anthropicInput.merging(["output_tokens": 1]) { $1 })
        var events: [JSONValue] = [["type": "message_start", "message": .object(start)]]
        for (index, block) in completion.blocks.enumerated() {
            let index = JSONValue.int(Int64(index))
            var empty = anthropicBlock(block)
            var deltas: [JSONValue] = []
            switch block {
            case .text(let text):
                empty = ["type": "text", "text": ""]
                deltas = writer.fragments(of: text).map { ["type": "text_delta", "text": .string($0)] }
            case .reasoning(let text, let signature):
                empty = ["type": "thinking", "thinking": "", "signature": ""]
                deltas = writer.fragments(of: text).map { ["type": "thinking_delta", "thinking": .string($0)] }
                deltas.append(["type": "signature_delta", "signature": .string(signature)])
            case .toolUse(let id, let name, let input):
                empty = ["type": "tool_use", "id": .string(id), "name": .string(name), "input": [:]]
                deltas = writer.fragments(of: String(decoding: input.bytes, as: UTF8.self)).map {
                    ["type": "input_json_delta", "partial_json": .string($0)]
                }
            }
            events.append(["type": "content_block_start", "index": index, "content_block": empty])
            events += deltas.map { ["type": "content_block_delta", "index": index, "delta": $0] }
            events.append(["type": "content_block_stop", "index": index])
        }
        events.append([
            "type": "message_delta",
            "delta": [
                "stop_reason": .string(completion.stopReason.rawValue),
                "stop_sequence": completion.stopSequence.map { .string($0) } ?? nil,
            ],
            "usage": ["output_tokens": .int(Int64(count.output))],
        ])
        events.append(["type": "message_stop"])
        return events
    }

    // MARK: Nova and OpenAI

    private var novaUsage: JSONValue {
        [
            "inputTokens": .int(Int64(count.input)), "outputTokens": .int(Int64(count.output)),
            "totalTokens": .int(Int64(count.input + count.output + count.cacheRead + count.cacheWrite)),
            "cacheReadInputTokenCount": .int(Int64(count.cacheRead)),
            "cacheWriteInputTokenCount": .int(Int64(count.cacheWrite)),
        ]
    }

    private func openAI(_ kind: String, _ choice: [String: JSONValue], usage: Bool) -> JSONValue {
        var body: [String: JSONValue] = [
            "id": .string("chatcmpl-\(id)"), "object": .string(kind), "model": .string(model.id),
            "choices": [.object(choice.merging(["index": 0]) { $1 })],
        ]
        if usage {
            body["usage"] = [
                "prompt_tokens": .int(Int64(count.input)), "completion_tokens": .int(Int64(count.output)),
                "total_tokens": .int(Int64(count.input + count.output)),
            ]
        }
        return .object(body)
    }
}
