public import AWSCore
public import Attribution
import Logging
import Synchronization

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Finds the inference profile that has given tags, and remembers it.
///
/// ```swift
/// let profiles = ProfileResolver(TaggingClient(aws))
/// let profile = try await profiles.profile(tagged: ["dept": "claims", "env": "prod"])
/// let answer = try await runtime.converse(model: profile, "Summarise claim 4711 in one line.")
/// ```
///
/// A profile matches when it has all of the tags with these very values; it may have others. All pages of GetResources
/// are read, and each profile that matches is looked up in Bedrock's control plane, since the Tagging API lags: one that is
/// gone or not active is not handed out. Where several match, that is an error which lists them.
///
/// Callers who ask for the same tags at once share one look-up. A caller who is cancelled leaves alone, and a look-up that
/// fails harms nobody who has an answer already: see ``ProfileResolverConfiguration`` for how long answers live.
///
/// A resolver has one cache, for the Region, the authentication and the resource type that it was made with. Make one for
/// each account and Region, and keep it. Keep the tags in a constant, too: their hash is computed when they are made.
public final class ProfileResolver: Sendable {
    private typealias Key = ProfileCache.Key

    private let client: TaggingClient
    private let verifier: (any ProfileVerifying)?
    private let resourceType: ResourceType
    private let lifetimes: ProfileCache.Lifetimes
    private let jitter: Double
    private let now: @Sendable () -> Date
    private let cache: Mutex<ProfileCache>

    /// A resolver with the default settings, which verifies profiles in Bedrock's control plane.
    public convenience init(_ client: TaggingClient) {
        self.init(checked: ProfileResolverConfiguration(), client, ControlPlaneVerifier(client.aws), nil)
    }

    /// A resolver.
    ///
    /// - Parameters:
    ///   - client: Asks the Tagging API, in the client's Region and with its authentication.
    ///   - configuration: How long answers live, and how many there may be.
    ///   - verifier: Looks whether a profile can be called; asks Bedrock's control plane by default.
    ///   - now: The clock of the answers' ages; the client's own by default.
    /// - Throws: `AWSError` of code `invalidConfiguration` for settings that cannot work.
    public convenience init(
        _ client: TaggingClient, _ configuration: ProfileResolverConfiguration,
        verifier: (any ProfileVerifying)? = nil, now: (@Sendable () -> Date)? = nil
    ) throws(AWSError) {
        try configuration.validate()
        self.init(checked: configuration, client, verifier ?? ControlPlaneVerifier(client.aws), now)
    }

    /// A resolver that hands out what the Tagging API shows, also profiles that were just deleted.
    ///
    /// It cannot tell models apart.
    ///
    /// - Throws: `AWSError` of code `invalidConfiguration` for settings that cannot work.
    public convenience init(
        unverified client: TaggingClient, _ configuration: ProfileResolverConfiguration = .init(),
        now: (@Sendable () -> Date)? = nil
    ) throws(AWSError) {
        try configuration.validate()
        self.init(checked: configuration, client, nil, now)
    }

    private init(
        checked configuration: ProfileResolverConfiguration, _ client: TaggingClient,
        _ verifier: (any ProfileVerifying)?, _ now: (@Sendable () -> Date)?
    ) {
        self.client = client
        self.verifier = verifier
        self.resourceType = configuration.resourceType
        self.jitter = configuration.jitter
        self.now = now ?? client.aws.configuration.now
        self.lifetimes = ProfileCache.Lifetimes(
            fresh: configuration.timeToLive.seconds,
            staleWhileRevalidate: configuration.staleWhileRevalidate.seconds,
            staleIfError: configuration.staleIfError.seconds,
            pauseAfterFailure: configuration.pauseAfterFailure.seconds,
            negative: configuration.negativeTimeToLive.seconds)
        self.cache = Mutex(ProfileCache(limit: configuration.maximumEntries, lifetimes: lifetimes))
    }

    /// The profile that has all of `tags`.
    ///
    /// - Parameters:
    ///   - tags: At least one.
    ///   - model: Picks among several profiles the one for this foundation model: its id or ARN, or the id of a
    ///     system-defined profile of it.
    /// - Returns: The profile's ARN, which stands for a model in calls of the runtime.
    /// - Throws: ``ProfileLookupError``.
    public func profile(tagged tags: TagSet, model: ModelID? = nil) async throws(ProfileLookupError) -> ARN {
        if let profile = cachedProfile(tagged: tags, model: model) { return profile }
        try check(tags, model)
        let key = Key(tags: tags, model: model)
        let now = time
        switch cache.withLock({ $0.ask(key, at: now) }) {
        case .answer(let answer, let flight):
            if let flight { start(flight, key) }
            return try answer.get()
        case .wait(let flight, let isNew):
            if isNew { start(flight, key) }
            return try await flight.value(
                ifCancelled: ProfileLookupError(.cancelled, "the task was cancelled while the profile was looked up"))
        }
    }

    /// The profile that has all of `tags`, where it is known and fresh: without waiting, and without a request.
    ///
    /// - Returns: The profile's ARN; `nil` where ``profile(tagged:model:)`` would have to look.
    public func cachedProfile(tagged tags: TagSet, model: ModelID? = nil) -> ARN? {
        let now = time
        return cache.withLock { $0.freshProfile(Key(tags: tags, model: model), at: now) }
    }

