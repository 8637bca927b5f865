/// What a policy asks of attributes, which have any number of values each, and of personal data in tags and attributes.
public struct AttributeRules: Sendable, Hashable {
    /// The attributes without which a call is refused.
    public var required: [String]
    /// Whether characters that request metadata does not carry are escaped (see ``RequestMetadata/init(_:escaping:)``).
    /// Otherwise they are refused. The ledger keeps the original in either case.
    public var escapes: Bool
    /// The keys of tags and attributes that may look like an e-mail address or a telephone number; `principal` among them
    /// where the principal may. All others are refused.
    public var allowingPersonalData: Set<String>

    /// Rules for attributes.
    public init(required: [String] = [], escapes: Bool = false, allowingPersonalData: Set<String> = []) {
        self.required = required
        self.escapes = escapes
        self.allowingPersonalData = allowingPersonalData
    }

    /// Adds a violation for each value that looks personal.
    func checkPersonalData(_ pairs: [String: String], root: String, _ violations: inout [TagViolation]) {
        let before = violations.count
        for (key, value) in pairs {
            checkPersonalData(value, of: key, at: TagViolation.path(root, key), &violations)
        }
        // A dictionary has no order; messages shall have one.
        if violations.count > before + 1 { violations[before...].sort { $0.path < $1.path } }
    }

    func checkPersonalData(
        _ value: String, of key: String, at path: @autoclosure () -> String, _ violations: inout [TagViolation]
    ) {
        guard let kind = PersonalData.kind(of: value), !allowingPersonalData.contains(key) else { return }
        violations.append(
            TagViolation(
                .personalData, at: path(), rule: "no e-mail addresses and telephone numbers",
                "the value looks like \(kind), which logs and bills would keep; send an id, "
                    + "or let the policy allow personal data for this key"))
    }

    func checkRequired(in attributes: [String: String], _ violations: inout [TagViolation]) {
        for key in required where attributes[key] == nil {
            let near = Spelling.nearest(to: key, among: attributes.keys.sorted())
            violations.append(
                TagViolation(
                    .missingAttribute, at: TagViolation.path("attributes", key), rule: "required",
                    "the attribute is required"
                        + (near.map { ", and \(TagRules.quoted($0)) is probably meant to be it" } ?? "")))
        }
    }
}
