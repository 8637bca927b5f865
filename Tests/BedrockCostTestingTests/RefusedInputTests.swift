import AWSCore
import BedrockCostTesting
import HTTPTypes
import Testing

/// What the simulator refuses of guardrails, asynchronous invocations and logging, in the service's words.
@Suite struct `Refused input of the newer operations` {
    let mock = MockAWS(seed: 3)
    var caller: Caller { Caller(mock) }

    private func runtime(_ target: String, _ body: JSONValue) async throws -> Caller.Reply {
        try await caller.send(
            .post, "bedrock", "bedrock-runtime.us-east-1.amazonaws.com", target,
            fields: ["content-type": "application/json"], body: try body.serialized())
    }

    @Test func `a guardrail needs source, content and a version that exists`() async throws {
        mock.addGuardrail(.init(id: "gr1", blockedWords: ["darn"]))
        let content: JSONValue = [["text": ["text": "hi"]]]
        for (body, code, message) in [
            ([:] as JSONValue, "ValidationException", "Value null at 'source'"),
            (["source": "BOTH", "content": content], "ValidationException", "enum value set: [INPUT, OUTPUT]"),
            (["source": "INPUT"], "ValidationException", "Value null at 'content'"),
            (["source": "INPUT", "content": []], "ValidationException", "must not be empty"),
            (
                ["source": "INPUT", "content": content, "outputScope": "ALL"], "ValidationException",
                "enum value set: [INTERVENTIONS, FULL]"
            ),
        ] {
            let reply = try await runtime("/guardrail/gr1/version/1/apply", body)
            #expect(reply.code == code)
            #expect(reply.message?.contains(message) == true, "\(reply.message ?? "")")
        }
        let unknown = try await runtime(
            "/guardrail/gr1/version/4/apply", ["source": "INPUT", "content": content])
        #expect(unknown.status == 404)
        let known = try await runtime("/guardrail/gr1/version/DRAFT/apply", ["source": "INPUT", "content": content])
        #expect(known.status == 200)
        #expect(known.json["action"] == "NONE")
    }

    @Test func `an asynchronous invocation needs a model of its kind, an input that it understands and a place`()
        async throws
    {
        let input: JSONValue = ["taskType": "TEXT_VIDEO", "textToVideoParams": ["text": "A cellar"]]
        let place: JSONValue = ["s3OutputDataConfig": ["s3Uri": "s3://videos"]]
        let model: JSONValue = "amazon.nova-reel-v1:1"
        for (body, message) in [
            (["modelInput": input, "outputDataConfig": place] as JSONValue, "'modelId'"),
            (["modelId": model, "outputDataConfig": place], "'modelInput'"),
            (["modelId": model, "modelInput": input], "'outputDataConfig'"),
            (
                [
                    "modelId": model, "modelInput": input,
                    "outputDataConfig": ["s3OutputDataConfig": ["s3Uri": "videos"]],
                ],
                "s3Uri"
            ),
            (
                ["modelId": "amazon.nova-lite-v1:0", "modelInput": input, "outputDataConfig": place],
                "doesn't support asynchronous invocation"
            ),
            (["modelId": model, "modelInput": ["taskType": "PAINT"], "outputDataConfig": place], "Malformed input"),
            (
                [
                    "modelId": model, "outputDataConfig": place,
                    "modelInput": [
                        "taskType": "MULTI_SHOT_AUTOMATED", "multiShotAutomatedParams": ["text": "A cellar"],
                        "videoGenerationConfig": ["durationSeconds": 13],
                    ],
                ], "Malformed input"
            ),
        ] {
            let reply = try await runtime("/async-invoke", body)
            #expect(reply.code == "ValidationException")
            #expect(reply.message?.contains(message) == true, "\(reply.message ?? "")")
        }
        let host = "bedrock-runtime.us-east-1.amazonaws.com"
        for target in ["/async-invoke?statusEquals=Done", "/async-invoke?maxResults=0", "/async-invoke?nextToken=no"] {
            let reply = try await caller.send(.get, "bedrock", host, target)
            #expect(reply.code == "ValidationException", "\(target)")
        }
    }

    @Test func `logging needs names that the service takes`() async throws {
        for (config, message) in [
            (nil as JSONValue?, "'loggingConfig'"),
            (["s3Config": ["bucketName": "ab"]], "loggingConfig.s3Config.bucketName"),
            (["cloudWatchConfig": ["logGroupName": "g"]], "loggingConfig.cloudWatchConfig.roleArn"),
            (["cloudWatchConfig": ["logGroupName": "g", "roleArn": "admin"]], "regular expression"),
            (
                ["cloudWatchConfig": ["logGroupName": "", "roleArn": "arn:aws:iam::123456789012:role/r"]],
                "loggingConfig.cloudWatchConfig.logGroupName"
            ),
        ] {
            let body = config.map { JSONValue.object(["loggingConfig": $0]) } ?? [:]
            let reply = try await caller.control(.put, "/logging/modelinvocations", body)
            #expect(reply.code == "ValidationException")
            #expect(reply.message?.contains(message) == true, "\(reply.message ?? "")")
        }
        let none = try await caller.control(.get, "/logging/modelinvocations")
        #expect(none.json == [:])
    }
}
