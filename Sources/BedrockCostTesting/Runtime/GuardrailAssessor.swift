import AWSCore

/// What a guardrail finds in a text, and what that costs.
struct GuardrailAssessor {
    let guardrail: MockAWS.Guardrail
    /// Whether what was looked for and not found is told, too.
    let isFull: Bool
    let texts: [String]

    private var whole: String { texts.joined(separator: "\n").lowercased() }
    private var characters: Int { texts.reduce(0) { $0 + $1.unicodeScalars.count } }
    /// A unit for every 1,000 characters begun.
    private var units: Int { max(1, (characters + 999) / 1_000) }

    /// Units by the member of `usage` that counts them.
    var unitsByPolicy: [(member: String, units: Int)] {
        let image = ("contentPolicyImageUnits", 0)
        return [
            ("topicPolicyUnits", guardrail.deniedTopics.isEmpty ? 0 : units),
            ("contentPolicyUnits", guardrail.contentFilters.isEmpty ? 0 : units),
            ("wordPolicyUnits", guardrail.blockedWords.isEmpty ? 0 : units),
            ("sensitiveInformationPolicyUnits", guardrail.masksEMail ? units : 0),
            ("sensitiveInformationPolicyFreeUnits", 0), ("contextualGroundingPolicyUnits", 0), image,
        ]
    }

    var usage: JSONValue {
        .object(Dictionary(unitsByPolicy.map { ($0.member, .int(Int64($0.units))) }) { first, _ in first })
    }

    var coverage: JSONValue {
        ["textCharacters": ["guarded": .int(Int64(characters)), "total": .int(Int64(characters))]]
    }

    /// The reply's members `action`, `actionReason`, `outputs` and `assessments`.
    func verdict(details: JSONValue) -> [String: JSONValue] {
        let text = whole
        let topics = findings(guardrail.deniedTopics, in: text) { name, isFound in
            ["name": .string(name), "type": "DENY"]
        }
        let filters = findings(guardrail.contentFilters, in: text) { name, isFound in
            ["type": .string(name), "confidence": isFound ? "HIGH" : "NONE", "filterStrength": "HIGH"]
        }
        let words = guardrail.blockedWords.filter { text.contains($0.lowercased()) }
        let masked = texts.map { guardrail.masksEMail ? Self.masked($0) : ($0, []) }
        let addresses = masked.flatMap(\.1)
        let isBlocked = topics.isFound || filters.isFound || !words.isEmpty

        var assessment: [String: JSONValue] = [
            "invocationMetrics": [
                "guardrailProcessingLatency": .int(Int64(60 + characters / 100)), "usage": usage,
                "guardrailCoverage": coverage,
            ],
            "appliedGuardrailDetails": details,
        ]
        if !topics.list.isEmpty { assessment["topicPolicy"] = ["topics": .array(topics.list)] }
        if !filters.list.isEmpty { assessment["contentPolicy"] = ["filters": .array(filters.list)] }
        if !words.isEmpty {
            assessment["wordPolicy"] = [
                "customWords": .array(
                    words.map { ["match": .string($0), "action": "BLOCKED", "detected": true] }),
                "managedWordLists": [],
            ]
        }
        if !addresses.isEmpty {
            assessment["sensitiveInformationPolicy"] = [
                "piiEntities": .array(
                    addresses.map {
                        ["match": .string($0), "type": "EMAIL", "action": "ANONYMIZED", "detected": true]
                    }), "regexes": [],
            ]
        }
        var verdict: [String: JSONValue] = ["assessments": [.object(assessment)], "action": "NONE", "outputs": []]
        guard isBlocked || !addresses.isEmpty else { return verdict }
        verdict["action"] = "GUARDRAIL_INTERVENED"
        verdict["actionReason"] = isBlocked ? "Guardrail blocked." : "Guardrail masked."
        verdict["outputs"] =
            isBlocked
            ? [["text": .string(guardrail.blockedMessage)]] : .array(masked.map { ["text": .string($0.0)] })
        return verdict
    }

    private func findings(
        _ policies: [String: [String]], in text: String, _ members: (String, Bool) -> [String: JSONValue]
    ) -> (list: [JSONValue], isFound: Bool) {
        var isAnyFound = false
        let list = policies.sorted { $0.key < $1.key }.compactMap { name, phrases -> JSONValue? in
            let isFound = phrases.contains { text.contains($0.lowercased()) }
            isAnyFound = isAnyFound || isFound
            guard isFound || isFull else { return nil }
            let verdict: [String: JSONValue] = ["action": isFound ? "BLOCKED" : "NONE", "detected": .bool(isFound)]
            return .object(members(name, isFound).merging(verdict) { first, _ in first })
        }
        return (list, isAnyFound)
    }

    /// The text with its e-mail addresses replaced, and the addresses.
    private static func masked(_ text: String) -> (String, [String]) {
        var addresses: [String] = []
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map { word -> String in
            let halves = word.split(separator: "@", omittingEmptySubsequences: false)
            let marks: Set<Character> = [".", ",", ";", ":", "!", "?", ")", "("]
            let core = word.drop { marks.contains($0) }.reversed().drop { marks.contains($0) }.reversed()
            guard halves.count == 2, !halves[0].isEmpty, halves[1].contains(".") else { return String(word) }
            let address = String(core)
            addresses.append(address)
            let start = word.firstIndex { !marks.contains($0) } ?? word.startIndex
            let rest = word[word.index(start, offsetBy: address.count)...]
            return "\(word[..<start]){EMAIL}\(rest)"
        }
        return (words.joined(separator: " "), addresses)
    }
}
