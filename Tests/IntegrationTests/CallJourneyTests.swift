import BedrockCost
import BedrockCostTesting
import Foundation
import Testing

@Suite("Calls")
struct CallJourneyTests {
    private static let nova: ModelID = "amazon.nova-lite-v1:0"
    private static let claude: ModelID = "us.anthropic.claude-3-7-sonnet-20250219-v1:0"

    @Test("every way to call a model reports the tokens that are billed", arguments: Front.allCases)
    func usageIsBilled(_ front: Front) async throws {
        let mock = MockAWS(seed: 5)
        try await front.run(mock) { aws in
            let runtime = BedrockRuntimeClient(aws)
            var seen = try await runtime.converse(model: Self.nova, "Hello").usage.tokenUsage
            try await runtime.converseStream(model: Self.claude, "Tell me more") { events in
                for try await event in events { if let usage = event.usage { seen += usage.tokenUsage } }
            }
            seen += try await runtime.messages(
                model: Self.claude, AnthropicMessages(maxTokens: 50, messages: [.user("And now?")])
            ).usage.tokenUsage
            let billed = mock.bill.tokens
            #expect(billed[.input] == seen.input)
            #expect(billed[.output] == seen.output)
            #expect(seen.total > 0)
        }
    }

    @Test("a stream's text is the answer that Converse gives", arguments: Front.allCases)
    func streamedText(_ front: Front) async throws {
        let mock = MockAWS(seed: 6)
        mock.enqueueReply("The claim is settled: 4,711 € are on their way. 支払い済み")
        mock.enqueueReply("The claim is settled: 4,711 € are on their way. 支払い済み")
        try await front.run(mock) { aws in
            let runtime = BedrockRuntimeClient(aws)
            let whole = try await runtime.converse(model: Self.claude, "Status?").text
            let streamed = try await runtime.converseStream(model: Self.claude, "Status?") { events in
                var text = ""
                for try await piece in events.text { text += piece }
                return text
            }
            #expect(streamed == whole)
            #expect(whole.contains("4,711 €"))
        }
    }

    @Test("request metadata goes with both APIs, on InvokeModel as a signed header", arguments: Front.allCases)
    func metadata(_ front: Front) async throws {
        let mock = MockAWS(seed: 7)
        try await front.run(mock) { aws in
            let runtime = BedrockRuntimeClient(aws)
            _ = try await runtime.converse(model: Self.nova, "Hello") { $0.requestMetadata = ["team": "claims"] }
            var options = InvokeOptions()
            options.requestMetadata = ["team": "sales"]
            _ = try await runtime.messages(
                model: Self.claude, AnthropicMessages(maxTokens: 5, messages: [.user("Hi")]), options: options)
        }
        #expect(mock.requests.map(\.requestMetadata) == [["team": "claims"], ["team": "sales"]])
        #expect(mock.requests.allSatisfy { $0.status == 200 })
    }

