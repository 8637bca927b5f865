public import Attribution

/// Endless contexts for calls, good ones and such in which something was broken on purpose: for a program that proves that
/// no call leaves without saying who pays.
///
/// ```swift
/// for sample in RandomCostContexts(seed: 1).prefix(1_000_000) {
///     let attribution = try? RandomCostContexts.policy.attribution(of: sample.context)
///     precondition((attribution != nil) == (sample.fault == nil))
/// }
/// ```
///
/// What is broken is known from how the sample was made, not from the policy; and what is sent is judged by
/// ``flaw(inRequestMetadata:)``, which shares no code with it. The same seed gives the same samples.
public struct RandomCostContexts: Sequence, IteratorProtocol, Sendable {
    /// The policy that the samples are made for.
    public static let policy: TagPolicy = {
        do {
            return try TagPolicy(
                [
                    .required("team", oneOf: ["claims": "理赔部", "sales": "销售部", "it": "IT"], named: ["部门"]),
                    .required("env", oneOf: ["dev", "staging", "prod"]),
                    .required("app", matching: "[a-z][a-z0-9-]{1,30}"),
                    .optional("costCenter", matching: "cc-[0-9]{4}"),
                    .optional("note"),
                ],
                attributes: AttributeRules(required: ["user"]),
                projects: [
                    ProjectRule(["team": "claims"], charges: "proj_claims"),
                    ProjectRule(["team": "sales", "env": "prod"], charges: "proj_sales"),
                    ProjectRule([:], charges: "proj_rest"),
                ])
        } catch {
            preconditionFailure("the policy of the samples contradicts itself: \(error)")
        }
    }()

    /// A context, and what is wrong with it.
    public struct Sample: Sendable {
        /// The scopes, from the outermost; a call made inside of all of them has ``context``.
        public let scopes: [CostContext]
        /// What was broken, in one word; `nil` where the context is good.
        public let fault: String?

        /// The context of a call inside of all scopes; `nil` where there are none.
        public var context: CostContext? {
            guard var context = scopes.first else { return nil }
            for scope in scopes.dropFirst() { context = context.extended(by: scope) }
            return context
        }

        /// Runs `body` inside of all scopes.
        ///
        /// - Throws: What `body` throws.
        public func run<Value, Failure: Error>(
            _ body: () async throws(Failure) -> Value
        ) async throws(Failure) -> Value {
            try await Self.run(scopes[...], body)
        }

        private static func run<Value, Failure: Error>(
            _ scopes: ArraySlice<CostContext>, _ body: () async throws(Failure) -> Value
        ) async throws(Failure) -> Value {
            guard let scope = scopes.first else { return try await body() }
            return try await withCostContext(scope) { () async throws(Failure) in
                try await run(scopes.dropFirst(), body)
            }
        }
    }

    private var random: SplitMix64

    /// The samples of a seed.
    public init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// The next sample; there is always one. Half of them are good.
    public mutating func next() -> Sample? {
        guard random.below(2) == 0 else {
            let draft = goodDraft()
            return Sample(scopes: scopes(draft), fault: nil)
        }
        guard random.below(20) > 0 else { return Sample(scopes: [], fault: "noContext") }
        var draft = goodDraft()
        let fault = Fault.allCases[random.below(Fault.allCases.count)]
        add(fault, to: &draft)
        return Sample(scopes: scopes(draft), fault: fault.rawValue)
    }
}

extension RandomCostContexts {
    private enum Fault: String, CaseIterable {
        case noTeam, noEnv, noApp, wrongTeam, wrongEnv, wrongApp, wrongCostCenter, wrongKey, illegalTag, longTag
        case personalTag, noUser, illegalValue, illegalKey, longValue, personalValue, tooMany, wrongProject, conflict
    }

    /// The parts of a context, before they are spread over scopes.
    private struct Draft {
        var tags: [TagSet.Tag] = []
        var attributes: [String: String] = [:]
        var project: String?
        var principal: String?

        mutating func set(_ key: String, _ value: String?) {
            tags.removeAll { $0.key == key || key == "team" && $0.key == "部门" }
            if let value { tags.append(TagSet.Tag(key: key, value: value)) }
        }
    }

    // Without digits and the sign of e-mail addresses, so that no text looks personal by chance.
    private static let tagAlphabet = Array("abcxyzABCXYZ \t\n._:/=+-")
    private static let logAlphabet = Array("abcxyzABCXYZ \t\r:_$#=/+,-.")
    private static let digits = Array("0123456789")
    private static let word = Array("abcxyz0189-")

