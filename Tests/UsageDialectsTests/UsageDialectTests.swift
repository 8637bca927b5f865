import AWSCore
import Metering
import Testing
import UsageDialects

@Suite struct `A dialect of usage` {
    @Test func `is one of at least fourteen, with at least two hundred samples`() {
        #expect(UsageDialect.known.count >= 14)
        #expect(Samples.all.count >= 200)
        #expect(Set(Samples.all.map(\.dialect)) == Set(UsageDialect.known))
    }

    @Test(arguments: Samples.all) func `is read into classes that do not overlap and add up`(_ sample: Sample) throws {
        let reading = try #require(
            sample.dialect.reading(of: try sample.json(), request: try sample.requestJSON()))
        #expect(reading.usage == sample.usage)
        #expect(reading.dialect == sample.dialect)
        #expect(reading.unrecognized.isEmpty)
        if let total = sample.total {
            #expect(reading.providerTotal == total)
            #expect(reading.addsUp == true)
        }
    }

    @Test(arguments: Samples.all.filter(\.isDetected)) func `is told by the body alone`(_ sample: Sample) throws {
        let reading = try #require(
            UsageReading(body: Array(sample.document.utf8), request: try sample.requestJSON()))
        #expect(reading.usage == sample.usage)
        #expect(reading.unrecognized.isEmpty)
    }

    @Test(arguments: Samples.all) func `flags a number that nobody knows, and does not drop it`(_ sample: Sample) throws
    {
        guard let counts = sample.counts else { return }
        var document = try sample.json()
        let path = counts.isEmpty ? "novel_token_count" : "\(counts).novel_token_count"
        document.insert(77, at: counts.isEmpty ? ["novel_token_count"] : [counts, "novel_token_count"])
        document.insert(["depth": 1.5], at: counts.isEmpty ? ["novel_usage"] : [counts, "novel_usage"])
        let isBody = sample.isDetected
        let reading = try #require(
            isBody
                ? UsageReading(body: document, request: try sample.requestJSON())
                : sample.dialect.reading(of: document, request: try sample.requestJSON()))
        #expect(reading.usage == sample.usage)
        #expect(reading.unrecognized[path] == 77)
        #expect(reading.unrecognized[counts.isEmpty ? "novel_usage.depth" : "\(counts).novel_usage.depth"] == 1.5)
        #expect(reading.unrecognized.count == 2)
    }

    @Test func `that is not known reads nothing`() {
        #expect(
            UsageDialect(rawValue: "future").reading(of: ["usage": ["input_tokens": 1, "output_tokens": 1]]) == nil)
    }

    @Test(arguments: [
        #"{"outputs":[{"text":"Mistral's older models count nothing","stop_reason":"stop"}]}"#,
        #"{"choices":[{"text":"DeepSeek R1","stop_reason":"stop"}]}"#, "", "{}", "[]", "[1]", "\u{0}", "null",
        #"{"usage":{}}"#, #"{"usage":"much"}"#, #"{"usage":{"input_tokens":"5","output_tokens":6}}"#,
        #"{"generation":"x"}"#, #"{"type":"content_block_delta","delta":{"text":"x"}}"#,
        #"{"type":"message_start","message":{"usage":{"input_tokens":5,"output_tokens":1}}}"#,
        #"{"results":[{"index":0,"relevance_score":0.5}]}"#, #"{"images":null,"error":"all were blocked"}"#,
    ])
    func `that tells no usage is unknown, not zero`(_ body: String) {
        #expect(UsageReading(body: Array(body.utf8)) == nil)
    }
}

