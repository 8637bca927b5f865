public import AWSCore

/// Which project an inference is charged to, or which one is meant: `proj_` and 20 letters and digits, or
/// ``defaultProject``.
///
/// There is no default for it anywhere: whoever wants the account's default project, whose costs cannot be split by tags,
/// writes `.defaultProject`.
public struct ProjectID: OpenStringSet {
    /// The id as the service spells it.
    public let rawValue: String

    /// A project by its id.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The project that `arn` names (`arn:aws:bedrock-mantle:region:account:project/id`); `nil` for other resources.
    public init?(_ arn: ARN) {
        let parts = arn.resource.split(separator: "/", maxSplits: 1)
        guard arn.service == "bedrock-mantle", parts.count == 2, parts[0] == "project" else { return nil }
        self.init(rawValue: String(parts[1]))
    }

    /// The project of requests that name none. Every account has it in every Region; it can be neither tagged nor archived,
    /// so that what is charged to it stays without a cost tag.
    public static let defaultProject: Self = "default"

    /// Whether it is ``defaultProject``.
    public var isDefault: Bool { self == .defaultProject }

    /// Checks the id's form, which keeps it from meaning another path or header.
    func validate(_ member: String = "project") throws(AWSError) {
        let tail = rawValue.utf8.dropFirst(5)
        let isProject =
            rawValue.hasPrefix("proj_") && (1...64).contains(tail.count)
            && tail.allSatisfy { $0.isASCIILetterOrDigit }
        guard isDefault || isProject else {
            throw .invalidInput(
                member, "must be proj_ and letters and digits, or .defaultProject, not \"\(rawValue.prefix(80))\"")
        }
    }

    /// Checks that a project is meant that can be changed.
    func validateCreated(toBe verb: String) throws(AWSError) {
        try validate()
        guard !isDefault else {
            throw .invalidInput(
                "project", "the default project cannot be \(verb): create a project, and charge inference to that")
        }
    }
}

extension UInt8 {
    var isASCIILetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
