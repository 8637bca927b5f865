public import AWSCore
public import Attribution

/// Which profile belongs to which tags, written down by hand.
///
/// Two documents are understood. One names profiles by the value of a single tag, as a map of departments does:
///
/// ```json
/// {"claims": "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6"}
/// ```
///
/// The other lists tags, and the model where several profiles carry them:
///
/// ```json
/// [{"tags": {"dept": "claims", "env": "prod"}, "model": "amazon.nova-lite-v1:0", "profile": "arn:aws:bedrock:…"}]
/// ```
public struct ProfileMap: Sendable, Hashable {
    /// One profile and what it is for.
    public struct Entry: Sendable, Hashable {
        /// The tags by which it is found.
        public var tags: TagSet
        /// The foundation model behind it; `nil` where any question for the tags means this profile.
        public var model: ModelID?
        /// The profile.
        public var profile: ARN

        /// A profile for tags.
        public init(_ tags: TagSet, model: ModelID? = nil, profile: ARN) {
            self.tags = tags
            self.model = model
            self.profile = profile
        }
    }

    /// The profiles, in the order of the document.
    public var entries: [Entry]

    /// A map of the given profiles.
    public init(_ entries: [Entry]) { self.entries = entries }

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - json: One of the two documents.
    ///   - key: The tag whose values the names of the first kind of document are, such as `dept`.
    /// - Throws: `AWSError` of code `malformedResponse`, which tells the place and never shows the document.
    public init(json: some StringProtocol, namesAre key: String? = nil) throws(AWSError) {
        guard let document = try? JSONValue(parsing: Array(json.utf8)) else {
            throw AWSError(.malformedResponse, "the profile map is not JSON")
        }
        if let names = document.object {
            guard let key else {
                throw AWSError(.malformedResponse, "the profile map has names, and nobody said which tag they are of")
            }
            entries = []
            for (position, (name, value)) in names.sorted(by: { $0.key < $1.key }).enumerated() {
                entries.append(Entry([key: name], profile: try Self.profile(value, position)))
            }
            return
        }
        guard let list = document.array else {
            throw AWSError(.malformedResponse, "the profile map is neither an object nor a list")
        }
        entries = []
        for (position, value) in list.enumerated() {
            let pairs = (value["tags"]?.object ?? [:]).compactMap { key, value in value.string.map { (key, $0) } }
            guard !pairs.isEmpty, pairs.count == value["tags"]?.object?.count else {
                throw AWSError(.malformedResponse, "entry \(position + 1) of the profile map has no tags of texts")
            }
            let tags = TagSet(unvalidated: pairs.sorted { $0.0 < $1.0 }.map { .init(key: $0.0, value: $0.1) })
            entries.append(
                Entry(
                    tags, model: value["model"]?.string.map { ModelID(rawValue: $0) },
                    profile: try Self.profile(value["profile"], position)))
        }
    }

    private static func profile(_ value: JSONValue?, _ position: Int) throws(AWSError) -> ARN {
        guard let text = value?.string, let arn = ARN(text), arn.service == "bedrock" else {
            throw AWSError(
                .malformedResponse, "entry \(position + 1) of the profile map names no ARN of a Bedrock profile")
        }
        return arn
    }

    /// The profile that has all of `tags`.
    ///
    /// - Parameters:
    ///   - tags: At least one.
    ///   - model: Picks among several the one for this foundation model, by its id or by that of a system-defined profile
    ///     of it. An entry without a model is for any.
    /// - Throws: ``ProfileLookupError`` of code ``ProfileLookupError/Code/noMatch`` or
    ///   ``ProfileLookupError/Code/ambiguous``.
    public func profile(tagged tags: TagSet, model: ModelID? = nil) throws(ProfileLookupError) -> ARN {
        let matching = entries.filter { entry in
            guard entry.tags.isSuperset(of: tags) else { return false }
            guard let model, let own = entry.model else { return true }
            // A parameter's name cannot hold the colon before a model's version.
            let asked =
                own.rawValue.contains(":") ? model : ModelID(rawValue: String(model.rawValue.prefix { $0 != ":" }))
            return own.isFoundation(of: asked)
        }
        let profiles = Set(matching.map(\.profile)).sorted { $0.rawValue < $1.rawValue }
        guard let profile = profiles.first else {
            throw ProfileLookupError(.noMatch, "no profile tagged \(tags) in the map of \(entries.count) profiles")
        }
        guard profiles.count == 1 else {
            throw ProfileLookupError(
                .ambiguous,
                "\(profiles.count) profiles tagged \(tags) in the map: "
                    + profiles.map(\.rawValue).joined(separator: ", "), candidates: profiles)
        }
        return profile
    }
}
