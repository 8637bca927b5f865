import Attribution
import BedrockCostTesting
import Foundation
import Testing

/// A million contexts take a while in a debug build: `COST_CONTEXTS=1000000 swift test --filter RandomContextTests`.
@Suite struct `Random contexts` {
    static let count = ProcessInfo.processInfo.environment["COST_CONTEXTS"].flatMap { Int($0) } ?? 3_000

    @Test func `pass just where nothing was broken, and carry only what is legal`() {
        var wrong: [String] = []
        var verdicts: [String: Int] = [:]
        var sessions = 0
        for sample in RandomCostContexts(seed: 4).prefix(Self.count) {
            verdicts[sample.fault ?? "good", default: 0] += 1
            do throws(TagPolicyError) {
                let attribution = try RandomCostContexts.policy.attribution(of: sample.context)
                if let fault = sample.fault { wrong.append("passed with \(fault)") }
                if let flaw = RandomCostContexts.flaw(inRequestMetadata: attribution.requestMetadata ?? [:]) {
                    wrong.append("carries \(flaw)")
                }
                if (try? attribution.requiredProject()) == nil { wrong.append("no project") }
                if (try? attribution.tags.validate()) == nil { wrong.append("tags that AWS refuses") }
                if (try? attribution.sessionTags()) != nil { sessions += 1 }
            } catch {
                if sample.fault == nil { wrong.append("refused: \(error)") }
            }
        }
        #expect(wrong.prefix(5).isEmpty)
        // Every fault was planted, and half of the contexts were good.
        #expect(verdicts.count == 21)
        #expect((verdicts["good"] ?? 0) * 10 > Self.count * 4)
        #expect(sessions > 0)
    }

    @Test func `are seen by a call inside of all their scopes`() async throws {
        for sample in RandomCostContexts(seed: 5).prefix(200) {
            let seen = await sample.run { CostContext.current }
            #expect(seen == sample.context)
        }
    }

    @Test func `are the same for the same seed`() {
        let one = RandomCostContexts(seed: 6).prefix(50).map(\.context)
        #expect(one == RandomCostContexts(seed: 6).prefix(50).map(\.context))
        #expect(one != RandomCostContexts(seed: 7).prefix(50).map(\.context))
    }

    @Test(
        arguments: [
            ([:], "no team"), (["team": "x"], "a strange team"), (["team": "it", "env": "dev"], "no app"),
            (["team": "it", "env": "dev", "app": "a"], "no user"),
            (["team": "it", "env": "dev", "app": "a", "user": "ü"], "an illegal character"),
            (["team": "it", "env": "dev", "app": "a", "user": "", "": ""], "a key of a wrong length"),
            (
                ["team": "it", "env": "dev", "app": "a", "user": String(repeating: "u", count: 257)],
                "a value that is too long"
            ),
            (Dictionary(uniqueKeysWithValues: (0..<17).map { ("k\($0)", "") }), "more than 16 pairs"),
            (["team": "it", "env": "dev", "app": "a", "user": "u"], nil),
        ] as [([String: String], String?)])
    func `are judged by what they carry`(_ pairs: [String: String], _ flaw: String?) {
        #expect(RandomCostContexts.flaw(inRequestMetadata: pairs) == flaw)
    }
}
