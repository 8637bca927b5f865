import AWSCore

/// What both inference APIs check before they send.
enum InferenceRules {
    static func check(_ model: ModelID, on route: InferenceRoute) throws(AWSError) {
        guard !model.rawValue.isEmpty else { throw .invalidInput("model", "must not be empty") }
        if model.arn != nil {
            throw .invalidInput(
                "model",
                "OpenAI's API takes model ids, no ARNs: an inference profile is called by Converse or InvokeModel, and "
                    + "here costs are split by project")
        }
        try route.root(for: model).validate()
    }

    /// Projects exist on `bedrock-mantle` only.
    static func check(_ project: ProjectID, on route: InferenceRoute) throws(AWSError) {
        try project.validate()
        if route.isRuntime, !project.isDefault {
            throw .invalidInput(
                "project", "bedrock-runtime charges the default project only: use the route .mantle, or .defaultProject"
            )
        }
    }

    static func check(_ member: String, _ value: Double?, _ range: ClosedRange<Double>) throws(AWSError) {
        if let value, !range.contains(value) {
            throw .invalidInput(
                member, "must be from \(Int(range.lowerBound)) to \(Int(range.upperBound)), not \(value)")
        }
    }

    static func check(metadata: [String: String]) throws(AWSError) {
        guard metadata.count <= 16 else {
            throw .invalidInput("metadata", "at most 16 pairs, not \(metadata.count)")
        }
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            guard (1...64).contains(key.count) else {
                throw .invalidInput("metadata", "a key has 1 to 64 characters, not \(key.count)")
            }
            guard value.count <= 512 else {
                throw .invalidInput(
                    "metadata", "the value of \(key.debugDescription) has at most 512 characters, not \(value.count)")
            }
        }
    }

    static func check(_ tools: [FunctionTool], choice: FunctionToolChoice?) throws(AWSError) {
        for tool in tools {
            try check(name: tool.name, "tools")
            guard tool.parameters.map({ $0.object != nil }) ?? true else {
                throw .invalidInput("tools", "the parameters of \(tool.name) must be a JSON schema, which is an object")
            }
        }
        if case .function(let name) = choice, !tools.contains(where: { $0.name == name }) {
            throw .invalidInput("tool_choice", "\(name.debugDescription) is none of the tools")
        }
    }

    /// `[a-zA-Z0-9_-]{1,64}`.
    static func check(name: String, _ member: String) throws(AWSError) {
        let isValid =
            (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { $0.isASCIILetterOrDigit || "_-".utf8.contains($0) }
        guard isValid else {
            throw .invalidInput(
                member,
                "a name has 1 to 64 ASCII letters, digits, underscores and hyphens, not \(name.debugDescription)")
        }
    }
}
