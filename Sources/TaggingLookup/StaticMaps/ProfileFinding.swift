public import AWSCore
public import Attribution

/// Finds the profile that has given tags: by asking AWS (``ProfileResolver``), in a map (``StaticProfiles``), or in one
/// after the other (``ProfileChain``).
public protocol ProfileFinding: Sendable {
    /// The profile that has all of `tags`.
    ///
    /// - Parameters:
    ///   - tags: At least one.
    ///   - model: Picks among several profiles the one for this foundation model.
    /// - Throws: ``ProfileLookupError``.
    func profile(tagged tags: TagSet, model: ModelID?) async throws(ProfileLookupError) -> ARN
}

extension ProfileFinding {
    /// The profile that has all of `tags`, for whichever model.
    ///
    /// - Throws: ``ProfileLookupError``.
    public func profile(tagged tags: TagSet) async throws(ProfileLookupError) -> ARN {
        try await profile(tagged: tags, model: nil)
    }
}

extension ProfileResolver: ProfileFinding {}

/// Asks one source of profiles after the other, until one knows the tags.
///
/// ```swift
/// let profiles = ProfileChain(StaticProfiles(ParameterMapSource("/bedrock/profiles", namesAre: "dept", aws)), resolver)
/// let profile = try await profiles.profile(tagged: ["dept": "claims"])
/// ```
///
/// The order is the caller's: a map first costs no request per team, the resolver first lets a map stand in for it. A source
/// without a match passes the question on, and so does one whose requests fail. One that knows several profiles ends it:
/// another answer would only hide that.
public struct ProfileChain: ProfileFinding {
    private let sources: [any ProfileFinding]

    /// Sources in the order in which they are asked.
    public init(_ first: any ProfileFinding, _ others: any ProfileFinding...) { sources = [first] + others }

    /// The profile of the first source that knows one.
    ///
    /// - Throws: ``ProfileLookupError``. Where nobody knows one and a source failed, its failure: it might have known.
    public func profile(tagged tags: TagSet, model: ModelID?) async throws(ProfileLookupError) -> ARN {
        var failure: ProfileLookupError?
        var misses: [ProfileLookupError] = []
        for source in sources {
            do throws(ProfileLookupError) {
                return try await source.profile(tagged: tags, model: model)
            } catch {
                switch error.code {
                case .noMatch: misses.append(error)
                case .requestFailed: failure = failure ?? error
                default: throw error
                }
            }
        }
        if let failure { throw failure }
        throw ProfileLookupError(
            .noMatch, misses.map(\.message).joined(separator: "; "), candidates: misses.flatMap(\.candidates))
    }
}