    @Test("a throttle is answered by another attempt, a lost reply of a paid call is not", arguments: Front.allCases)
    func retries(_ front: Front) async throws {
        let mock = MockAWS(seed: 8)
        try await front.run(mock) { aws in
            let runtime = BedrockRuntimeClient(aws)
            mock.faults.add(.throttle, for: "Converse", times: 2)
            _ = try await runtime.converse(model: Self.nova, "Hello")
            #expect(mock.requests.count == 3)

            mock.faults.add(.lostReply, for: "Converse")
            let error = await #expect(throws: AWSError.self) {
                _ = try await runtime.converse(model: Self.nova, "Hello")
            }
            #expect(error?.code == .transport)
            #expect(mock.requests.count == 4)
            #expect(mock.bill.rows.count > 0)
        }
    }

    @Test("a stream that breaks off delivers what came, then says so", arguments: Front.allCases)
    func truncation(_ front: Front) async throws {
        let mock = MockAWS(seed: 9)
        mock.faults.add(.truncatedFrame, for: "ConverseStream")
        try await front.run(mock) { aws in
            var events = 0
            let error = await #expect(throws: AWSError.self) {
                try await BedrockRuntimeClient(aws).converseStream(model: Self.nova, "Hello") { stream in
                    for try await _ in stream { events += 1 }
                }
            }
            #expect(events > 0)
            #expect([AWSError.Code.streamTruncated, .transport].contains(error?.code))
            #expect(error?.operation == "Bedrock Runtime.ConverseStream")
        }
    }

    @Test("leaving a stream early closes it", arguments: Front.allCases)
    func leavingEarly(_ front: Front) async throws {
        let mock = MockAWS(seed: 10)
        mock.faults.add(.stall, for: "ConverseStream")
        try await front.run(mock) { aws in
            let first = try await BedrockRuntimeClient(aws).converseStream(model: Self.nova, "Hello") {
                events -> ConverseStreamEvent? in
                for try await event in events { return event }
                return nil
            }
            #expect(first != nil)
        }
        #expect(mock.openStreams == 0)
    }

    @Test("a Bedrock API key calls models and nothing else", arguments: Front.allCases)
    func bearer(_ front: Front) async throws {
        let mock = MockAWS(seed: 11)
        let key = try BedrockAPIKey(mock.apiKey)
        try await front.run(mock, authentication: .bearerToken(key)) { aws in
            _ = try await BedrockRuntimeClient(aws).converse(model: Self.nova, "Hello")
            let error = await #expect(throws: AWSError.self) {
                _ = try await STSClient(aws).callerIdentity()
            }
            #expect(error?.code == .credentials)
            #expect(error?.message.contains("STS does not take Bedrock API keys") == true)
        }
        #expect(mock.requests.count == 1)
    }

    @Test("a short-term key made from credentials is accepted", arguments: Front.allCases)
    func shortTermKey(_ front: Front) async throws {
        let mock = MockAWS(seed: 12)
        let keys = ShortTermKeyProvider(mock.credentials, now: { mock.now })
        try await front.run(mock, authentication: .bearerToken(keys)) { aws in
            let text = try await BedrockRuntimeClient(aws).converse(model: Self.nova, "Hello").text
            #expect(!text.isEmpty)
        }
    }

    @Test("an assumed role signs for its account", arguments: Front.allCases)
    func assumedRole(_ front: Front) async throws {
        let mock = MockAWS(seed: 13)
        try await front.run(mock) { aws in
            var role = AssumeRole(
                roleARN: "arn:aws:iam::210987654321:role/BedrockManagementRole",
                sessionName: "CrossAccountProfileCreation")
            role.externalID = "bedrock-cost"
            let other = aws.assuming(role)
            let identity = try await STSClient(other).callerIdentity()
            #expect(identity.account == "210987654321")
            #expect(identity.arn.hasSuffix("assumed-role/BedrockManagementRole/CrossAccountProfileCreation"))
            let profile = try await BedrockControlClient(other).createInferenceProfile(
                named: "cross-account", copying: .foundationModel("amazon.nova-lite-v1:0"), tags: ["dept": "claims"])
            #expect(profile.arn.rawValue.contains(":210987654321:"))
        }
    }

    @Test("a wrong clock is corrected by what the host says")
    func clockSkew() async throws {
        let mock = MockAWS(seed: 14) { $0.signatureTime = .simulated }
        let aws = try AWSClient(
            region: .usEast1, transport: mock.transport, credentials: mock.credentials, environment: .empty
        ) {
            $0.now = { mock.now.addingTimeInterval(-3600) }
            $0.jitter = { 0 }
        }
        _ = try await BedrockRuntimeClient(aws).converse(model: Self.nova, "Hello")
        #expect(mock.requests.count == 2)
        _ = try await BedrockRuntimeClient(aws).converse(model: Self.nova, "Hello again")
        #expect(mock.requests.count == 3)
    }

    @Test("wrong keys are refused by name, and the error shows neither key nor signature", arguments: Front.allCases)
    func wrongSecret(_ front: Front) async throws {
        let mock = MockAWS(seed: 15)
        let wrong = Credentials(accessKeyID: mock.credentials.accessKeyID, secretAccessKey: "canary/secret")
        try await front.run(mock, authentication: .credentials(wrong)) { aws in
            let error = try #require(
                await #expect(throws: AWSError.self) {
                    _ = try await BedrockRuntimeClient(aws).converse(model: Self.nova, "canary prompt")
                })
            #expect(error.code == .unauthenticated)
            #expect(error.description.contains("sent with SigV4"))
            #expect(!"\(error) \(String(reflecting: error))".contains("canary"))
        }
    }

    @Test("1,000 streams at once on one transport all end with their usage")
    func manyStreams() async throws {
        let mock = MockAWS(seed: 16)
        let usages = try await Front.loopback.run(mock) { aws in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<1_000 {
                    group.addTask {
                        try await BedrockRuntimeClient(aws).converseStream(model: Self.nova, "Hello") { events in
                            var tokens = 0
                            for try await event in events { tokens += event.usage?.outputTokens ?? 0 }
                            return tokens
                        }
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
        }
        #expect(usages.count == 1_000)
        #expect(usages.allSatisfy { $0 > 0 })
        #expect(usages.reduce(0, +) == mock.bill.tokens[.output])
    }
}
