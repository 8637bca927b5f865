import AWSCore
import Metering
import Testing
import UsageDialects

/// A document, and what it tells.
struct Sample: Sendable, CustomTestStringConvertible {
    let dialect: UsageDialect
    let document: String
    let usage: TokenUsage
    var request: String?
    var total: Int?
    /// Where a number that nobody knows can stand; `nil` where the dialect has no object of counts.
    var counts: String? = "usage"
    /// Whether a body alone tells its dialect.
    var isDetected = true

    var testDescription: String { "\(dialect) \(document.prefix(100))" }

    func json() throws -> JSONValue { try JSONValue(parsing: Array(document.utf8)) }
    func requestJSON() throws -> JSONValue? { try request.map { try JSONValue(parsing: Array($0.utf8)) } }
}

/// Golden samples: documented shapes, written with the counts of a row of the table.
enum Samples {
    /// input, output, cache read, write for five minutes, write for an hour, reasoning
    private static let table: [(Int, Int, Int, Int, Int, Int)] = [
        (10, 20, 0, 0, 0, 0), (0, 1, 0, 0, 0, 0), (1, 0, 4_096, 0, 0, 0), (3, 5, 0, 2_048, 0, 0),
        (7, 11, 0, 0, 1_024, 0),
        (123, 456, 789, 1_011, 1_213, 400), (999_999, 131_072, 1, 1, 1, 131_072), (12, 34, 56, 0, 78, 9),
        (2_147_483_648, 3, 5, 8, 13, 1), (42, 4_200, 420, 42, 0, 17), (1, 1, 1, 1, 1, 1), (0, 0, 0, 0, 0, 0),
    ]

    static let all: [Sample] = literal + table.enumerated().flatMap { index, row in generated(row, index) }

