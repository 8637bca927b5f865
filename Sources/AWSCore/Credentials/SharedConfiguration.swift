/// The contents of `~/.aws/config` and `~/.aws/credentials`.
///
/// Keys are case-insensitive. The credentials file wins over the config file for the same profile. Indented lines below
/// an empty value are its sub-properties, as the AWS CLI writes them.
public struct SharedConfiguration: Sendable {
    private var config: [String: [String: String]] = [:]
    private var credentials: [String: [String: String]] = [:]
    /// The `[services NAME]` sections: service, then setting.
    private(set) var services: [String: [String: [String: String]]] = [:]

    /// The `[sso-session NAME]` sections.
    private(set) var ssoSessions: [String: [String: String]] = [:]

    /// Parses the text of the two files. Lines that follow no grammar are passed over, as the AWS CLI does.
    public init(config: String, credentials: String) {
        for section in Self.sections(of: config) {
            switch section.kind {
            case "profile": self.config[section.name, default: [:]].merge(section.values) { _, new in new }
            case "services": services[section.name, default: [:]].merge(section.nested) { _, new in new }
            case "sso-session": ssoSessions[section.name, default: [:]].merge(section.values) { _, new in new }
            case "" where section.name == "default":
                self.config["default", default: [:]].merge(section.values) { _, new in new }
            default: break
            }
        }
        for section in Self.sections(of: credentials) where section.kind.isEmpty {
            self.credentials[section.name, default: [:]].merge(section.values) { _, new in new }
        }
    }

    /// The names of all profiles, sorted.
    public var profileNames: [String] { Set(config.keys).union(credentials.keys).sorted() }

    /// The settings of a profile from both files; `nil` where neither has it.
    public func profile(named name: String) -> [String: String]? {
        if config[name] == nil, credentials[name] == nil { return nil }
        return (config[name] ?? [:]).merging(credentials[name] ?? [:]) { _, fromCredentials in fromCredentials }
    }

    /// Whether the credentials file, not the config file, holds static keys of the profile.
    func hasKeysInCredentialsFile(_ name: String) -> Bool { credentials[name]?["aws_access_key_id"] != nil }

    private struct Section {
        var kind: String
        var name: String
        var values: [String: String] = [:]
        var nested: [String: [String: String]] = [:]
    }

    private static func sections(of text: String) -> [Section] {
        var sections: [Section] = []
        var parent: String?
        for line in text.split(whereSeparator: \.isNewline) {
            let trimmed = line.trimmed
            guard let first = trimmed.first, first != "#", first != ";" else { continue }
            if first == "[", line.first == "[" {
                guard let end = trimmed.firstIndex(of: "]") else { continue }
                let words = trimmed[trimmed.index(after: trimmed.startIndex)..<end].trimmed
                    .split(maxSplits: 1, whereSeparator: \.isWhitespace)
                let name = words.last.map { String($0.trimmed.filter { $0 != "\"" && $0 != "'" }) } ?? ""
                sections.append(Section(kind: words.count == 2 ? String(words[0]) : "", name: name))
                parent = nil
                continue
            }
            guard !sections.isEmpty, let equals = trimmed.firstIndex(of: "=") else { continue }
            let key = trimmed[..<equals].trimmed.lowercased()
            let value = withoutComment(trimmed[trimmed.index(after: equals)...]).trimmed
            let last = sections.count - 1
            if let parent, line.first?.isWhitespace == true {
                sections[last].nested[parent, default: [:]][key] = String(value)
            } else {
                sections[last].values[key] = String(value)
                parent = value.isEmpty ? key : nil
            }
        }
        return sections
    }

    /// A comment after a value begins with a space before its `#` or `;`.
    private static func withoutComment(_ value: Substring) -> Substring {
        var previous: Character?
        for index in value.indices {
            if value[index] == "#" || value[index] == ";", previous?.isWhitespace == true { return value[..<index] }
            previous = value[index]
        }
        return value
    }
}

extension SharedConfiguration: CustomStringConvertible, CustomReflectable {
    /// The names of the profiles; never their settings, since some are secrets.
    public var description: String { "SharedConfiguration(profiles: \(profileNames.joined(separator: ", ")))" }

    /// A mirror of the profiles' names, for `dump`.
    public var customMirror: Mirror {
        Mirror(self, children: ["profiles": profileNames], displayStyle: .struct)
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else {
            return ""
        }
        return self[first...last]
    }
}
