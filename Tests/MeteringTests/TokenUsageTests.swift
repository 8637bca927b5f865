import Foundation
import Metering
import Testing

/// A usage whose classes count 1, 2, 3 … in the order in which they are listed.
private let everything: TokenUsage = {
    var usage = TokenUsage(input: 1, output: 2, cacheRead: 3, cacheWrite5m: 4, cacheWrite1h: 5, reasoning: 2)
    usage.inputAudioTokens = 6
    usage.outputAudioTokens = 7
    usage.inputImages = 8
    usage.outputImages = 9
    usage.inputAudioMilliseconds = 10
    usage.outputAudioMilliseconds = 11
    usage.inputVideoMilliseconds = 12
    usage.outputVideoMilliseconds = 13
    usage.searchUnits = 14
    return usage
}()

@Suite struct TokenUsageTests {
    @Test func `writes that nobody attributes count as five minutes`() {
        let usage = TokenUsage(input: 1, output: 2, cacheRead: 3, cacheWrite: 100, attributed5m: 10, attributed1h: 60)
        #expect(usage == TokenUsage(input: 1, output: 2, cacheRead: 3, cacheWrite5m: 40, cacheWrite1h: 60))
    }

    @Test func `attributed writes count even where they exceed the total`() {
        let usage = TokenUsage(input: 0, output: 0, cacheRead: 0, cacheWrite: 5, attributed5m: 10, attributed1h: 20)
        #expect(usage.cacheWrite5m == 10)
        #expect(usage.cacheWrite1h == 20)
    }

    @Test func `sums go class by class, and never count reasoning twice`() {
        var usage = TokenUsage(input: 1, output: 20, cacheRead: 3, cacheWrite5m: 4, cacheWrite1h: 5, reasoning: 7)
        usage += TokenUsage(input: 10, output: 200, cacheRead: 30, cacheWrite5m: 40, cacheWrite1h: 50)
        #expect(
            usage == TokenUsage(input: 11, output: 220, cacheRead: 33, cacheWrite5m: 44, cacheWrite1h: 55, reasoning: 7)
        )
        #expect(usage.prompt == 143)
        #expect(usage.total == 363)
        #expect(TokenUsage.zero + usage == usage)
    }

    @Test func `reasoning stays unknown until someone tells`() {
        #expect((TokenUsage(output: 1) + TokenUsage(output: 2)).reasoning == nil)
        #expect((TokenUsage(output: 1) + TokenUsage(output: 2, reasoning: 1)).reasoning == 1)
    }

    @Test func `every class can be asked for by its name, and others count nothing`() {
        #expect(UsageClass.counted.map { everything[$0] } == Array(1...14))
        #expect(everything[UsageClass(rawValue: "guardrailTextUnits")] == 0)
    }

    @Test func `sums count images, sound, film and queries`() {
        let sum = everything + everything
        #expect(UsageClass.counted.map { sum[$0] } == (1...14).map { $0 * 2 })
        #expect(sum.reasoning == 4)
        #expect(TokenUsage.zero + everything == everything)
    }

    @Test func `tokens of sound are tokens, images and seconds are not`() {
        #expect(everything.prompt == 1 + 3 + 4 + 5 + 6)
        #expect(everything.total == everything.prompt + 2 + 7)
    }
}

@Suite struct `A usage in JSON` {
    private func decoded(_ text: String) throws -> TokenUsage {
        try JSONDecoder().decode(TokenUsage.self, from: Data(text.utf8))
    }

    @Test func `that was written before there were images is read`() throws {
        let text = #"{"input":1,"output":2,"cacheRead":3,"cacheWrite5m":4,"cacheWrite1h":5,"reasoning":1}"#
        #expect(
            try decoded(text)
                == TokenUsage(input: 1, output: 2, cacheRead: 3, cacheWrite5m: 4, cacheWrite1h: 5, reasoning: 1))
        #expect(try decoded("{}") == .zero)
    }

    @Test func `has the counts of text, and others only where they are not zero`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var usage = TokenUsage(input: 1)
        usage.outputVideoMilliseconds = 6_500
        let text =
            #"{"cacheRead":0,"cacheWrite1h":0,"cacheWrite5m":0,"input":1,"output":0,"outputVideoMilliseconds":6500}"#
        #expect(String(decoding: try encoder.encode(usage), as: UTF8.self) == text)
        #expect(try decoded(text) == usage)
        let all = try JSONDecoder().decode(TokenUsage.self, from: try encoder.encode(everything))
        #expect(all == everything)
    }

    @Test func `may be a correction, below zero`() throws {
        #expect(try decoded(#"{"input":-5}"#) == TokenUsage(input: -5))
    }

    @Test(arguments: [1_000_000_000_000_001, .max, .min]) func `cannot be so large that sums overflow`(_ count: Int) {
        let error = #expect(throws: DecodingError.self) { try decoded(#"{"output":\#(count)}"#) }
        #expect("\(String(describing: error))".contains("\(count) is more than a usage can count"))
    }
}
