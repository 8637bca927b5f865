import AWSCore
import Attribution
import Testing

@testable import TaggingLookup

private func key(_ number: Int) -> ProfileCache.Key { .init(tags: ["n": "\(number)"], model: nil) }

@Suite struct `The resolver's cache` {
    var cache = ProfileCache(
        limit: 3,
        lifetimes: .init(fresh: 100, staleWhileRevalidate: 50, staleIfError: 1000, pauseAfterFailure: 10, negative: 20))

    /// Asks for a key that is not known, and lands its flight.
    @discardableResult
    mutating func load(_ number: Int, at now: Double, _ answer: ProfileCache.Answer? = nil) -> Bool {
        guard case .wait(let flight, true) = cache.ask(key(number), at: now) else { return false }
        _ = cache.land(
            flight, key(number), answer ?? .success(profileARN("p\(number)")), fresh: 100, at: now)
        return true
    }

    @Test mutating func `drops the least used answer when it is full`() {
        for number in 1...3 { load(number, at: 0) }
        #expect(cache.freshProfile(key(1), at: 1) != nil)
        #expect(cache.freshProfile(key(3), at: 1) != nil)
        load(4, at: 2)
        #expect(cache.freshProfile(key(2), at: 3) == nil)
        #expect(cache.freshProfile(key(1), at: 3) != nil)
        #expect(cache.freshProfile(key(3), at: 3) != nil)
        #expect(cache.freshProfile(key(4), at: 3) != nil)
        #expect(cache.statistics.evictions == 1)
        #expect(cache.statistics.entries == 3)
    }

    @Test mutating func `finds every entry after a thousand evictions and removals`() {
        for number in 0..<1000 {
            load(number, at: 0)
            if number % 7 == 0 { cache.invalidate { key, _ in key.tags["n"] == "\(number - 1)" } }
            #expect(cache.freshProfile(key(number), at: 1) == profileARN("p\(number)"))
            #expect(cache.statistics.entries <= 3)
        }
    }

    @Test mutating func `lets nobody wait for a stale answer, and begins one flight`() {
        load(1, at: 0)
        guard case .answer(.success, let flight?) = cache.ask(key(1), at: 120) else {
            Issue.record("no stale answer with a flight")
            return
        }
        guard case .answer(.success, nil) = cache.ask(key(1), at: 121) else {
            Issue.record("a second flight")
            return
        }
        // Beyond the stale time a caller waits, and for the same flight.
        guard case .wait(let same, false) = cache.ask(key(1), at: 151) else {
            Issue.record("not waiting for the flight")
            return
        }
        #expect(same === flight)
        #expect(cache.statistics.flights == 2)
    }

    @Test mutating func `tells those who wait the old answer when the flight fails`() {
        load(1, at: 0)
        guard case .wait(let flight, true) = cache.ask(key(1), at: 500) else {
            Issue.record("no flight")
            return
        }
        let told = cache.land(flight, key(1), .failure(.init(.requestFailed, "down")), fresh: 100, at: 501)
        #expect(told == .success(profileARN("p1")))
        guard case .answer(.success, nil) = cache.ask(key(1), at: 510) else {
            Issue.record("no answer in the pause")
            return
        }
        guard case .wait(_, true) = cache.ask(key(1), at: 512) else {
            Issue.record("no flight after the pause")
            return
        }
    }

    @Test mutating func `keeps no negative answer beyond its time, not even in an outage`() {
        load(1, at: 0, .failure(.init(.noMatch, "none")))
        guard case .answer(.failure, nil) = cache.ask(key(1), at: 19) else {
            Issue.record("not remembered")
            return
        }
        guard case .wait(let flight, true) = cache.ask(key(1), at: 21) else {
            Issue.record("remembered for too long")
            return
        }
        let told = cache.land(flight, key(1), .failure(.init(.requestFailed, "down")), fresh: 100, at: 22)
        #expect(told == .failure(.init(.requestFailed, "down")))
        #expect(cache.statistics.failures == 1)
    }

    @Test mutating func `keeps keys with and without a model apart`() {
        load(1, at: 0)
        #expect(cache.freshProfile(.init(tags: ["n": "1"], model: "a.b"), at: 1) == nil)
    }
}
