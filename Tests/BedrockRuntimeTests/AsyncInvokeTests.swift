import AWSCore
import Attribution
import BedrockCostTesting
import BedrockRuntime
import Testing

/// Invocations that run for minutes, watched on the simulator's clock.
@Suite struct `Asynchronous invocations` {
    let mock = MockAWS(seed: 1)
    static let video: JSONValue = [
        "taskType": "TEXT_VIDEO", "textToVideoParams": ["text": "A dry cellar"],
        "videoGenerationConfig": ["durationSeconds": 6],
    ]

    private func runtime() throws -> BedrockRuntimeClient {
        BedrockRuntimeClient(
            try AWSClient(
                region: .usEast1, transport: mock.transport, credentials: mock.credentials, environment: .empty))
    }

    private func request(_ output: AsyncInvokeOutput = .s3("s3://videos/claims")) -> StartAsyncInvoke {
        StartAsyncInvoke(modelID: "amazon.nova-reel-v1:1", modelInput: Self.video, outputDataConfig: output)
    }

    @Test func `one runs until the clock has passed, and is billed then`() async throws {
        let runtime = try runtime()
        let arn = try await runtime.startAsyncInvoke(request())
        let running = try await runtime.asyncInvocation(arn)
        #expect(running.status == .inProgress)
        #expect(running.endTime == nil)
        #expect(running.outputDataConfig == .s3("s3://videos/claims"))
        #expect(running.modelARN.resourceID == "amazon.nova-reel-v1:1")
        #expect(mock.bill.total == "0")
        mock.clock.advance(by: .seconds(90))
        let done = try await runtime.asyncInvocation(arn)
        #expect(done.status == .completed)
        #expect(done.endTime == mock.now)
        #expect(mock.bill.total == "0.48")
        #expect(mock.bill.rows.first?.quantity == "6")
        mock.clock.advance(by: .seconds(90))
        #expect(mock.bill.total == "0.48")
    }

    @Test func `one whose output cannot be written fails, and is free`() async throws {
        let runtime = try runtime()
        let place = AsyncInvokeOutput.S3(uri: "s3://videos", bucketOwner: "999999999999")
        let arn = try await runtime.startAsyncInvoke(request(.s3(place)))
        mock.clock.advance(by: .seconds(90))
        let invocation = try await runtime.asyncInvocation(arn)
        #expect(invocation.status == .failed)
        #expect(invocation.failureMessage == "Access to the output bucket was denied.")
        #expect(mock.bill.total == "0")
    }

