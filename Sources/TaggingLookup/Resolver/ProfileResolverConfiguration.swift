import AWSCore

/// The settings of a ``ProfileResolver``.
///
/// A profile that was found is handed out for ``timeToLive`` without asking again. For ``staleWhileRevalidate`` after that
/// it is still handed out at once, while one request in the background looks whether it still holds. Later callers wait for
/// that request; where it fails, they get the old profile for ``staleIfError`` at most.
public struct ProfileResolverConfiguration: Sendable {
    /// How long a profile that was found is good. 300 s by default.
    public var timeToLive: Duration = .seconds(300)
    /// How much earlier than ``timeToLive`` a profile may age, as a part of it from 0 to 1, so that many processes do not
    /// ask at once. 0.1 by default: a profile lives from 270 to 300 s.
    public var jitter = 0.1
    /// How long an aged profile is handed out while it is looked up again. 300 s by default.
    public var staleWhileRevalidate: Duration = .seconds(300)
    /// How long an aged profile is handed out where looking it up again fails. 24 h by default.
    public var staleIfError: Duration = .seconds(86_400)
    /// After a look-up that failed, how long the old profile is handed out before the next. 10 s by default.
    public var pauseAfterFailure: Duration = .seconds(10)
    /// How long it is remembered that no profile matches, or several. 30 s by default, which is also the most: a profile
    /// that was just created shows up in the Tagging API after some seconds.
    public var negativeTimeToLive: Duration = .seconds(30)
    /// The most answers that are kept; beyond it the least used go. 10,000 by default.
    public var maximumEntries = 10_000
    /// The kind of resource that is looked for.
    public var resourceType = ResourceType.applicationInferenceProfile

    /// The defaults, changed by `configure`.
    public init(_ configure: (inout ProfileResolverConfiguration) -> Void = { _ in }) { configure(&self) }

    func validate() throws(AWSError) {
        guard timeToLive > .zero else { throw .invalidConfiguration("timeToLive must be longer than zero") }
        guard (0...1).contains(jitter) else {
            throw .invalidConfiguration("jitter must be from 0 to 1, not \(jitter)")
        }
        guard staleWhileRevalidate >= .zero, staleIfError >= .zero, pauseAfterFailure >= .zero else {
            throw .invalidConfiguration(
                "staleWhileRevalidate, staleIfError and pauseAfterFailure must not be negative")
        }
        guard (.zero ... .seconds(30)).contains(negativeTimeToLive) else {
            throw .invalidConfiguration("negativeTimeToLive must be from 0 to 30 s, not \(negativeTimeToLive)")
        }
        guard maximumEntries > 0 else {
            throw .invalidConfiguration("maximumEntries must be positive, not \(maximumEntries)")
        }
    }
}
