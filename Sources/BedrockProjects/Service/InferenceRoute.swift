public import AWSCore

/// Which endpoint of Bedrock serves OpenAI's API, and below which path.
///
/// ```swift
/// BedrockProjectsClient(aws)                               // bedrock-mantle, the path root chosen by the model
/// BedrockProjectsClient(aws, route: .mantle(root: .openAI))
/// BedrockProjectsClient(aws, route: .runtime)              // bedrock-runtime: no projects, no background
/// ```
public struct InferenceRoute: Sendable, Hashable {
    private enum Host { case mantle, runtime }
    private let host: Host
    private let root: PathRoot?

    /// `bedrock-mantle`. Most models answer below `/v1`, OpenAI's GPT-5, Gemma 4 and Grok below `/openai/v1`.
    public static let mantle = Self(host: .mantle, root: nil)
    /// `bedrock-mantle`, below the given root whatever the model.
    public static func mantle(root: PathRoot) -> Self { Self(host: .mantle, root: root) }
    /// `bedrock-runtime`, below `/openai/v1`.
    public static let runtime = Self(host: .runtime, root: nil)
    /// `bedrock-runtime`, below the given root.
    public static func runtime(root: PathRoot) -> Self { Self(host: .runtime, root: root) }

    /// Whether it leads to `bedrock-runtime`, where inference cannot be charged to a project.
    public var isRuntime: Bool { host == .runtime }

    /// The root that calls of `model` go below; of calls that name no model where `nil`.
    public func root(for model: ModelID?) -> PathRoot {
        if let root { return root }
        if host == .runtime { return .openAI }
        let id = model?.rawValue.lowercased() ?? ""
        return Self.modelsBelowOpenAI.contains { id.hasPrefix($0) } ? .openAI : .v1
    }

    /// The service that is called and signed for.
    var service: any AWSService.Type {
        switch host {
        case .mantle: BedrockMantleService.self
        case .runtime: BedrockRuntimeOpenAIService.self
        }
    }

    private static let modelsBelowOpenAI = ["openai.gpt-5", "google.gemma-4", "xai.grok"]
}

/// What stands before the paths of OpenAI's API.
public struct PathRoot: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The root as it stands in the path, such as `/v1`.
    public let rawValue: String

    /// A root by its path, which begins with a slash and does not end in one.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A root by its path, which begins with a slash and does not end in one.
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    /// The root as it stands in the path.
    public var description: String { rawValue }

    /// `/v1`: most open-weight models, the projects, the list of models.
    public static let v1: Self = "/v1"
    /// `/openai/v1`: OpenAI's GPT-5, Gemma 4, Grok.
    public static let openAI: Self = "/openai/v1"

    func validate() throws(AWSError) {
        guard rawValue.hasPrefix("/"), !rawValue.hasSuffix("/"), !rawValue.contains("//") else {
            throw .invalidInput(
                "root", "must begin with a slash and not end in one, such as /openai/v1, not \"\(rawValue)\"")
        }
    }
}
