import AWSCore
import BedrockCostTesting
import BedrockRuntime
import Testing

/// ApplyGuardrail, answered by the simulator's fixed lists.
@Suite struct `Applying a guardrail` {
    let mock = MockAWS(seed: 1)

    private func runtime() throws -> BedrockRuntimeClient {
        mock.addGuardrail(
            .init(
                id: "gr4claims", deniedTopics: ["Investments": ["which shares"]],
                contentFilters: ["INSULTS": ["you fool"]], blockedWords: ["darn"], masksEMail: true))
        return BedrockRuntimeClient(
            try AWSClient(
                region: .usEast1, transport: mock.transport, credentials: mock.credentials, environment: .empty))
    }

    @Test func `a harmless text passes, and its units are told`() async throws {
        let answer = try await runtime().applyGuardrail("gr4claims", version: "1", to: "Is water damage covered?")
        #expect(answer.action == .none)
        #expect(!answer.hasIntervened)
        #expect(answer.outputs.isEmpty)
        #expect(answer.text.isEmpty)
        #expect(answer.usage.topicPolicyUnits == 1)
        #expect(answer.usage.contentPolicyUnits == 1)
        #expect(answer.usage.wordPolicyUnits == 1)
        #expect(answer.usage.sensitiveInformationPolicyUnits == 1)
        #expect(answer.usage.contextualGroundingPolicyUnits == 0)
        #expect(answer.guardrailCoverage?.textCharacters == .init(guarded: 24, total: 24))
    }

    @Test func `a denied topic is blocked, and the guardrail's own words stand in its place`() async throws {
        let answer = try await runtime().applyGuardrail(
            "arn:aws:bedrock:us-east-1:123456789012:guardrail/gr4claims", version: "DRAFT",
            to: "Tell me which shares to buy.", source: .output)
        #expect(answer.hasIntervened)
        #expect(answer.text == "Sorry, the model cannot answer this question.")
        let topic = try #require(answer.assessments.first?.topicPolicy?.topics.first)
        #expect(topic.name == "Investments")
        #expect(topic.action == .blocked)
        #expect(answer.assessments.first?.appliedGuardrailDetails?.guardrailID == "gr4claims")
        #expect(answer.assessments.first?.invocationMetrics?.usage == answer.usage)
        #expect(mock.requests.last?.body?["source"] == "OUTPUT")
    }

    @Test func `addresses are masked, and the rest of the text stays`() async throws {
        let answer = try await runtime().applyGuardrail(
            "gr4claims", version: "1", to: "Write to ana@example.com, please.")
        #expect(answer.hasIntervened)
        #expect(answer.text == "Write to {EMAIL}, please.")
        #expect(answer.assessments.first?.sensitiveInformationPolicy?.piiEntities.first?.match == "ana@example.com")
    }

    @Test func `the full scope also tells what was not found`() async throws {
        var request = ApplyGuardrail(
            guardrailIdentifier: "gr4claims", guardrailVersion: "1", source: .input,
            content: [.text(.init(text: "You fool"))])
        let found = try await runtime().applyGuardrail(request)
        #expect(found.assessments.first?.topicPolicy == nil)
        #expect(found.assessments.first?.contentPolicy?.filters.map(\.type) == [.insults])
        request.outputScope = .full
        let full = try await runtime().applyGuardrail(request)
        #expect(full.assessments.first?.topicPolicy?.topics.map(\.detected) == [false])
    }

    @Test func `text units add up, a thousand characters each, and are on the bill`() async throws {
        let runtime = try runtime()
        var units = GuardrailUsage.zero
        for length in [1, 1_000, 1_001] {
            units += try await runtime.applyGuardrail(
                "gr4claims", version: "1", to: String(repeating: "a", count: length)
            ).usage
        }
        #expect(units.topicPolicyUnits == 4)
        #expect(units.sensitiveInformationPolicyUnits == 4)
        // Four units each at $0.15, $0.15 and $0.10 per thousand; words are free.
        #expect(mock.bill.total == "0.0016")
        #expect(mock.bill.rows.map(\.usageType).contains("USE1-Guardrail-ContentPolicyUnitsConsumed"))
    }

    @Test func `optional units are known where either side knows them`() {
        var left = GuardrailUsage.zero
        left.contentPolicyImageUnits = 2
        var right = GuardrailUsage.zero
        #expect((left + right).contentPolicyImageUnits == 2)
        #expect((right + right).contentPolicyImageUnits == nil)
        right.contentPolicyImageUnits = 3
        right.automatedReasoningPolicies = 1
        #expect((left + right).contentPolicyImageUnits == 5)
        #expect((left + right).automatedReasoningPolicies == 1)
    }

    @Test func `an unknown guardrail or version is not found`() async throws {
        for (id, version) in [("nobody", "1"), ("gr4claims", "7")] {
            let error = await #expect(throws: AWSError.self) {
                try await runtime().applyGuardrail(id, version: version, to: "hi")
            }
            #expect(error?.code == .notFound)
        }
    }

    @Test func `wrong input is refused before it is sent`() async throws {
        let runtime = try runtime()
        let image = GuardrailContentBlock.image(.init(format: .png, source: .bytes([])))
        for (id, version, content, message) in [
            ("", "1", GuardrailContentBlock.text(.init(text: "hi")), "guardrailIdentifier: an id or ARN"),
            ("gr", "", .text(.init(text: "hi")), "guardrailVersion: DRAFT, or a number of up to eight digits"),
            ("gr", "07", .text(.init(text: "hi")), "guardrailVersion: DRAFT, or a number of up to eight digits"),
            ("gr", "1", image, "content.image.source.bytes: at least one byte"),
        ] {
            let error = await #expect(throws: AWSError.self) {
                try await runtime.applyGuardrail(
                    ApplyGuardrail(
                        guardrailIdentifier: id, guardrailVersion: version, source: .input, content: [content]))
            }
            #expect(error?.code == .invalidInput)
            #expect(error?.message == message)
        }
        #expect(mock.requests.isEmpty)
    }
}