    /// Forgets what is known about `tags`, for every model. Look-ups under way are not remembered.
    public func invalidate(tagged tags: TagSet) {
        cache.withLock { $0.invalidate { key, _ in key.tags == tags } }
    }

    /// Forgets a profile, such as one that a call has just shown to be gone.
    public func invalidate(profile: ARN) {
        cache.withLock { $0.invalidate { _, known in known == profile } }
    }

    /// Forgets everything. Look-ups under way are not remembered.
    public func invalidateAll() {
        cache.withLock { $0.invalidate { _, _ in true } }
    }

    /// What the resolver has done since it was made.
    public var statistics: ProfileResolverStatistics { cache.withLock { $0.statistics } }
}

extension ProfileResolver {
    private var time: Double { now().timeIntervalSinceReferenceDate }

    private func check(_ tags: TagSet, _ model: ModelID?) throws(ProfileLookupError) {
        guard !tags.isEmpty else {
            throw ProfileLookupError(.invalidInput, "without any tag every profile would match")
        }
        do {
            try tags.validate()
        } catch {
            throw ProfileLookupError(.invalidInput, "\(error)")
        }
        guard model == nil || verifier != nil else {
            throw ProfileLookupError(.invalidInput, "an unverified resolver cannot tell models apart")
        }
    }

    private func start(_ flight: ProfileCache.Flight, _ key: Key) {
        flight.start { [self] in
            let answer: ProfileCache.Answer
            do throws(ProfileLookupError) {
                answer = .success(try await lookUp(key))
            } catch {
                client.aws.logger.debug("profile look-up failed", metadata: ["error.code": "\(error.code)"])
                answer = .failure(error)
            }
            let fresh = lifetimes.fresh * (1 - jitter * client.aws.configuration.jitter())
            let now = time
            return cache.withLock { $0.land(flight, key, answer, fresh: fresh, at: now) }
        }
    }

    private func lookUp(_ key: Key) async throws(ProfileLookupError) -> ARN {
        let matches: [ARN]
        let active: [ARN]
        do throws(AWSError) {
            let resources = try await client.resources(tagged: key.tags, types: [resourceType]).collect()
            // The filter has done this already; a resource without tags was tagged once.
            matches = Set(resources.lazy.filter { $0.tags.isSuperset(of: key.tags) }.map(\.arn))
                .sorted { $0.rawValue < $1.rawValue }
            active = try await verified(matches, model: key.model)
        } catch {
            let code: ProfileLookupError.Code = error.code == .cancelled ? .cancelled : .requestFailed
            throw ProfileLookupError(
                code, "the profile tagged \(key.tags) could not be looked up: \(error)", underlying: error)
        }
        if active.count == 1 { return active[0] }
        let wanted = "tagged \(key.tags)" + (key.model.map { " for \($0)" } ?? "")
        let region = client.aws.configuration.region
        if active.isEmpty {
            let rest =
                matches.isEmpty
                ? "" : "; not active, gone or for another model: \(matches.map(\.rawValue).joined(separator: ", "))"
            throw ProfileLookupError(.noMatch, "no profile \(wanted) in \(region)\(rest)", candidates: matches)
        }
        throw ProfileLookupError(
            .ambiguous,
            "\(active.count) profiles \(wanted) in \(region): \(active.map(\.rawValue).joined(separator: ", "))",
            candidates: active)
    }

    /// The profiles that can be called, and are for `model` where that is given; in the same order.
    private func verified(_ profiles: [ARN], model: ModelID?) async throws(AWSError) -> [ARN] {
        guard let verifier else { return profiles }
        let verdicts = await withTaskGroup(of: (Int, Result<Bool, AWSError>).self) { group in
            var verdicts = [Result<Bool, AWSError>](repeating: .success(false), count: profiles.count)
            for (position, profile) in profiles.enumerated() {
                if position >= Self.verificationsAtOnce, let (earlier, verdict) = await group.next() {
                    verdicts[earlier] = verdict
                }
                group.addTask { (position, await Self.suits(profile, model, verifier)) }
            }
            for await (position, verdict) in group { verdicts[position] = verdict }
            return verdicts
        }
        var verified: [ARN] = []
        for (profile, verdict) in zip(profiles, verdicts) where try verdict.get() { verified.append(profile) }
        return verified
    }

    private static var verificationsAtOnce: Int { 8 }

    private static func suits(
        _ profile: ARN, _ model: ModelID?, _ verifier: any ProfileVerifying
    ) async -> Result<Bool, AWSError> {
        do throws(AWSError) {
            guard let details = try await verifier.verify(profile), details.isActive else { return .success(false) }
            guard let model else { return .success(true) }
            return .success(details.models.contains { $0.isFoundation(of: model) })
        } catch {
            return .failure(error)
        }
    }
}

extension ModelID {
    /// Whether this foundation model's id is `model`, or stands in it behind a geography: `us.anthropic.claude-…`.
    func isFoundation(of model: ModelID) -> Bool {
        let id = model.arn.map { String($0.resourceID) } ?? model.rawValue
        return id == rawValue || id.hasSuffix(".\(rawValue)")
    }
}

extension Duration {
    fileprivate var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1_000_000_000_000_000_000
    }
}
