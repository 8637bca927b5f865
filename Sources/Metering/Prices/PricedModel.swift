/// Where a call runs, as far as its price depends on it.
public struct InferenceScope: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The name, such as `global`.
    public let rawValue: String

    /// A scope by its name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The name.
    public var description: String { rawValue }

    /// In the Region that was called.
    public static let inRegion = Self(rawValue: "inRegion")
    /// In any Region of one geography, through a profile such as `us.…`.
    public static let geographic = Self(rawValue: "geographic")
    /// In any commercial Region, through a `global.…` profile.
    public static let global = Self(rawValue: "global")
}

/// What the price of a call depends on before its usage: the model itself, and where it runs.
///
/// A profile's ARN does not tell its model. Ask Bedrock for the profile and make this from the ARNs of the models behind it:
///
/// ```swift
/// let profile = try await control.getInferenceProfile(arn)
/// let priced = PricedModel(foundationModels: profile.models.map(\.modelARN), calledIn: "us-east-1")
/// ```
public struct PricedModel: Hashable, Sendable, Codable {
    /// The foundation model's id without a geography, such as `anthropic.claude-sonnet-4-5-20250929-v1:0`.
    public var id: String
    /// The Region that was called, such as `us-east-1`.
    public var region: String
    /// Where the call runs.
    public var scope: InferenceScope

    /// A model whose parts are known.
    public init(id: String, region: String, scope: InferenceScope = .inRegion) {
        self.id = id
        self.region = region
        self.scope = scope
    }

    /// The model that a model id, the id of a system-defined profile, or the ARN of either names.
    ///
    /// - Parameters:
    ///   - name: Such as `amazon.nova-lite-v1:0`, `us.anthropic.claude-…` or `arn:aws:bedrock:…:inference-profile/global.…`.
    ///   - region: The Region that is called.
    /// - Returns: `nil` for the ARN of anything else, an application inference profile among them: it hides its model.
    public init?(_ name: String, calledIn region: String) {
        var id = name
        if name.hasPrefix("arn:") {
            let parts = name.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
            guard parts.count == 6 else { return nil }
            let resource = parts[5].split(separator: "/", maxSplits: 1)
            guard resource.count == 2, resource[0] == "foundation-model" || resource[0] == "inference-profile" else {
                return nil
            }
            id = String(resource[1])
        }
        guard !id.isEmpty else { return nil }
        let (base, prefix) = Self.withoutGeography(id)
        self.init(id: base, region: region, scope: prefix.map { $0 == "global" ? .global : .geographic } ?? .inRegion)
    }

    /// The model behind an application inference profile.
    ///
    /// - Parameters:
    ///   - arns: The ARNs of the models in GetInferenceProfile's answer. One that names no Region means global routing; several
    ///     Regions mean routing within a geography.
    ///   - region: The Region of the profile.
    /// - Returns: `nil` where there is no ARN of a foundation model, or where they name different models.
    public init?(foundationModels arns: [String], calledIn region: String) {
        var ids: Set<String> = []
        var regions: Set<Substring> = []
        for arn in arns {
            let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
            guard parts.count == 6, parts[5].hasPrefix("foundation-model/") else { return nil }
            ids.insert(String(parts[5].dropFirst("foundation-model/".count)))
            regions.insert(parts[3])
        }
        guard let id = ids.first, ids.count == 1 else { return nil }
        let scope: InferenceScope = regions.contains("") ? .global : regions.count > 1 ? .geographic : .inRegion
        self.init(id: id, region: region, scope: scope)
    }

    /// The geographies that ids of system-defined profiles begin with.
    private static let geographies: Set<String> = ["us", "eu", "apac", "au", "jp", "in", "ca", "us-gov", "global"]

    private static func withoutGeography(_ id: String) -> (base: String, geography: String?) {
        guard let dot = id.firstIndex(of: "."), case let prefix = String(id[..<dot]), geographies.contains(prefix)
        else {
            return (id, nil)
        }
        return (String(id[id.index(after: dot)...]), prefix)
    }
}
