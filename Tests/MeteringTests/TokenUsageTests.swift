import Metering
import Testing

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
}
