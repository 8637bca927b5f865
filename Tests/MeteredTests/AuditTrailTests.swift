import BedrockCost
import BedrockCostTesting
import Foundation
import Testing

@Suite("The audit trail")
struct AuditTrailTests {
    private let desk = MeteredDesk()
    private let lines = Notebook<String>()

    private func bedrock(limit: SpendAmount = .usd(100)) throws -> MeteredBedrock {
        try desk.bedrock(limit: limit) { $0.observers = [AuditTrail(lines: lines.write)] }
    }
    private func entries() throws -> [JSONValue] { try lines.notes.map { try JSONValue(parsing: Array($0.utf8)) } }

    @Test("each decision has a line that says who, what and why")
    func writes() async throws {
        try await withCostContext(CostContext(["team": "claims"], principal: "alice")) {
            _ = try await bedrock().converse(model: MeteredDesk.nova, "Which claims are urgent?")
        }
        let entries = try entries()
        #expect(entries.compactMap { $0["event"]?.string } == ["admitted", "settled", "ended"])
        #expect(entries.allSatisfy { $0["principal"]?.string == "alice" && $0["tags"]?["team"]?.string == "claims" })
        #expect(entries.allSatisfy { $0["operation"]?.string == "Converse" && $0["at"]?.string != nil })
        #expect(try entries[1]["cost"]?.string == "\(desk.billed) USD")
        #expect(entries[2]["outcome"]?.string == "succeeded")
    }

    @Test("a denial names the budget, what is left, and what would help")
    func explainsDenials() async throws {
        await #expect(throws: SpendDenial.self) { try await desk.ask(try bedrock(limit: .usd(0))) }
        let denied = try #require(try entries().first { $0["event"]?.string == "denied" })
        let shortage = try #require(denied["shortages"]?[0])
        #expect(shortage["budget"]?.string == "claims")
        #expect(shortage["remaining"]?.string == "0 USD")
        #expect(shortage["remedy"]?.string == "never")
    }

    @Test("a refusal names the rule")
    func explainsRefusals() async throws {
        let bedrock = try bedrock()
        await #expect(throws: TagPolicyError.self) { _ = try await bedrock.converse(model: MeteredDesk.nova, "Hi") }
        let refused = try #require(try entries().first)
        #expect(refused["event"]?.string == "refused")
        #expect(refused["reason"]?.string?.contains("team") == true)
    }

    @Test("no prompt, answer, user, message or secret stands in any line")
    func leaksNothing() async throws {
        let bedrock = try bedrock()
        desk.mock.enqueueReply("canary-answer")
        desk.mock.faults.add(.throttle, for: "Converse")
        let context = CostContext(["team": "claims"], attributes: ["user": "canary-user"])
        try await withCostContext(context) {
            _ = try await bedrock.converse(model: MeteredDesk.nova, "canary-prompt") {
                $0.system = [.text("canary-system")]
            }
            await #expect(throws: (any Error).self) {
                _ = try await bedrock.converse(model: "canary.no-such-model", "canary-prompt")
            }
        }
        #expect(lines.notes.count >= 5)
        let text = lines.notes.joined().replacing("canary.no-such-model", with: "")
        #expect(!text.contains("canary"))
        #expect(!text.contains(desk.mock.credentials.accessKeyID))
        #expect(!text.contains("signature") && !text.contains("Bearer"))
    }

    @Test("a file is appended to, each line whole, and only its owner can read it")
    func appends() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "audit-\(UUID().uuidString).jsonl").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        for _ in 1...2 {
            let trail = try AuditTrail(appendingTo: path)
            let bedrock = try desk.bedrock { $0.observers = [trail] }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 1...20 { group.addTask { try await desk.ask(bedrock) } }
                try await group.waitForAll()
            }
        }
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasSuffix("\n"))
        let lines = try text.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
        #expect(lines.count == 120)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(throws: AWSError.self) { try AuditTrail(appendingTo: "/no/such/folder/audit.jsonl") }
    }
}
