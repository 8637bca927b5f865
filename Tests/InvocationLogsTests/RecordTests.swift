import AWSCore
import Gzip
import InvocationLogs
import Metering
import Testing
import UsageDialects

@Suite struct `A record of the log` {
    static let text = """
        {"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2026-01-31T14:05:26Z",\
        "accountId":"123456789012","identity":{"arn":"arn:aws:sts::123456789012:assumed-role/Claims/batch/7","kind":"role"},\
        "region":"us-east-1","requestId":"r-1","operation":"Converse",\
        "modelId":"arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456",\
        "inferenceRegion":"us-west-2","requestMetadata":{"team":"claims"},\
        "input":{"inputContentType":"application/json","inputBodyJson":{"messages":[]},"inputTokenCount":10,\
        "cacheReadInputTokenCount":4,"cacheWriteInputTokenCount":7,"inputSize":3},\
        "output":{"outputContentType":"application/json","outputBodyJson":{"usage":{"cacheDetails":[\
        {"ttl":"1h","inputTokens":5},{"ttl":"5m","inputTokens":2}]}},"outputTokenCount":5},"cloud":{"a":[1,2.5,null]}}
        """

    @Test func `is decoded member by member`() throws {
        let record = try ModelInvocationLog(logEvent: Self.text)
        #expect(record.timestamp == TimestampFormat.iso8601.date(from: "2026-01-31T14:05:26Z"))
        #expect(record.accountID == "123456789012")
        #expect(record.region == .usEast1)
        #expect(record.inferenceRegion == .usWest2)
        #expect(record.requestID == "r-1")
        #expect(record.operation == .converse)
        #expect(record.modelID.arn?.resourceID == "abc123def456")
        #expect(record.requestMetadata == ["team": "claims"])
        #expect(record.errorCode == nil)
        #expect(record.identity?.roleName == "Claims")
        #expect(record.identity?.sessionName == "batch/7")
        #expect(record.input.contentType == "application/json")
        #expect(record.input.json == ["messages": []])
        #expect(record.output?.tokenCount == 5)
    }

    @Test func `counts its tokens in classes that do not overlap, by the time that writes live`() throws {
        let record = try ModelInvocationLog(logEvent: Self.text)
        #expect(
            record.usage == TokenUsage(input: 10, output: 5, cacheRead: 4, cacheWrite5m: 2, cacheWrite1h: 5))
        var withoutBody = record
        withoutBody.output?.json = nil
        #expect(withoutBody.usage?.cacheWrite5m == 7)
        #expect(withoutBody.usage?.cacheWrite1h == 0)
    }

    @Test func `tells images, and counts that nobody knows`() throws {
        var record = try ModelInvocationLog(logEvent: Self.text)
        #expect(record.usageReading?.unrecognized == [:])
        record.output?.unknownMembers["outputNovelCount"] = 3
        #expect(record.usageReading?.unrecognized == ["output.outputNovelCount": 3])
        record.input.tokenCount = nil
        record.output = LoggedBody(json: ["images": ["aGk="]])
        #expect(record.usage?.outputImages == 1)
    }

    @Test func `finds the time that writes live in a stream's events, and in Anthropic's form`() throws {
        var record = try ModelInvocationLog(logEvent: Self.text)
        let usage: JSONValue = ["usage": ["cacheDetails": [["ttl": "1h", "inputTokens": 3]]]]
        record.output?.json = [["messageStart": ["role": "assistant"]], ["metadata": usage]]
        #expect(record.usage?.cacheWrite1h == 3)
        record.output?.json = ["usage": ["cache_creation": ["ephemeral_1h_input_tokens": 6]]]
        #expect(record.usage?.cacheWrite1h == 6)
        record.output?.json = [
            ["type": "message_start", "message": ["usage": ["cache_creation": ["ephemeral_1h_input_tokens": 2]]]],
            ["type": "message_delta", "usage": ["output_tokens": 5]],
        ]
        #expect(record.usage?.cacheWrite1h == 2)
    }

    @Test func `keeps what this version does not know, and encodes it again`() throws {
        let record = try ModelInvocationLog(logEvent: Self.text)
        #expect(record.unknownMembers == ["cloud": ["a": [1, 2.5, nil]]])
        #expect(record.input.unknownMembers == ["inputSize": 3])
        #expect(record.identity?.unknownMembers == ["kind": "role"])
        #expect(try JSONValue(parsing: AWSJSON.encode(record)) == JSONValue(parsing: Array(Self.text.utf8)))
        #expect(try AWSJSON.decode(ModelInvocationLog.self, from: AWSJSON.encode(record)) == record)
    }

    @Test func `of a refused call has an error and no usage`() throws {
        let record = try ModelInvocationLog(
            logEvent: """
                {"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2026-01-31T14:05:26Z",\
                "accountId":"1","region":"us-east-1","requestId":"r","operation":"FutureOperation","modelId":"m",\
                "errorCode":"ThrottlingException","identity":{"arn":"none"},\
                "input":{"inputBodyS3Path":"s3://logs/data/r.json.gz"}}
                """)
        #expect(record.errorCode == "ThrottlingException")
        #expect(record.usage == nil)
        #expect(record.output == nil)
        #expect(record.identity == nil)
        #expect(record.unknownMembers["identity"] == ["arn": "none"])
        #expect(record.operation == "FutureOperation")
        #expect(record.input.s3URI == "s3://logs/data/r.json.gz")
    }

    @Test func `that is none is refused, and what it holds is not repeated`() throws {
        let secret = "canary-4711"
        for (text, description) in [
            (secret, "malformed: not a JSON object"), ("[\"\(secret)\"]", "malformed: not a JSON object"),
            (
                #"{"schemaType":"\#(secret)"}"#,
                "otherSchema: the record is of another schema than ModelInvocationLog"
            ),
            (
                #"{"schemaVersion":"\#(secret)"}"#,
                "malformed: the record has no member schemaType, or it is no string"
            ),
            (
                #"{"schemaType":"ModelInvocationLog","timestamp":"\#(secret)"}"#,
                "malformed: the member timestamp is no date"
            ),
            (
                #"{"schemaType":"ModelInvocationLog","timestamp":"2026-01-31T14:05:26Z","accountId":1}"#,
                "malformed: the record has no member accountId, or it is no string"
            ),
        ] {
            let error = #expect(throws: InvocationLogError.self) { try ModelInvocationLog(logEvent: text) }
            #expect(error?.description == description)
        }
        #expect(throws: DecodingError.self) { try AWSJSON.decode(ModelInvocationLog.self, from: Array("{}".utf8)) }
    }

    @Test func `has its large bodies in objects of their own`() throws {
        let body: JSONValue = ["messages": ["a", "b"]]
        #expect(try LoggedBody.json(inObject: try Gzip.compress(body.serialized())) == body)
        #expect(try LoggedBody.json(inObject: body.serialized()) == body)
        let error = #expect(throws: InvocationLogError.self) { try LoggedBody.json(inObject: Array("a".utf8)) }
        #expect(error?.description == "malformed: the object is no JSON")
        let large = #expect(throws: InvocationLogError.self) {
            try LoggedBody.json(inObject: body.serialized(), limits: .init(fileLength: 3))
        }
        #expect(large?.code == .tooLarge)
    }
}
