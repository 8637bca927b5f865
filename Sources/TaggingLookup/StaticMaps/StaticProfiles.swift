public import AWSCore
public import Attribution
import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The profiles of a map that is kept in Parameter Store or Secrets Manager, read again after a while.
///
/// ```swift
/// let profiles = StaticProfiles(ParameterMapSource("/bedrock/profiles", namesAre: "dept", aws))
/// let profile = try await profiles.profile(tagged: ["dept": "claims"])
/// ```
///
/// The whole map is read at once, and callers who ask at the same time share that. A change is seen once the map's time is
/// up; where the map cannot be read again, the old one is used for a day at most. What the map says is believed: no request
/// looks whether a profile exists. Make one instance for each map, and keep it.
public final class StaticProfiles: ProfileFinding {
    private typealias Flight = SharedFlight<ProfileMap, ProfileLookupError>

    private struct State {
        var map: ProfileMap?
        /// In seconds of the clock.
        var freshUntil = -Double.infinity
        var usableUntil = -Double.infinity
        var flight: Flight?
    }

    private enum Action {
        case answer(ProfileMap)
        case wait(Flight, isNew: Bool)
    }

    private static let staleIfError: Double = 86_400
    private static let pauseAfterFailure: Double = 10

    private let source: any ProfileMapSource
    private let timeToLive: Double
    private let now: @Sendable () -> Date
    private let state = Mutex(State())

    /// Profiles of a map.
    ///
    /// - Parameters:
    ///   - source: Where the map is.
    ///   - timeToLive: How long a map that was read is good; 300 s by default. Zero reads it for every question.
    ///   - now: The clock of the map's age.
    public init(
        _ source: some ProfileMapSource, timeToLive: Duration = .seconds(300),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.source = source
        self.timeToLive = max(0, timeToLive / .seconds(1))
        self.now = now
    }

    /// The profile that the map names for `tags`.
    ///
    /// - Throws: ``ProfileLookupError``; of code ``ProfileLookupError/Code/requestFailed`` where the map could not be read.
    public func profile(tagged tags: TagSet, model: ModelID?) async throws(ProfileLookupError) -> ARN {
        guard !tags.isEmpty else {
            throw ProfileLookupError(.invalidInput, "without any tag every profile would match")
        }
        return try await map().profile(tagged: tags, model: model)
    }

    /// The map, read again where its time is up.
    ///
    /// - Throws: ``ProfileLookupError`` of code ``ProfileLookupError/Code/requestFailed`` or
    ///   ``ProfileLookupError/Code/cancelled``.
    public func map() async throws(ProfileLookupError) -> ProfileMap {
        let time = now().timeIntervalSinceReferenceDate
        let action: Action = state.withLock { state in
            if let map = state.map, time < state.freshUntil { return .answer(map) }
            if let flight = state.flight { return .wait(flight, isNew: false) }
            let flight = Flight()
            state.flight = flight
            return .wait(flight, isNew: true)
        }
        switch action {
        case .answer(let map): return map
        case .wait(let flight, let isNew):
            if isNew { flight.start { [self] in land(flight, await read()) } }
            return try await flight.value(
                ifCancelled: ProfileLookupError(.cancelled, "the task was cancelled while the profile map was read"))
        }
    }

    /// Forgets the map: the next question reads it.
    public func invalidate() {
        state.withLock { $0 = State() }
    }

    private func read() async -> Result<ProfileMap, ProfileLookupError> {
        do throws(AWSError) {
            return .success(try await source.profileMap())
        } catch {
            let code: ProfileLookupError.Code = error.code == .cancelled ? .cancelled : .requestFailed
            return .failure(
                ProfileLookupError(code, "the profile map could not be read: \(error)", underlying: error))
        }
    }

    private func land(
        _ flight: Flight, _ result: Result<ProfileMap, ProfileLookupError>
    ) -> Result<ProfileMap, ProfileLookupError> {
        let time = now().timeIntervalSinceReferenceDate
        return state.withLock { state in
            // A map that was being read when it was forgotten only serves those who wait.
            guard state.flight === flight else { return result }
            state.flight = nil
            switch result {
            case .success(let map):
                state.map = map
                state.freshUntil = time + timeToLive
                state.usableUntil = state.freshUntil + Self.staleIfError
                return result
            case .failure:
                guard let map = state.map, time < state.usableUntil else { return result }
                state.freshUntil = time + Self.pauseAfterFailure
                return .success(map)
            }
        }
    }
}