    private static func generated(_ row: (Int, Int, Int, Int, Int, Int), _ index: Int) -> [Sample] {
        let (input, output, read, write5m, write1h, reasoning) = row
        let (written, plain) = (write5m + write1h, TokenUsage(input: input, output: output))
        let split = TokenUsage(
            input: input, output: output, cacheRead: read, cacheWrite5m: write5m, cacheWrite1h: write1h)
        let unsplit = TokenUsage(input: input, output: output, cacheRead: read, cacheWrite5m: written)
        var thought = split
        thought.reasoning = reasoning
        var openAI = unsplit
        openAI.reasoning = reasoning
        let prompt = input + read + written
        let details = #"[{"ttl":"1h","inputTokens":\#(write1h)},{"ttl":"5m","inputTokens":\#(write5m)}]"#
        // Whether the total contains cached tokens is not documented: both are written.
        let total = index.isMultiple(of: 2) ? split.total : input + output
        let converse =
            #""usage":{"inputTokens":\#(input),"outputTokens":\#(output),"totalTokens":\#(total),"cacheReadInputTokens":\#(read),"#
            + #""cacheWriteInputTokens":\#(written),"cacheDetails":\#(details)}"#
        let anthropic =
            #"{"input_tokens":\#(input),"output_tokens":\#(output),"cache_creation_input_tokens":\#(written),"#
            + #""cache_read_input_tokens":\#(read),"cache_creation":{"ephemeral_5m_input_tokens":\#(write5m),"#
            + #""ephemeral_1h_input_tokens":\#(write1h)},"output_tokens_details":{"thinking_tokens":\#(reasoning)},"#
            + #""service_tier":"standard"}"#
        let chat =
            #"{"prompt_tokens":\#(prompt),"completion_tokens":\#(output),"total_tokens":\#(prompt + output),"#
            + #""prompt_tokens_details":{"cached_tokens":\#(read),"cache_write_tokens":\#(written),"audio_tokens":0},"#
            + #""completion_tokens_details":{"reasoning_tokens":\#(reasoning),"accepted_prediction_tokens":0}}"#
        let responses =
            #"{"input_tokens":\#(prompt),"input_tokens_details":{"cached_tokens":\#(read),"cache_write_tokens":\#(written)},"#
            + #""output_tokens":\#(output),"output_tokens_details":{"reasoning_tokens":\#(reasoning)},"#
            + #""total_tokens":\#(prompt + output)}"#
        let metrics =
            #""amazon-bedrock-invocationMetrics":{"inputTokenCount":\#(input),"outputTokenCount":\#(output),"#
            + #""invocationLatency":1200,"firstByteLatency":300,"cacheReadInputTokenCount":\#(read),"#
            + #""cacheWriteInputTokenCount":\#(written)}"#
        let fields =
            #"{"x-amzn-bedrock-input-token-count":"\#(input)","X-Amzn-Bedrock-Output-Token-Count":"\#(output)","#
            + #""X-Amzn-Bedrock-Cache-Read-Input-Token-Count":"\#(read)","content-type":"application/json","#
            + #""X-Amzn-Bedrock-Cache-Write-Input-Token-Count":"\#(written)","X-Amzn-Bedrock-Invocation-Latency":"77"}"#
        var sonic = TokenUsage(input: input, output: output)
        (sonic.inputAudioTokens, sonic.outputAudioTokens) = (read, written)
        let speech =
            #"{"event":{"usageEvent":{"completionId":"c","totalInputTokens":\#(input + read),"totalOutputTokens":"#
            + #"\#(output + written),"totalTokens":\#(sonic.total),"details":{"delta":{"input":{"speechTokens":1,"textTokens":1}},"#
            + #""total":{"input":{"speechTokens":\#(read),"textTokens":\#(input)},"output":{"speechTokens":\#(written),"#
            + #""textTokens":\#(output)}}}}}}"#
        var cohere = TokenUsage(input: input, output: output)
        cohere.searchUnits = reasoning
        let log =
            #"{"schemaType":"ModelInvocationLog","input":{"inputContentType":"application/json","inputTokenCount":\#(input),"#
            + #""cacheReadInputTokenCount":\#(read),"cacheWriteInputTokenCount":\#(written)},"output":{"outputTokenCount":"#
            + #"\#(output),"outputBodyJson":{\#(converse)}}}"#
        return [
            Sample(
                dialect: .converse,
                document:
                    #"{"output":{"message":{"role":"assistant","content":[{"text":"hi"}]}},"stopReason":"end_turn",\#(converse),"metrics":{"latencyMs":551}}"#,
                usage: split, total: total, isDetected: false),
            Sample(
                dialect: .converseStream,
                document:
                    #"[{"messageStart":{"role":"assistant"}},{"messageStop":{"stopReason":"end_turn"}},{"metadata":{\#(converse),"metrics":{"latencyMs":551}}}]"#,
                usage: split, total: total, counts: nil),
            Sample(
                dialect: .anthropicMessages,
                document:
                    #"{"id":"msg_1","type":"message","role":"assistant","content":[],"stop_reason":"end_turn","usage":\#(anthropic)}"#,
                usage: thought),
            Sample(
                dialect: .anthropicStream,
                document: """
                    [{"type":"message_start","message":{"usage":\(anthropic)}},{"type":"content_block_delta"},
                    {"type":"message_delta","usage":{"output_tokens":1}},{"type":"message_delta","usage":{"output_tokens":\(output)}},
                    {"type":"message_stop"}]
                    """,
                usage: thought, counts: nil),
            Sample(
                dialect: .nova,
                document:
                    #"{"output":{"message":{}},"stopReason":"end_turn","usage":{"inputTokens":\#(input),"outputTokens":\#(output),"totalTokens":\#(total),"cacheReadInputTokenCount":\#(read),"cacheWriteInputTokenCount":\#(written)}}"#,
                usage: unsplit, total: total),
            Sample(
                dialect: .titanText,
                document:
                    #"{"inputTextTokenCount":\#(input),"results":[{"tokenCount":\#(output),"outputText":"x","completionReason":"FINISH"}]}"#,
                usage: plain, counts: ""),
            Sample(
                dialect: .titanEmbedding, document: #"{"embedding":[0.1,-0.2,0.3],"inputTextTokenCount":\#(input)}"#,
                usage: TokenUsage(input: input), counts: ""),
            Sample(
                dialect: .llama,
                document:
                    #"{"generation":"x","prompt_token_count":\#(input),"generation_token_count":\#(output),"stop_reason":"stop"}"#,
                usage: plain, counts: ""),
            Sample(
                dialect: .cohere,
                document:
                    #"{"text":"x","generation_id":"g","finish_reason":"COMPLETE","meta":{"api_version":{"version":"1"},"billed_units":{"input_tokens":\#(input),"output_tokens":\#(output),"search_units":\#(reasoning)},"tokens":{"input_tokens":\#(input + 60),"output_tokens":\#(output)}}}"#,
                usage: cohere, counts: "meta"),
            Sample(
                dialect: .openAIChat,
                document: #"{"id":"c","object":"chat.completion","created":1769868000,"choices":[],"usage":\#(chat)}"#,
                usage: openAI, total: prompt + output),
            Sample(
                dialect: .openAIResponses,
                document:
                    #"{"id":"resp_1","object":"response","created_at":1769868000,"status":"completed","usage":\#(responses)}"#,
                usage: openAI, total: prompt + output),
            Sample(
                dialect: .openAIResponses,
                document:
                    #"[{"type":"response.created","response":{"usage":null}},{"type":"response.completed","response":{"object":"response","usage":\#(responses)}}]"#,
                usage: openAI, total: prompt + output, counts: nil),
            Sample(dialect: .headers, document: fields, usage: unsplit, counts: nil, isDetected: false),
            Sample(
                dialect: .invocationMetrics, document: #"{"type":"message_stop",\#(metrics)}"#, usage: unsplit,
                counts: "amazon-bedrock-invocationMetrics"),
            Sample(
                dialect: .invocationMetrics,
                document:
                    #"[{"type":"message_start","message":{"usage":\#(anthropic)}},{"type":"message_delta","usage":{"output_tokens":\#(output)}},{"type":"message_stop",\#(metrics)}]"#,
                usage: thought, counts: nil),
            Sample(dialect: .novaSonic, document: speech, usage: sonic, total: sonic.total, counts: nil),
            Sample(dialect: .invocationLog, document: log, usage: split, counts: "output", isDetected: false),
            Sample(
                dialect: .batchRecord,
                document:
                    #"{"recordId":"r1","modelInput":{"max_tokens":5},"modelOutput":{"type":"message","usage":\#(anthropic)}}"#,
                usage: thought, counts: nil, isDetected: false),
        ]
    }

