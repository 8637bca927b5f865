import BedrockCostTesting
import Foundation
import Logging
import Synchronization
import Testing

@testable import AWSCore

@Suite struct `A shared refresh` {
    /// Fetches what the test lets it fetch, and counts.
    private final class Source: Sendable {
        typealias Fetched = SharedRefresh<Int>.Fetched
        private let state = Mutex((fetches: 0, results: [Result<Fetched, AWSError>]()))
        private let gate: Signal
        let began = Signal()

        /// - Parameter gate: Holds each fetch back until it fires.
        init(_ results: Result<Fetched, AWSError>..., gate: Signal? = nil) {
            state.withLock { $0.results = results }
            self.gate = gate ?? Signal()
            if gate == nil { self.gate.fire() }
        }

        var fetches: Int { state.withLock { $0.fetches } }

        func fetch() async throws(AWSError) -> Fetched {
            let result = state.withLock { state in
                state.fetches += 1
                return state.results.count > 1 ? state.results.removeFirst() : state.results[0]
            }
            began.fire()
            try? await gate.wait()
            return try result.get()
        }
    }

    private func refresh(
        _ source: Source, now: Now, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    ) -> SharedRefresh<Int> {
        SharedRefresh(logger: logger, now: { now.date }) { () async throws(AWSError) in try await source.fetch() }
    }

    private static let hour = Now.start.addingTimeInterval(3600)

    @Test func `a thousand callers at once make one fetch`() async throws {
        let source = Source(.success((7, Self.hour)))
        let refresh = refresh(source, now: Now())
        let values = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<1000 { group.addTask { try await refresh.value() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(values == Array(repeating: 7, count: 1000))
        #expect(source.fetches == 1)
    }

    @Test func `a value that never expires is fetched once`() async throws {
        let (source, now) = (Source(.success((7, nil))), Now())
        let refresh = refresh(source, now: now)
        _ = try await refresh.value()
        now.advance(by: 1e9)
        #expect(try await refresh.value() == 7)
        #expect(source.fetches == 1)
    }

    @Test func `a cancelled waiter leaves alone, and the fetch goes on for the others`() async throws {
        let gate = Signal()
        let source = Source(.success((7, Self.hour)), gate: gate)
        let refresh = refresh(source, now: Now())
        let first = Task { try await refresh.value() }
        try await source.began.wait()
        let second = Task { try await refresh.value() }
        first.cancel()
        let error = await #expect(throws: AWSError.self) { try await first.value }
        #expect(error?.description == "cancelled: the task was cancelled while it waited for a refresh")
        gate.fire()
        #expect(try await second.value == 7)
        #expect(try await refresh.value() == 7)
        #expect(source.fetches == 1)
    }

    @Test func `a caller that is cancelled already waits for nothing, but takes what is there`() async throws {
        let source = Source(.success((7, Self.hour)))
        let refresh = refresh(source, now: Now())
        func cancelledCall() -> Task<Int, any Error> {
            Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await refresh.value()
            }
        }
        let error = await #expect(throws: AWSError.self) { try await cancelledCall().value }
        #expect(error?.code == .cancelled)
        _ = try await refresh.value()
        #expect(try await cancelledCall().value == 7)
    }

    @Test func `a failed fetch reaches those who wait and is then forgotten`() async throws {
        let source = Source(.failure(AWSError(.credentials, "no")), .success((7, Self.hour)))
        let refresh = refresh(source, now: Now())
        await #expect(throws: AWSError(.credentials, "no")) { try await refresh.value() }
        #expect(try await refresh.value() == 7)
        #expect(source.fetches == 2)
    }

    @Test func `a failure is logged while the old value is served`() async throws {
        let (now, capture) = (Now(), LogCapture())
        let source = Source(.success((1, Self.hour)), .failure(AWSError(.transport, "down")))
        let refresh = refresh(source, now: now, logger: capture.logger)
        _ = try await refresh.value()
        now.advance(by: 3600 - 60)
        #expect(try await refresh.value() == 1)
        #expect(
            capture.lines == ["info renewal failed, the old value is still good [\"error\": transport: down]"])
    }

    @Test func `near expiry callers wait for the next value`() async throws {
        let now = Now()
        let source = Source(.success((1, Self.hour)), .success((2, Self.hour.addingTimeInterval(3600))))
        let refresh = refresh(source, now: now)
        _ = try await refresh.value()
        now.advance(by: 3600 - 600 + 1)
        #expect(try await refresh.value() == 2)
    }

