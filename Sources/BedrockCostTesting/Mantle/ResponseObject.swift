import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The object that the Responses API answers with.
struct ResponseObject {
    enum Status: String {
        case queued
        case inProgress = "in_progress"
        case completed
        case incomplete
        case failed
        case cancelled
    }

    /// What ids of this response's items are made from.
    let stem: String
    let created: Date
    let model: String
    let tier: ServiceTier
    let body: OpenAIBody
    var status = Status.inProgress
    var completed: Date?
    var output: [JSONValue] = []
    var usage = JSONValue.null
    var error = JSONValue.null

    var id: String { "resp_\(stem)" }

    /// Takes over what was generated.
    mutating func finish(_ completion: Completion, at date: Date) {
        output = items(completion)
        usage = completion.count.responseUsage(reasoning: completion.reasoningTokens)
        status = completion.stopReason == .maxTokens ? .incomplete : .completed
        completed = date
    }

    mutating func fail(code: String, _ message: String, at date: Date) {
        status = .failed
        error = ["code": .string(code), "message": .string(message)]
        completed = date
    }

    /// The output items of a completion.
    func items(_ completion: Completion) -> [JSONValue] {
        let isCut = completion.stopReason == .maxTokens
        return completion.blocks.enumerated().map { index, block in
            let isLast = index == completion.blocks.count - 1
            let status: JSONValue = isCut && isLast ? "incomplete" : "completed"
            switch block {
            case .reasoning(let text, _):
                return [
                    "id": .string("rs_\(stem)o\(index)"), "type": "reasoning", "summary": [],
                    "content": [["type": "reasoning_text", "text": .string(text)]], "status": status,
                ]
            case .text(let text):
                return [
                    "id": .string("msg_\(stem)o\(index)"), "type": "message", "role": "assistant", "status": status,
                    "content": [["type": "output_text", "text": .string(text), "annotations": [], "logprobs": []]],
                ]
            case .toolUse(let id, let name, let input):
                return [
                    "id": .string("fc_\(stem)o\(index)"), "type": "function_call", "status": status,
                    "call_id": .string(Self.callID(id)), "name": .string(name),
                    "arguments": .string(String(decoding: input.bytes, as: UTF8.self)),
                ]
            }
        }
    }

    /// The id of a tool call in OpenAI's form.
    static func callID(_ id: String) -> String { "call_" + (id.dropped(prefix: "tooluse_") ?? id) }

    var document: JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(id), "object": "response", "created_at": .int(created.unixSeconds),
            "status": .string(status.rawValue), "model": .string(model), "output": .array(output), "usage": usage,
            "error": error, "incomplete_details": status == .incomplete ? ["reason": "max_output_tokens"] : .null,
            "service_tier": .string(tier.rawValue), "background": body["background"] ?? false,
            "store": body["store"] ?? true, "parallel_tool_calls": body["parallel_tool_calls"] ?? true,
            "tools": body["tools"] ?? [], "tool_choice": body["tool_choice"] ?? "auto",
            "temperature": body["temperature"] ?? 1, "top_p": body["top_p"] ?? 1,
            "truncation": body["truncation"] ?? "disabled", "metadata": body["metadata"] ?? [:],
            "text": body["text"] ?? ["format": ["type": "text"]],
            "reasoning": body["reasoning"] ?? ["effort": .null, "summary": .null],
        ]
        for name in ["instructions", "max_output_tokens", "previous_response_id", "prompt_cache_key"] {
            members[name] = body[name] ?? .null
        }
        members["completed_at"] = status == .completed ? completed.map { .int($0.unixSeconds) } ?? .null : .null
        return .object(members)
    }
}

/// The events of a response's stream.
struct ResponseEvents {
    private(set) var events: [[UInt8]] = []

    /// All events of `response`, which `completion` has finished.
    init(_ response: ResponseObject, _ completion: Completion, _ writer: ReplyWriter) {
        var beginning = response
        beginning.status = response.body["background"] == true ? .queued : .inProgress
        beginning.output = []
        beginning.usage = .null
        add("response.created", ["response": beginning.document])
        if beginning.status == .queued {
            add("response.queued", ["response": beginning.document])
            beginning.status = .inProgress
        }
        add("response.in_progress", ["response": beginning.document])
        for (index, (block, item)) in zip(completion.blocks, response.output).enumerated() {
            add(block, item, JSONValue.int(Int64(index)), writer)
        }
        add("response.\(response.status.rawValue)", ["response": response.document])
    }

    /// The event of a failure in mid-stream.
    static func failure(_ code: String, _ message: String) -> [UInt8] {
        serverSentEvent(
            "error",
            ["type": "error", "code": .string(code), "message": .string(message), "param": .null, "sequence_number": 0])
    }

    private mutating func add(_ block: Completion.Block, _ item: JSONValue, _ index: JSONValue, _ writer: ReplyWriter) {
        let id = item["id"] ?? .null
        var opened = item.object ?? [:]
        opened["status"] = "in_progress"
        switch block {
        case .text(let text), .reasoning(let text, _):
            let isText = item["type"] == "message"
            opened["content"] = []
            add("response.output_item.added", ["output_index": index, "item": .object(opened)])
            let place: [String: JSONValue] = ["item_id": id, "output_index": index, "content_index": 0]
            var (emptyPart, delta) = (item["content"]?[0]?.object ?? [:], place)
            let whole = JSONValue.object(emptyPart)
            emptyPart["text"] = ""
            add("response.content_part.added", place.merging(["part": .object(emptyPart)]) { $1 })
            if isText { delta["logprobs"] = [] }
            let name = isText ? "response.output_text" : "response.reasoning_text"
            for fragment in writer.fragments(of: text) {
                delta["delta"] = .string(fragment)
                add("\(name).delta", delta)
            }
            delta["delta"] = nil
            delta["text"] = .string(text)
            add("\(name).done", delta)
            add("response.content_part.done", place.merging(["part": whole]) { $1 })
        case .toolUse(_, let name, let input):
            opened["arguments"] = ""
            add("response.output_item.added", ["output_index": index, "item": .object(opened)])
            let arguments = String(decoding: input.bytes, as: UTF8.self)
            for fragment in writer.fragments(of: arguments) {
                add(
                    "response.function_call_arguments.delta",
                    ["item_id": id, "output_index": index, "delta": .string(fragment)])
            }
            add(
                "response.function_call_arguments.done",
                ["item_id": id, "output_index": index, "name": .string(name), "arguments": .string(arguments)])
        }
        add("response.output_item.done", ["output_index": index, "item": item])
    }

    private mutating func add(_ type: String, _ members: [String: JSONValue]) {
        var members = members
        members["type"] = .string(type)
        members["sequence_number"] = .int(Int64(events.count))
        events.append(serverSentEvent(type, .object(members)))
    }
}
