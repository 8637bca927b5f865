import BedrockCostTesting
import Foundation
import Testing

@Suite struct `The manual clock` {
    @Test func `it stands still until it is turned`() {
        let clock = ManualClock()
        #expect(clock.date == Date(timeIntervalSince1970: 1_790_841_600))
        clock.advance(by: .milliseconds(1_500))
        #expect(clock.date.timeIntervalSince(clock.start) == 1.5)
        clock.advance(by: .seconds(-5))
        clock.advance(to: clock.start)
        #expect(clock.now.elapsed == .milliseconds(1_500))
        clock.advance(to: clock.start.addingTimeInterval(10))
        #expect(clock.now.elapsed == .seconds(10))
    }

    @Test func `sleepers wake when their time has come, and not before`() async throws {
        let clock = ManualClock()
        async let short: Void = clock.sleep(for: .seconds(1))
        async let long: Void = clock.sleep(for: .seconds(3))
        while clock.sleeperCount < 2 { await Task.yield() }
        clock.advance(by: .seconds(1))
        try await short
        #expect(clock.sleeperCount == 1)
        clock.advance(by: .seconds(2))
        try await long
        #expect(clock.sleeperCount == 0)
        try await clock.sleep(until: clock.now, tolerance: nil)
    }

    @Test func `a cancelled sleeper leaves at once`() async {
        let clock = ManualClock()
        let task = Task { try await clock.sleep(for: .seconds(1)) }
        while clock.sleeperCount < 1 { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(clock.sleeperCount == 0)
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await clock.sleep(for: .seconds(1))
        }
        await #expect(throws: CancellationError.self) { try await late.value }
    }
}
