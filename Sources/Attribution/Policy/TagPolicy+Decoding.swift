#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A policy's file: JSON, or YAML through the product TagPolicyYAML.
///
/// ```json
/// {
///   "tags": {
///     "team": { "required": true, "names": ["部门"], "values": { "claims": "理赔部", "sales": ["销售部", "Vertrieb"] } },
///     "env": { "required": true, "values": ["dev", "staging", "prod"], "default": "dev" },
///     "costCenter": { "pattern": "cc-[0-9]{4}", "casing": "lower" }
///   },
///   "allowOtherKeys": false,
///   "attributes": { "required": ["user"], "escape": true },
///   "allowPersonalData": ["owner"],
///   "profileKeys": ["team", "env"],
///   "projects": [{ "tags": { "team": "claims" }, "id": "proj_abc" }]
/// }
/// ```
///
/// Every member may be missing but the `id` of a project; a member of another name is an error, so that no rule is lost to
/// a slip of the pen. The keys of an object have no order: rules are sorted by key.
extension TagPolicy: Decodable {
    /// Decodes a policy.
    ///
    /// - Throws: `DecodingError`, with a ``TagPolicyDefinitionError`` as its underlying error where the policy contradicts
    ///   itself. ``init(json:)`` throws that error only.
    public init(from decoder: any Decoder) throws {
        let document = try TagPolicyDocument(from: decoder)
        do {
            try self.init(
                document.tags, allowingOtherKeys: document.allowsOtherKeys, attributes: document.attributes,
                profileKeys: document.profileKeys, projects: document.projects)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: error.description, underlyingError: error))
        }
    }

    /// Reads a policy from JSON.
    ///
    /// - Parameter json: The document in UTF-8.
    /// - Throws: ``TagPolicyDefinitionError``, which names the place and the rule.
    public init(json: some Sequence<UInt8>) throws(TagPolicyDefinitionError) {
        do {
            self = try JSONDecoder().decode(TagPolicy.self, from: Data(json))
        } catch {
            throw TagPolicyDefinitionError(decoding: error, format: "JSON")
        }
    }
}

extension TagPolicyDefinitionError {
    /// What a decoder of `format` says, as an error of the policy.
    package init(decoding error: any Error, format: String) {
        guard let error = error as? DecodingError else {
            self.init("", rule: "valid \(format)", "the document is no valid \(format): \(error)")
            return
        }
        switch error {
        case .dataCorrupted(let context):
            if let definition = context.underlyingError as? TagPolicyDefinitionError {
                self = definition
            } else if context.codingPath.isEmpty {
                let detail = context.underlyingError.map { ": \($0)" } ?? ""
                self.init("", rule: "valid \(format)", "the document is no valid \(format)\(detail)")
            } else {
                self.init(Self.path(context.codingPath), rule: "a member that policies have", context.debugDescription)
            }
        case .keyNotFound(let key, let context):
            self.init(
                Self.path(context.codingPath), rule: "\(key.stringValue) is required",
                "the member \(key.stringValue) is missing")
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            let kind = Self.name(of: type)
            self.init(Self.path(context.codingPath), rule: kind, "\(kind) must stand here")
        @unknown default:
            self.init("", rule: "valid \(format)", "the document is no policy: \(error)")
        }
    }

    /// `tags.team.values`, `projects[0].id`.
    static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce(into: "") { path, key in
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path = path.isEmpty ? key.stringValue : TagViolation.path(path, key.stringValue)
            }
        }
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is Bool.Type: "true or false"
        case is String.Type: "a text"
        case is TagPolicyDocument.Names.Type: "a text or a list of texts"
        case is TagPolicyDocument.Values.Type: "a list of values, or an object of values and their display names"
        case is [String].Type, is [Any].Type: "a list"
        default: "an object"
        }
    }
}
