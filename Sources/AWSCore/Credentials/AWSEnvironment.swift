import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The variables and shared files that configure AWS clients. It is read, never changed.
///
/// The shared files are read once, when something first asks for them.
public struct AWSEnvironment: Sendable {
    /// The variables, as they were when the value was made.
    public let variables: [String: String]
    private let files: Files

    /// The environment of this process.
    public static var process: AWSEnvironment { AWSEnvironment(ProcessInfo.processInfo.environment) }
    /// An environment without variables or files.
    public static var empty: AWSEnvironment { AWSEnvironment([:], readingFile: { _ in nil }) }

    /// An environment with the given variables.
    ///
    /// - Parameters:
    ///   - variables: In the place of the process's own.
    ///   - readingFile: Returns the text of the file at a path, or `nil` where there is none. Reads the disk by default.
    public init(
        _ variables: [String: String], readingFile: @escaping @Sendable (String) -> String? = Self.contents(of:)
    ) {
        self.variables = variables
        let home = variables["HOME"] ?? variables["USERPROFILE"] ?? ""
        func path(_ variable: String, _ name: String) -> String {
            guard let path = variables[variable], !path.isEmpty else { return "\(home)/.aws/\(name)" }
            return path.hasPrefix("~/") ? home + path.dropFirst() : path
        }
        let configPath = path("AWS_CONFIG_FILE", "config")
        let credentialsPath = path("AWS_SHARED_CREDENTIALS_FILE", "credentials")
        self.files = Files {
            let (config, credentials) = (readingFile(configPath), readingFile(credentialsPath))
            if config == nil, credentials == nil { return nil }
            return SharedConfiguration(config: config ?? "", credentials: credentials ?? "")
        }
    }

    /// The value of a variable; an empty one counts as absent.
    public subscript(name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// The profile in use: `AWS_PROFILE`, or `default`.
    public var profileName: String { self["AWS_PROFILE"] ?? "default" }
    /// The shared configuration and credentials files; `nil` where there are none.
    public var sharedConfiguration: SharedConfiguration? { files.load() }
    /// `AWS_REGION`, `AWS_DEFAULT_REGION` or the profile's `region`.
    public var region: Region? {
        (self["AWS_REGION"] ?? setting("AWS_DEFAULT_REGION", "region")?.value).map(Region.init(rawValue:))
    }

    var profile: [String: String]? { sharedConfiguration?.profile(named: profileName) }

    /// The value of a variable, or else of a setting of the profile, and the name under which it stands.
    func setting(_ variable: String, _ key: String) -> (value: String, name: String)? {
        if let value = self[variable] { return (value, variable) }
        guard let value = profile?[key], !value.isEmpty else { return nil }
        return (value, "\(key) of the profile \"\(profileName)\"")
    }

    /// A setting that is true or false; `false` where it is not set.
    func flag(_ variable: String, _ key: String) throws(AWSError) -> Bool {
        guard let (value, name) = setting(variable, key) else { return false }
        switch value.lowercased() {
        case "false": return false
        case "true": return true
        default: throw .invalidConfiguration("\(name) must be true or false, not \"\(value)\"")
        }
    }

    /// The text of the file at `path`, or `nil` where it cannot be read as UTF-8.
    public static func contents(of path: String) -> String? {
        FileManager.default.contents(atPath: path).flatMap { String(validating: $0, as: UTF8.self) }
    }

    private final class Files: Sendable {
        private let read: @Sendable () -> SharedConfiguration?
        private let loaded = Mutex<SharedConfiguration??>(nil)

        init(read: @escaping @Sendable () -> SharedConfiguration?) { self.read = read }

        func load() -> SharedConfiguration? {
            loaded.withLock { loaded in
                if let loaded { return loaded }
                let configuration = read()
                loaded = .some(configuration)
                return configuration
            }
        }
    }
}

extension AWSEnvironment: CustomStringConvertible, CustomReflectable {
    /// The number of variables and the profile's name; never a value, since some are secrets.
    public var description: String { "AWSEnvironment(\(variables.count) variables, profile \(profileName))" }

    /// A mirror of the variables' names, for `dump`.
    public var customMirror: Mirror {
        Mirror(self, children: ["variables": variables.keys.sorted(), "profile": profileName], displayStyle: .struct)
    }
}
