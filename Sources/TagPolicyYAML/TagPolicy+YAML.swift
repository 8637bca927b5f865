#if YAML
public import Attribution
import Yams

extension TagPolicy {
    /// Reads a policy from YAML: the members are those of `TagPolicy.init(json:)`.
    ///
    /// Display names may stand as they are, plain words need no quotes, and a key of which nothing is said is one that calls
    /// may have:
    ///
    /// ```yaml
    /// tags:
    ///   team:
    ///     required: true
    ///     names: [部门]
    ///     values: { claims: 理赔部, sales: [销售部, Vertrieb] }
    ///   owner:
    /// ```
    ///
    /// - Parameter yaml: The document; the first one, where there are several.
    /// - Throws: `TagPolicyDefinitionError`, which names the place and the rule, or the line where it is no YAML.
    public init(yaml: String) throws(TagPolicyDefinitionError) {
        do {
            self = try YAMLDecoder().decode(TagPolicy.self, from: yaml)
        } catch {
            throw TagPolicyDefinitionError(decoding: error, format: "YAML")
        }
    }
}
#endif
