import BedrockCost
import BedrockCostTesting
import Foundation
import Testing

@Suite("The README")
struct ReadmeTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("every line of its Swift code is compiled here")
    func codeIsCompiled() throws {
        let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        let programs = try String(
            contentsOf: Self.root.appending(path: "Tests/ReadmeTests/ReadmePrograms.swift"), encoding: .utf8)
        let compiled = Set(programs.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
        let blocks = readme.components(separatedBy: "```swift\n").dropFirst().map {
            $0.components(separatedBy: "\n```")[0]
        }
        let code = blocks.filter { !$0.hasPrefix(".package(") }
        #expect(code.count == 6)
        for line in code.joined(separator: "\n").split(separator: "\n") {
            #expect(compiled.contains(line.trimmingCharacters(in: .whitespaces)), "not compiled: \(line)")
        }
    }

    @Test("it stays under 200 lines")
    func isShort() throws {
        let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.split(separator: "\n", omittingEmptySubsequences: false).count < 200)
    }

    @Test("its programs do what it says, from a profile to the department's costs")
    func programsRun() async throws {
        let mock = MockAWS(seed: 7)
        let aws = try AWSClient(region: .usEast1, transport: mock.transport, credentials: mock.credentials) {
            $0.now = { mock.now }
        }
        let profile = try await ReadmePrograms.profile(aws)
        try await ReadmePrograms.call(aws, profile)
        mock.clock.advance(by: .seconds(86_400))
        let costExplorer = ReadmePrograms.costExplorer(aws)
        try await ReadmePrograms.activate(costExplorer)
        mock.clock.advance(by: .seconds(86_400))
        try await ReadmePrograms.lookup(aws, BedrockRuntimeClient(aws))
        mock.clock.advance(by: .seconds(2 * 86_400))

        let costs = try await ReadmePrograms.costs(costExplorer)
        #expect(costs.rows.contains { $0.tag == "claims" && !$0.amount.isZero })
        let billed = try Money(mock.bill.total)
        #expect(costs.total == billed)
        #expect(costs.matchedServices == ["Claude 3.7 Sonnet (Amazon Bedrock Edition)"])
        #expect(mock.requests.contains { $0.operation == "ConverseStream" })
    }

    @Test("its limits hold: the call is in the ledger, at what was billed")
    func limitsHold() async throws {
        let mock = MockAWS(seed: 7)
        let aws = try AWSClient(region: .usEast1, transport: mock.transport, credentials: mock.credentials) {
            $0.now = { mock.now }
        }
        let path = FileManager.default.temporaryDirectory.appending(path: "readme-\(UUID().uuidString).sqlite").path
        defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
        let bedrock = try await ReadmePrograms.limits(aws, spend: path)
        let total = try #require(try await bedrock.store.totals(UsageQuery(by: [.tag("dept")])).first)
        #expect(total.group == ["claims"])
        let billed = try Money(mock.bill.total)
        #expect(total.cost == billed)
    }

    @Test("the test kit's lines bill a call")
    func testKitRuns() async throws {
        let mock = try await ReadmePrograms.testKit()
        let total = try Money(mock.bill.total)
        #expect(!total.isZero)
    }

    @Test("a client with the defaults can be made")
    func defaultsWork() throws {
        #expect(try ReadmePrograms.defaults().configuration.region == .usEast1)
    }
}
