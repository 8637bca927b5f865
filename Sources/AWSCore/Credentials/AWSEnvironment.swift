import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The variables and shared files that configure AWS clients.
///
/// The shared files are read once, when something first asks for them. Files of tokens are read every time. The only file
/// that is ever written is the cache of an SSO login, when its token has been renewed.
public struct AWSEnvironment: Sendable {
    /// The variables, as they were when the value was made.
    public let variables: [String: String]
    /// `HOME`, or `USERPROFILE`.
    let homeDirectory: String
    private let files: Files
    private let readFile: @Sendable (String) -> String?
    private let writeFile: @Sendable ([UInt8], String) -> Bool

    /// The environment of this process.
    public static var process: AWSEnvironment { AWSEnvironment(ProcessInfo.processInfo.environment) }
    /// An environment without variables or files.
    public static var empty: AWSEnvironment {
        AWSEnvironment([:], readingFile: { _ in nil }, writingFile: { _, _ in false })
    }

    /// An environment with the given variables.
    ///
    /// - Parameters:
    ///   - variables: In the place of the process's own.
    ///   - readingFile: Returns the text of the file at a path, or `nil` where there is none. Reads the disk by default.
    ///   - writingFile: Replaces the file at a path, for its owner's eyes only, and says whether it could. Writes to the
    ///     disk by default.
    public init(
        _ variables: [String: String], readingFile: @escaping @Sendable (String) -> String? = Self.contents(of:),
        writingFile: @escaping @Sendable ([UInt8], String) -> Bool = Self.replaceFile
    ) {
        self.variables = variables
        let home = variables["HOME"] ?? variables["USERPROFILE"] ?? ""
        homeDirectory = home
        readFile = readingFile
        writeFile = writingFile
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

    /// Replaces the file at `path` as a whole, so that no reader sees half of it. Only its owner may read it.
    ///
    /// - Returns: Whether it was written.
    public static func replaceFile(_ bytes: [UInt8], path: String) -> Bool { OwnerFile.replace(path, with: bytes) }

    /// The text of a file as it is now; `~/` stands for the home directory.
    func contents(ofFile path: String) -> String? { readFile(expanded(path)) }

    /// Replaces a file, and says whether it could.
    func write(_ bytes: [UInt8], toFile path: String) -> Bool { writeFile(bytes, expanded(path)) }

    private func expanded(_ path: String) -> String {
        path.hasPrefix("~/") ? homeDirectory + path.dropFirst() : path
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
