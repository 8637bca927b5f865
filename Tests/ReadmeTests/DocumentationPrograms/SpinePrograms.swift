import BedrockCost
import BedrockCostTesting

/// The code of the landing pages of BedrockRuntime, BedrockControl, TaggingLookup, Attribution, Metering and InvocationLogs.
enum SpinePrograms {
    static func converse(_ aws: AWSClient, _ profile: CreateInferenceProfile.Output) async throws {
        let runtime = BedrockRuntimeClient(aws)
        let answer = try await runtime.converse(model: profile, "Summarise claim 4711 in one line.") {
            $0.inferenceConfig = InferenceConfiguration(maxTokens: 200)
            $0.requestMetadata = ["team": "claims"]
        }
        let usage = answer.usage.tokenUsage
        print(answer.text, usage.input, usage.output, usage.cacheRead)

        try await runtime.converseStream(model: profile, "Draft the letter.") { events in
            for try await event in events {
                if let text = event.text { print(text, terminator: "") }
                if let usage = event.usage { print(usage.outputTokens) }
            }
        }
    }

    static func guardAndRun(_ runtime: BedrockRuntimeClient) async throws {
        let verdict = try await runtime.applyGuardrail("gr4claims", version: "1", to: "Which shares shall I buy?")
        if verdict.hasIntervened { print(verdict.text, verdict.usage.topicPolicyUnits) }

        let arn = try await runtime.startAsyncInvoke(
            StartAsyncInvoke(
                modelID: "amazon.nova-reel-v1:1",
                modelInput: ["taskType": "TEXT_VIDEO", "textToVideoParams": ["text": "A dry cellar"]],
                outputDataConfig: .s3("s3://claims-videos")))
        print(try await runtime.asyncInvocation(arn).status == .completed)
    }

    static func control(_ aws: AWSClient) async throws {
        let control = BedrockControlClient(aws)
        let profile = try await control.createInferenceProfile(
            named: "claims-sonnet",
            copying: .systemDefined("us.anthropic.claude-3-7-sonnet-20250219-v1:0"),
            tags: ["dept": "claims", "env": "prod"])
        print(profile.arn)

        for try await profile in control.inferenceProfiles(type: .application) {
            print(profile.name, try await control.tags(of: profile.arn.arn))
        }

        try await control.setInvocationLogging(
            InvocationLoggingConfiguration(s3: .init(bucketName: "invocation-logs"), textDataDeliveryEnabled: false))
    }

    static func lookUp(_ aws: AWSClient) async throws {
        let profiles = ProfileResolver(TaggingClient(aws))
        let claims: TagSet = ["dept": "claims", "env": "prod"]
        let arn = try await profiles.profile(tagged: claims)
        print(arn)

        do {
            print(try await profiles.profile(tagged: claims))
        } catch {
            guard error.code == .ambiguous else { throw error }
            print(error.candidates, try await profiles.profile(tagged: claims, model: "amazon.nova-lite-v1:0"))
        }
    }

    static func tags() throws {
        let team: TagSet = ["dept": "claims", "env": "prod"]
        let read = try TagSet([("dept", "sales"), ("env", "prod")])
        print(team["dept"] ?? "nobody", read.isSuperset(of: ["env": "prod"]))

        let wrong: TagSet = ["部門": "理賠"]
        do { try wrong.validate() } catch { print(error.code, error.message) }
    }

    static func money() throws {
        let usage = TokenUsage(input: 1_200, output: 300, cacheRead: 4_000)
        let input = try Money("3e-6").multiplied(by: usage.input)
        let cached = try Money("0.3e-6").multiplied(by: usage.cacheRead)
        let output = try Money("15e-6").multiplied(by: usage.output)
        print(try Money.sum([input, cached, output]).formatted(fractionDigits: 4))
    }

    static func log(_ file: [UInt8], _ chunks: AsyncStream<[UInt8]>, _ message: String) async throws {
        let records = try ModelInvocationLog.records(inFile: file)
        for (team, usage) in records.usage(by: { $0.requestMetadata["team"] ?? "nobody" }) {
            print(team, usage.input, usage.output, usage.cacheRead)
        }

        for try await record in InvocationLogRecords(chunks) {
            print(record.timestamp, record.modelID, record.identity?.roleName ?? "", record.errorCode ?? "")
        }

        let record = try ModelInvocationLog(logEvent: message)
        print(record.requestID)
    }

    static func simulate(_ mock: MockAWS) throws {
        mock.addGuardrail(MockAWS.Guardrail(id: "gr4claims", blockedWords: ["darn"], masksEMail: true))
        let files = try mock.invocationLogObjects().map(\.bytes)
        let records = try files.flatMap { try ModelInvocationLog.records(inFile: $0) }
        let messages = mock.invocationLogEvents().map(\.message)
        print(records.count, messages.count)
    }
}