    private mutating func goodDraft() -> Draft {
        var draft = Draft()
        let (team, name) = [("claims", "理赔部"), ("sales", "销售部"), ("it", "IT")][random.below(3)]
        draft.set(pick(["team", "部门"]), pick([team, name]))
        draft.set("env", pick(["dev", "staging", "prod"]))
        draft.set("app", pick(["a", "x"]) + random.text(1 + random.below(30), from: Self.word))
        if random.below(2) == 0 { draft.set("costCenter", "cc-" + random.text(4, from: Self.digits)) }
        if random.below(2) == 0 { draft.set("note", random.text(random.below(257), from: Self.tagAlphabet)) }
        draft.tags.shuffle(using: &random)
        draft.attributes["user"] = "u-" + random.text(1 + random.below(20), from: Self.word)
        for index in 0..<random.below(16 - draft.tags.count) {
            draft.attributes["x\(index)" + random.text(random.below(20), from: Self.logAlphabet)] =
                random.text(random.below(257), from: Self.logAlphabet)
        }
        if random.below(4) == 0 { draft.project = pick(["default", "proj_" + random.text(20, from: Self.digits)]) }
        if random.below(3) == 0 { draft.principal = "agent-" + random.text(8, from: Self.word) }
        return draft
    }

    private mutating func add(_ fault: Fault, to draft: inout Draft) {
        switch fault {
        case .noTeam: draft.set("team", nil)
        case .noEnv: draft.set("env", nil)
        case .noApp: draft.set("app", nil)
        case .wrongTeam: draft.set("team", pick(["claim", "Claims", "", "理赔", "finance"]))
        case .wrongEnv: draft.set("env", pick(["Prod", "production", "qa", " prod"]))
        case .wrongApp: draft.set("app", pick(["Triage", "a", "7up", "tri age", "triage\n"]))
        case .wrongCostCenter: draft.set("costCenter", pick(["4711", "cc-47110", "CC-4711", ""]))
        case .wrongKey: draft.set(pick(["Note", "tem", "zone", "aws:x", "", "区"]), "x")
        case .illegalTag: draft.set("note", pick(["ü", "a,b", "#1", "理赔", "100%", "\u{0}", "🙂"]))
        case .longTag: draft.set("note", String(repeating: "n", count: 257))
        case .personalTag: draft.set("note", pick(["alice@example.com", "+49 151 12345678", "13800138000"]))
        case .noUser: draft.attributes["user"] = nil
        case .illegalValue: draft.attributes["bad"] = pick(["ü", "100%", "a\"b", "{}", "\u{7F}", "理赔部"])
        case .illegalKey: draft.attributes[pick(["", "bäd", "a?", String(repeating: "k", count: 257)])] = "x"
        case .longValue: draft.attributes["long"] = String(repeating: "v", count: 257)
        case .personalValue: draft.attributes["user"] = pick(["bob@example.org", "+1 (555) 123-4567"])
        case .tooMany: for index in 0..<17 { draft.attributes["more\(index)"] = "" }
        case .wrongProject: draft.project = pick(["proj_", "chatbot", "proj_a/b", "", "proj_x\r\nEvil: 1"])
        case .conflict: draft.attributes["env"] = "other"
        }
    }

    /// The draft, spread over up to three scopes. What an inner scope replaces would be refused if it showed.
    private mutating func scopes(_ draft: Draft) -> [CostContext] {
        let count = 1 + random.below(3)
        var scopes = [CostContext](repeating: CostContext(), count: count)
        var tags = [[TagSet.Tag]](repeating: [], count: count)
        for tag in draft.tags {
            let index = random.below(count)
            tags[index].append(tag)
            if index > 0, random.below(4) == 0 { tags[0].append(TagSet.Tag(key: tag.key, value: "\u{1}")) }
        }
        for index in scopes.indices { scopes[index].tags = TagSet(unvalidated: tags[index]) }
        for (key, value) in draft.attributes.sorted(by: { $0.key < $1.key }) {
            let index = random.below(count)
            scopes[index].attributes[key] = value
            if index > 0, random.below(4) == 0 { scopes[0].attributes[key] = "\u{1}" }
        }
        scopes[random.below(count)].project = draft.project
        scopes[random.below(count)].principal = draft.principal
        return scopes
    }

    private mutating func pick(_ texts: [String]) -> String { texts[random.below(texts.count)] }
}

extension RandomCostContexts {
    /// What is wrong with the request metadata of a call made under ``policy``, judged by AWS's pattern alone.
    ///
    /// - Parameter pairs: The pairs that a call carried, such as ``RecordedRequest/requestMetadata``.
    /// - Returns: What is wrong, in words; `nil` where nothing is.
    public static func flaw(inRequestMetadata pairs: [String: String]) -> String? {
        if pairs.count > 16 { return "more than 16 pairs" }
        for (key, allowed) in [("team", ["claims", "sales", "it"]), ("env", ["dev", "staging", "prod"])] {
            guard let value = pairs[key] else { return "no \(key)" }
            guard allowed.contains(value) else { return "a strange \(key)" }
        }
        if pairs["app"] == nil { return "no app" }
        if pairs["user"] == nil { return "no user" }
        for (key, value) in pairs {
            if key.isEmpty || key.unicodeScalars.count > 256 { return "a key of a wrong length" }
            if value.unicodeScalars.count > 256 { return "a value that is too long" }
            let isLegal = (key + value).unicodeScalars.allSatisfy { legalCharacters.contains($0) }
            if !isLegal { return "an illegal character" }
        }
        return nil
    }

    private static let legalCharacters = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \t\n\u{B}\u{C}\r:_@$#=/+,-.".unicodeScalars)
}