@Suite struct `A reading` {
    private func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    @Test(arguments: [
        (#"-1"#, JSONValue.int(-1)), ("1.5", .double(1.5)), ("1e300", .double(1e300)),
        ("9223372036854775807", .int(.max)),
    ])
    func `flags counts that cannot be`(_ number: String, _ flagged: JSONValue) throws {
        let body = #"{"usage":{"inputTokens":1,"outputTokens":2,"cacheReadInputTokens":\#(number)}}"#
        let reading = try #require(UsageReading(body: try json(body)))
        #expect(reading.usage == TokenUsage(input: 1, output: 2))
        #expect(reading.unrecognized == ["usage.cacheReadInputTokens": flagged])
        #expect(UsageReading(body: try json(#"{"usage":{"inputTokens":\#(number),"outputTokens":2}}"#)) == nil)
    }

    @Test func `does not add up where the provider counts otherwise`() throws {
        let chat = try json(#"{"usage":{"prompt_tokens":5,"completion_tokens":6,"total_tokens":12}}"#)
        let reading = try #require(UsageReading(body: chat))
        #expect(reading.addsUp == false)
        #expect(reading.providerTotal == 12)
        let odd = try json(
            #"{"usage":{"prompt_tokens":5,"completion_tokens":6,"prompt_tokens_details":{"cached_tokens":9}}}"#)
        #expect(UsageReading(body: odd)?.addsUp == false)
    }

    @Test func `tells the tier that served the call`() throws {
        func tier(_ dialect: UsageDialect, _ text: String) throws -> PriceTier? {
            try dialect.reading(of: json(text))?.servedTier
        }
        let counts = #""usage":{"inputTokens":1,"outputTokens":1,"totalTokens":2}"#
        #expect(try tier(.converse, #"{\#(counts),"serviceTier":{"type":"priority"}}"#) == .priority)
        #expect(try tier(.converse, #"{\#(counts),"serviceTier":{"type":"default"}}"#) == .standard)
        #expect(try tier(.converse, #"{\#(counts),"performanceConfig":{"latency":"optimized"}}"#) == .latencyOptimized)
        #expect(try tier(.converse, "{\(counts)}") == nil)
        let chat = #""usage":{"prompt_tokens":1,"completion_tokens":1}"#
        #expect(try tier(.openAIChat, #"{\#(chat),"service_tier":"flex"}"#) == .flex)
        #expect(
            try tier(
                .headers,
                #"{"x-amzn-bedrock-input-token-count":"1","x-amzn-bedrock-output-token-count":"1","X-Amzn-Bedrock-Service-Tier":"flex"}"#
            )
                == .flex)
        #expect(
            try tier(
                .batchRecord, #"{"modelOutput":{"generation":"","prompt_token_count":1,"generation_token_count":1}}"#)
                == .batch)
    }

    @Test func `flags lives of cache writes that have no class, and counts them as five minutes`() throws {
        let body =
            #"{"usage":{"inputTokens":1,"outputTokens":2,"cacheWriteInputTokens":100,"cacheDetails":[{"ttl":"1h","inputTokens":60},{"ttl":"24h","inputTokens":40,"x":1}]}}"#
        let reading = try #require(UsageDialect.converse.reading(of: try json(body)))
        #expect(reading.usage == TokenUsage(input: 1, output: 2, cacheWrite5m: 40, cacheWrite1h: 60))
        #expect(reading.unrecognized == ["cacheDetails[1].24h": 40, "cacheDetails[1].x": 1])
    }

    @Test func `flags the second of two names for one count where they differ`() throws {
        let body =
            #"{"usage":{"inputTokens":1,"outputTokens":2,"cacheReadInputTokens":5,"cacheReadInputTokenCount":6}}"#
        let reading = try #require(UsageDialect.nova.reading(of: try json(body)))
        #expect(reading.usage.cacheRead == 5)
        #expect(reading.unrecognized == ["usage.cacheReadInputTokenCount": 6])
    }

    @Test func `flags web searches, which no price is known for, unless there were none`() throws {
        func unrecognized(_ searches: Int) throws -> [String: JSONValue]? {
            UsageReading(
                body: try json(
                    #"{"usage":{"input_tokens":1,"output_tokens":2,"server_tool_use":{"web_search_requests":\#(searches)}}}"#
                ))?
                .unrecognized
        }
        #expect(try unrecognized(0) == [:])
        #expect(try unrecognized(2) == ["usage.server_tool_use.web_search_requests": 2])
    }

    @Test func `of header fields takes from the body what the fields cannot tell`() throws {
        let fields = [
            ("x-amzn-bedrock-input-token-count", "10"), ("x-amzn-bedrock-output-token-count", "20"),
            ("x-amzn-bedrock-cache-write-input-token-count", "70"), ("x-amzn-bedrock-thinking-token-count", "5"),
        ]
        let body =
            #"{"usage":{"input_tokens":10,"output_tokens":20,"cache_creation_input_tokens":70,"cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":50},"novel":1}}"#
        let reading = try #require(UsageReading(headers: fields, body: Array(body.utf8)))
        #expect(reading.usage == TokenUsage(input: 10, output: 20, cacheWrite5m: 20, cacheWrite1h: 50))
        #expect(reading.dialect == .headers)
        #expect(reading.unrecognized == ["x-amzn-bedrock-thinking-token-count": 5, "usage.novel": 1])
        #expect(UsageReading(headers: fields, body: [])?.usage.cacheWrite5m == 70)
        #expect(UsageReading(headers: [("x-amzn-bedrock-input-token-count", "10")], body: []) == nil)
    }

    @Test(arguments: [10, 110]) func `of header fields without a cache takes the body's, counted once`(_ input: Int)
        throws
    {
        let fields = [
            ("x-amzn-bedrock-input-token-count", "\(input)"), ("x-amzn-bedrock-output-token-count", "20"),
        ]
        let body =
            #"{"usage":{"prompt_tokens":110,"completion_tokens":20,"total_tokens":130,"prompt_tokens_details":{"cached_tokens":100}}}"#
        let reading = try #require(UsageReading(headers: fields, body: Array(body.utf8)))
        #expect(reading.usage == TokenUsage(input: 10, output: 20, cacheRead: 100))
    }

    @Test func `of a film is what was asked for, where the answer tells nothing`() throws {
        let request = try json(#"{"taskType":"TEXT_VIDEO","videoGenerationConfig":{"durationSeconds":6.25}}"#)
        let reading = try #require(UsageReading(body: [:], request: request))
        #expect(reading.usage.outputVideoMilliseconds == 6_250)
        #expect(reading.dialect == .filmRequest)
        for wrong in ["0", "-6", "1e9", "\"6\""] {
            let request = try json(#"{"taskType":"TEXT_VIDEO","videoGenerationConfig":{"durationSeconds":\#(wrong)}}"#)
            #expect(UsageReading(body: [:], request: request) == nil)
        }
    }

    @Test func `of a log's record takes the lives of cache writes from a stream that ended early`() throws {
        let record = try json(
            #"{"input":{"inputTokenCount":5,"cacheWriteInputTokenCount":9},"output":{"outputTokenCount":1,"outputBodyJson":[{"type":"message_start","message":{"usage":{"input_tokens":5,"output_tokens":1,"cache_creation":{"ephemeral_1h_input_tokens":7}}}}]}}"#
        )
        let reading = try #require(UsageDialect.invocationLog.reading(of: record))
        #expect(reading.usage == TokenUsage(input: 5, output: 1, cacheWrite5m: 2, cacheWrite1h: 7))
    }

    @Test func `of a stream that ended early tells nothing`() throws {
        let events = try json(
            #"[{"type":"message_start","message":{"usage":{"input_tokens":5,"output_tokens":1}}},{"type":"content_block_delta"}]"#
        )
        #expect(UsageReading(body: events) == nil)
    }
}

extension JSONValue {
    /// Sets a member deep in an object.
    mutating func insert(_ value: JSONValue, at path: [String]) {
        guard let first = path.first, case .object(var members) = self else { return }
        if path.count == 1 {
            members[first] = value
        } else {
            var inner = members[first] ?? .object([:])
            inner.insert(value, at: Array(path.dropFirst()))
            members[first] = inner
        }
        self = .object(members)
    }
}