    @Test func `the same value starts one invocation, another of the same token is a conflict`() async throws {
        let runtime = try runtime()
        var request = request()
        request.tags = ["dept": "claims"]
        let first = try await runtime.startAsyncInvoke(request)
        #expect(try await runtime.startAsyncInvoke(request) == first)
        request.modelInput = ["taskType": "TEXT_VIDEO", "textToVideoParams": ["text": "Another"]]
        let error = await #expect(throws: AWSError.self) { try await runtime.startAsyncInvoke(request) }
        #expect(error?.code == .conflict)
        #expect(
            mock.requests.first?.body?["tags"] == [["key": "dept", "value": "claims"]])
    }

    @Test func `they are listed in pages, the newest first, by status and time`() async throws {
        let runtime = try runtime()
        var arns: [ARN] = []
        for _ in 0..<5 {
            arns.append(try await runtime.startAsyncInvoke(request()))
            mock.clock.advance(by: .seconds(30))
        }
        let all = try await runtime.asyncInvocations(ListAsyncInvokes(maxResults: 2)).collect()
        #expect(all.map(\.invocationARN) == arns.reversed())
        #expect(mock.requests.filter { $0.operation == "ListAsyncInvokes" }.count == 3)
        let running = try await runtime.asyncInvocations(
            ListAsyncInvokes(status: .inProgress, sortBy: .submissionTime, sortOrder: .ascending)
        ).collect()
        #expect(running.map(\.invocationARN) == Array(arns.suffix(2)))
        let third = try await runtime.asyncInvocation(arns[2]).submitTime
        let later = try await runtime.asyncInvocations(ListAsyncInvokes(submitTimeAfter: third)).collect()
        #expect(later.map(\.invocationARN) == arns.suffix(2).reversed())
        let earlier = try await runtime.asyncInvocations(ListAsyncInvokes(submitTimeBefore: third)).collect()
        #expect(earlier.count == 2)
    }

    @Test func `wrong input is refused before it is sent`() async throws {
        let runtime = try runtime()
        var request = request()
        func refusal(_ change: (inout StartAsyncInvoke) -> Void) -> String {
            var changed = request
            change(&changed)
            do throws(AWSError) {
                try changed.validate()
                return "accepted"
            } catch {
                return error.message
            }
        }
        let place = "s3://bucket or s3://bucket/prefix of at most 1024 characters, with a bucket of 3 to 63"
        #expect(refusal { _ in } == "accepted")
        #expect(refusal { $0.modelID = "a b" } == "modelId: 1 to 256 letters, digits and _ . - / :")
        #expect(
            refusal { $0.clientRequestToken = "" }
                == "clientRequestToken: 1 to 256 printable ASCII characters without spaces")
        for uri in ["https://videos", "s3://ab", "s3://Videos", "s3://-videos", "s3://"] {
            #expect(
                refusal { $0.outputDataConfig = .s3(uri) } == "outputDataConfig.s3OutputDataConfig.s3Uri: \(place)")
        }
        #expect(
            refusal { $0.outputDataConfig = .s3(.init(uri: "s3://videos", kmsKeyID: "key")) }
                == "outputDataConfig.s3OutputDataConfig.kmsKeyId: the ARN of a KMS key or alias")
        #expect(
            refusal { $0.outputDataConfig = .s3(.init(uri: "s3://videos", bucketOwner: "12")) }
                == "outputDataConfig.s3OutputDataConfig.bucketOwner: an account of twelve digits")
        #expect(refusal { $0.tags = ["a": "b", "a": "c"] } == "tags: tag key \"a\": a key may come once")
        request.tags = ["dept": "claims"]

        let profile = try #require(ARN("arn:aws:bedrock:us-east-1:123456789012:inference-profile/a"))
        let wrongARN = await #expect(throws: AWSError.self) { try await runtime.asyncInvocation(profile) }
        #expect(wrongARN?.message == "invocationArn: \(profile) is not the ARN of an asynchronous invocation")
        for (list, message) in [
            (ListAsyncInvokes(maxResults: 0), "maxResults: 1 to 1000, not 0"),
            (ListAsyncInvokes(nextToken: ""), "nextToken: 1 to 2048 characters, not 0"),
            (ListAsyncInvokes(nextToken: "a b"), "nextToken: a token without white space"),
        ] {
            let error = await #expect(throws: AWSError.self) { try await runtime.asyncInvocations(list).collect() }
            #expect(error?.message == message)
        }
        #expect(mock.requests.isEmpty)
    }

    @Test func `a model that answers at once is not invoked asynchronously`() async throws {
        let error = await #expect(throws: AWSError.self) {
            try await runtime().startAsyncInvoke(
                StartAsyncInvoke(
                    modelID: "amazon.nova-lite-v1:0", modelInput: Self.video, outputDataConfig: .s3("s3://videos")))
        }
        #expect(error?.serviceCode == "ValidationException")
    }

    @Test func `a place that this version does not know is kept`() throws {
        let text = Array(#"{"efsOutputDataConfig":{"path":"/a"}}"#.utf8)
        let output = try AWSJSON.decode(AsyncInvokeOutput.self, from: text)
        #expect(output == .unknown("efsOutputDataConfig", ["path": "/a"]))
        #expect(try AWSJSON.encode(output) == text)
    }
}