    @Test func `ahead of that the old value is served while one fetch runs behind it`() async throws {
        let (now, gate) = (Now(), Signal())
        let source = Source(.success((1, Self.hour)), .success((2, Self.hour.addingTimeInterval(3600))), gate: gate)
        let refresh = refresh(source, now: now)
        let first = Task { try await refresh.value() }
        try await source.began.wait()
        gate.fire()
        _ = try await first.value
        now.advance(by: 3600 - 900 + 1)
        for _ in 0..<10 {
            let value = try await refresh.value()
            #expect(value == 1 || value == 2)
        }
        // The background fetch belongs to nobody here: ask until it has landed.
        while try await refresh.value() != 2 { await Task.yield() }
        #expect(source.fetches == 2)
    }

    @Test func `the fetch keeps no refresh alive once it is done`() async throws {
        weak var gone: SharedRefresh<Int>?
        do {
            let refresh = refresh(Source(.success((7, nil))), now: Now())
            gone = refresh
            _ = try await refresh.value()
        }
        // The detached task may hold on for the moment in which it resumes its waiters.
        for _ in 0..<10_000 where gone != nil { await Task.yield() }
        #expect(gone == nil)
    }
}

@Suite struct `The states of a refresh` {
    private let now = Now.start
    private func later(_ seconds: TimeInterval) -> Date { now.addingTimeInterval(seconds) }

    private func state(_ value: Int, for life: TimeInterval) -> RefreshState<Int> {
        var state = RefreshState<Int>(advisory: 900, mandatory: 600)
        _ = state.finish(.success((value, later(life))), at: now)
        return state
    }

    /// What a caller would be told, without the state remembering the question.
    private func answer(_ state: RefreshState<Int>, after seconds: TimeInterval) -> String {
        var state = state
        return switch state.ask(at: later(seconds)) {
        case .serve(let value, nil): "serve \(value)"
        case .serve(let value, .some): "serve \(value) and fetch"
        case .wait(_, let isNew): isNew ? "wait for a new fetch" : "wait"
        }
    }

    @Test func `the windows decide between serving, fetching behind and waiting`() {
        let state = state(1, for: 3600)
        #expect(answer(state, after: 0) == "serve 1")
        #expect(answer(state, after: 2699) == "serve 1")
        #expect(answer(state, after: 2700) == "serve 1 and fetch")
        #expect(answer(state, after: 2999) == "serve 1 and fetch")
        #expect(answer(state, after: 3000) == "wait for a new fetch")
        #expect(answer(RefreshState<Int>(advisory: 900, mandatory: 600), after: 0) == "wait for a new fetch")
    }

    @Test func `while a fetch runs the old value is served until the mandatory window`() {
        var state = state(1, for: 3600)
        _ = state.ask(at: later(2700))
        #expect(answer(state, after: 2999) == "serve 1")
        #expect(answer(state, after: 3000) == "wait")
    }

    @Test func `a failed fetch serves the old value and pauses, until it expires`() {
        var state = state(1, for: 3600)
        let down = Result<(value: Int, expiration: Date?), AWSError>.failure(AWSError(.transport, "down"))
        #expect(state.finish(down, at: later(3500)) == .success(1))
        #expect(answer(state, after: 3529) == "serve 1")
        #expect(answer(state, after: 3531) == "wait for a new fetch")
        _ = state.finish(down, at: later(3580))
        #expect(answer(state, after: 3599) == "serve 1")
        #expect(answer(state, after: 3601) == "wait for a new fetch")
        #expect(state.finish(down, at: later(3602)) == .failure(AWSError(.transport, "down")))
    }

    @Test func `a short life shortens the windows, so that it is not fetched at every use`() {
        let state = state(1, for: 600)
        #expect(answer(state, after: 0) == "serve 1")
        #expect(answer(state, after: 449) == "serve 1")
        #expect(answer(state, after: 451) == "serve 1 and fetch")
        #expect(answer(state, after: 501) == "wait for a new fetch")
    }

    @Test func `a value that has expired is not served`() {
        #expect(answer(state(1, for: -1), after: 0) == "wait for a new fetch")
        #expect(answer(state(1, for: 0), after: 0) == "wait for a new fetch")
    }
}