    // MARK: Shapes of which one sample of each is enough

    private static func media(
        images: Int = 0, read: Int = 0, film: Int = 0, searches: Int = 0, input: Int = 0
    ) -> TokenUsage {
        var usage = TokenUsage(input: input)
        (usage.outputImages, usage.inputImages, usage.outputVideoMilliseconds) = (images, read, film)
        usage.searchUnits = searches
        return usage
    }

    static let literal: [Sample] = [
        Sample(
            dialect: .stabilityImages, document: #"{"seeds":[2130420379],"finish_reasons":[null],"images":["aGk="]}"#,
            usage: media(images: 1), counts: nil),
        Sample(
            dialect: .stabilityImages,
            document: #"{"seeds":[1,2],"finish_reasons":[null,"Filter reason: prompt"],"images":["aGk=",""]}"#,
            usage: media(images: 1), counts: nil),
        Sample(
            dialect: .stabilityImages,
            document:
                #"{"result":"success","artifacts":[{"seed":1,"base64":"aGk=","finishReason":"SUCCESS"},{"seed":2,"base64":"aGk=","finishReason":"CONTENT_FILTERED"}]}"#,
            usage: media(images: 1), counts: nil),
        Sample(
            dialect: .amazonImages, document: #"{"images":["aGk=","aGk=","aGk="]}"#, usage: media(images: 3),
            counts: nil),
        Sample(
            dialect: .amazonImages, document: #"{"images":["aGk="],"error":"1 image was blocked","maskImage":"aGk="}"#,
            usage: media(images: 1), counts: nil),
        Sample(
            dialect: .filmRequest,
            document:
                #"{"taskType":"TEXT_VIDEO","textToVideoParams":{"text":"x"},"videoGenerationConfig":{"durationSeconds":6,"fps":24,"dimension":"1280x720","seed":5}}"#,
            usage: media(film: 6_000), counts: nil, isDetected: false),
        Sample(
            dialect: .filmRequest,
            document: #"{"taskType":"MULTI_SHOT_AUTOMATED","videoGenerationConfig":{"durationSeconds":120,"fps":24}}"#,
            usage: media(film: 120_000), counts: nil, isDetected: false),
        Sample(
            dialect: .filmRequest,
            document:
                #"{"taskType":"MULTI_SHOT_MANUAL","multiShotManualParams":{"shots":[{"text":"a"},{"text":"b"},{"text":"c"}]},"videoGenerationConfig":{"fps":24}}"#,
            usage: media(film: 18_000), counts: nil, isDetected: false),
        Sample(
            dialect: .filmRequest,
            document: #"{"prompt":"x","aspect_ratio":"16:9","duration":"9s","resolution":"720p"}"#,
            usage: media(film: 9_000), counts: nil, isDetected: false),
        Sample(
            dialect: .titanEmbedding, document: #"{"embedding":[0.1],"inputTextTokenCount":4,"message":null}"#,
            usage: media(read: 1, input: 4), request: #"{"inputText":"x","inputImage":"aGk="}"#, counts: ""),
        Sample(
            dialect: .titanEmbedding, document: #"{"embeddingsByType":{"float":[0.1]},"inputTextTokenCount":9}"#,
            usage: TokenUsage(input: 9), counts: ""),
        Sample(
            dialect: .titanText,
            document:
                #"{"outputText":"x","index":0,"totalOutputTextTokenCount":8,"completionReason":"FINISH","inputTextTokenCount":3}"#,
            usage: TokenUsage(input: 3, output: 8), counts: ""),
        Sample(
            dialect: .titanText, document: #"{"inputTextTokenCount":3,"results":[{"tokenCount":4},{"tokenCount":5}]}"#,
            usage: TokenUsage(input: 3, output: 9), counts: ""),
        Sample(
            dialect: .cohere,
            document:
                #"{"embeddings":[[0.1]],"id":"e","response_type":"embeddings_floats","meta":{"billed_units":{"input_tokens":12,"images":2}}}"#,
            usage: media(read: 2, input: 12), counts: "meta"),
        Sample(
            dialect: .cohere,
            document: #"{"results":[{"index":0,"relevance_score":0.98}],"meta":{"billed_units":{"search_units":1}}}"#,
            usage: media(searches: 1), counts: "meta"),
        Sample(
            dialect: .cohere,
            document:
                #"{"text":"x","token_count":{"prompt_tokens":5,"response_tokens":6,"total_tokens":11,"billed_tokens":9}}"#,
            usage: TokenUsage(input: 5, output: 6), total: 11, counts: "token_count"),
        Sample(
            dialect: .cohere, document: #"{"text":"x","meta":{"tokens":{"input_tokens":5,"output_tokens":6}}}"#,
            usage: TokenUsage(input: 5, output: 6), counts: "meta"),
        Sample(
            dialect: .jurassic,
            document:
                #"{"id":1,"prompt":{"text":"x","tokens":[{},{},{}]},"completions":[{"data":{"text":"y","tokens":[{},{}]}},{"data":{"tokens":[{}]}}]}"#,
            usage: TokenUsage(input: 3, output: 3), counts: nil),
        // Jamba, Mistral, DeepSeek, Kimi and gpt-oss by OpenAI's form, each with what it has of its own.
        Sample(
            dialect: .openAIChat,
            document:
                #"{"id":"cmpl-1","choices":[{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":15,"completion_tokens":7,"total_tokens":22},"meta":{"requestDurationMillis":90},"model":"jamba-1.5-large"}"#,
            usage: TokenUsage(input: 15, output: 7), total: 22),
        Sample(
            dialect: .openAIChat,
            document:
                #"{"object":"chat.completion","choices":[],"usage":{"prompt_tokens":30,"total_tokens":40,"completion_tokens":10,"prompt_tokens_details":null}}"#,
            usage: TokenUsage(input: 30, output: 10), total: 40),
        Sample(
            dialect: .openAIChat,
            document:
                #"{"choices":[],"usage":{"prompt_tokens":30,"completion_tokens":10,"total_tokens":40,"prompt_cache_hit_tokens":20,"prompt_cache_miss_tokens":10,"completion_tokens_details":{"reasoning_tokens":4}}}"#,
            usage: TokenUsage(input: 10, output: 10, cacheRead: 20, reasoning: 4), total: 40),
        Sample(
            dialect: .openAIChat,
            document:
                #"{"choices":[],"usage":{"prompt_tokens":30,"completion_tokens":10,"total_tokens":40,"cached_tokens":12}}"#,
            usage: TokenUsage(input: 18, output: 10, cacheRead: 12), total: 40),
        Sample(
            dialect: .openAIChat,
            document: #"{"object":"list","data":[{"embedding":[0.1]}],"usage":{"prompt_tokens":8,"total_tokens":8}}"#,
            usage: TokenUsage(input: 8), total: 8),
        Sample(
            dialect: .openAIChat,
            document:
                #"[{"choices":[{"delta":{"content":"x"}}],"usage":null},{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}]"#,
            usage: TokenUsage(input: 3, output: 4), total: 7, counts: nil),
        Sample(
            dialect: .openAIChat,
            document:
                #"{"choices":[],"usage":{"prompt_tokens":50,"completion_tokens":60,"total_tokens":110,"prompt_tokens_details":{"audio_tokens":20,"cached_tokens":10,"text_tokens":30,"image_tokens":0},"completion_tokens_details":{"audio_tokens":45,"text_tokens":15}}}"#,
            usage: {
                var usage = TokenUsage(input: 20, output: 15, cacheRead: 10)
                (usage.inputAudioTokens, usage.outputAudioTokens) = (20, 45)
                return usage
            }(), total: 110),
        Sample(
            dialect: .invocationLog,
            document:
                #"{"input":{"inputBodyJson":{"taskType":"TEXT_IMAGE"}},"output":{"outputBodyJson":{"images":["aGk=","aGk="]}}}"#,
            usage: media(images: 2), counts: nil, isDetected: false),
        Sample(
            dialect: .batchRecord,
            document:
                #"{"recordId":"r","modelInput":{"inputImage":"aGk="},"modelOutput":{"embedding":[0.5],"inputTextTokenCount":0}}"#,
            usage: media(read: 1), counts: nil, isDetected: false),
    ]
}
