import AWSCore

/// The limits and patterns of a conversation, as the service's model states them.
struct ConverseRules {
    var modelID: ModelID
    var messages: [Message]
    var system: [SystemContentBlock]?
    var inferenceConfig: InferenceConfiguration?
    var toolConfig: ToolConfiguration?
    var promptVariables: [String: PromptVariable]?
    var responseFieldPaths: [String]?
    var requestMetadata: [String: String]?
    var mayLackMessages = false

    func check() throws(AWSError) {
        try ModelIDRules.check(modelID)
        guard !messages.isEmpty || modelID.isPrompt || mayLackMessages else {
            throw .invalidInput("messages", "at least one message, unless the model is a stored prompt's ARN")
        }
        for message in messages {
            for block in message.content { try ContentRules.check(block) }
        }
        for block in system ?? [] {
            if case .text(let text) = block, text.isEmpty {
                throw .invalidInput("system", "a text has at least one character")
            }
        }
        try checkInference()
        try checkTools()
        try checkPaths()
        if let requestMetadata { try RequestMetadataRules.check(requestMetadata) }
    }

    private func checkInference() throws(AWSError) {
        guard let inferenceConfig else { return }
        if let maxTokens = inferenceConfig.maxTokens, maxTokens < 1 {
            throw .invalidInput("inferenceConfig.maxTokens", "at least 1, not \(maxTokens)")
        }
        if let temperature = inferenceConfig.temperature, !(0...1).contains(temperature) {
            throw .invalidInput("inferenceConfig.temperature", "0 to 1, not \(temperature)")
        }
        if let topP = inferenceConfig.topP, !(0...1).contains(topP) {
            throw .invalidInput("inferenceConfig.topP", "0 to 1, not \(topP)")
        }
        if let sequences = inferenceConfig.stopSequences {
            guard sequences.count <= 2500 else {
                throw .invalidInput("inferenceConfig.stopSequences", "at most 2500, not \(sequences.count)")
            }
            guard !sequences.contains(where: \.isEmpty) else {
                throw .invalidInput("inferenceConfig.stopSequences", "a sequence has at least one character")
            }
        }
    }

    private func checkTools() throws(AWSError) {
        guard let toolConfig else { return }
        guard !toolConfig.tools.isEmpty else { throw .invalidInput("toolConfig.tools", "at least one tool") }
        for tool in toolConfig.tools {
            switch tool {
            case .toolSpec(let specification):
                try ContentRules.check(toolName: specification.name, in: "toolSpec.name")
                if let description = specification.description, description.isEmpty {
                    throw .invalidInput("toolSpec.description", "at least one character, or none given")
                }
            case .systemTool(let tool): try ContentRules.check(toolName: tool.name, in: "systemTool.name")
            case .cachePoint, .unknown: break
            }
        }
        if case .tool(let choice) = toolConfig.toolChoice {
            try ContentRules.check(toolName: choice.name, in: "toolChoice.tool.name")
        }
    }

    private func checkPaths() throws(AWSError) {
        guard let responseFieldPaths else { return }
        guard responseFieldPaths.count <= 10 else {
            throw .invalidInput("additionalModelResponseFieldPaths", "at most 10, not \(responseFieldPaths.count)")
        }
        for path in responseFieldPaths where !(1...256).contains(path.unicodeScalars.count) {
            throw .invalidInput("additionalModelResponseFieldPaths", "a path has 1 to 256 characters")
        }
    }
}

/// The rule of the model parameter that all operations share.
enum ModelIDRules {
    static func check(_ modelID: ModelID) throws(AWSError) {
        let scalars = modelID.rawValue.unicodeScalars
        guard (1...2048).contains(scalars.count) else {
            throw .invalidInput("modelId", "1 to 2048 characters, not \(scalars.count)")
        }
        guard scalars.allSatisfy({ (0x21...0x7E).contains($0.value) }) else {
            throw .invalidInput("modelId", "an id or ARN of printable ASCII without spaces")
        }
    }

    /// Whether the id keeps the narrower rule of some operations: `[a-zA-Z_\.\-/0-9:]+`, 1 to 256 characters.
    static func isPlain(_ modelID: ModelID) -> Bool {
        1...256 ~= modelID.rawValue.utf8.count
            && modelID.rawValue.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x3A, 0x5F: true
                default: false
                }
            }
    }
}

/// The rules of metadata for the model-invocation log.
enum RequestMetadataRules {
    static func check(_ metadata: [String: String]) throws(AWSError) {
        guard (1...16).contains(metadata.count) else {
            throw .invalidInput("requestMetadata", "1 to 16 pairs, not \(metadata.count)")
        }
        for (key, value) in metadata {
            let keyLength = characterCount(key)
            guard (1...256).contains(keyLength) else {
                throw .invalidInput("requestMetadata", "a key has 1 to 256 characters, not \(keyLength)")
            }
            let valueLength = characterCount(value)
            guard valueLength <= 256 else {
                throw .invalidInput("requestMetadata", "a value has at most 256 characters, not \(valueLength)")
            }
            guard key.utf8.allSatisfy(isLegal), value.utf8.allSatisfy(isLegal) else {
                throw .invalidInput(
                    "requestMetadata", "only letters a-z A-Z, digits, white space and : _ @ $ # = / + , - . are legal")
            }
        }
    }

    /// How many characters there are; of a text with others than ASCII, which is refused anyway, only whether there are too many.
    private static func characterCount(_ text: String) -> Int {
        text.utf8.count <= 256 ? text.utf8.count : text.unicodeScalars.count
    }

    private static func isLegal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x09...0x0D, 0x20:
            true
        case UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "#"),
            UInt8(ascii: "="), UInt8(ascii: "/"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}

/// The rules of naming a guardrail.
enum GuardrailRules {
    static func check(_ identifier: String?, version: String?) throws(AWSError) {
        if let identifier {
            guard identifier.unicodeScalars.count <= 2048 else {
                throw .invalidInput("guardrailIdentifier", "at most 2048 characters")
            }
            guard identifier.unicodeScalars.allSatisfy({ (0x21...0x7E).contains($0.value) }) else {
                throw .invalidInput("guardrailIdentifier", "an id or ARN of printable ASCII without spaces")
            }
        }
        if let version, !version.isEmpty, version != "DRAFT" {
            let isNumber =
                version.utf8.count <= 8 && version.utf8.first != UInt8(ascii: "0")
                && version.utf8.allSatisfy { (0x30...0x39).contains($0) }
            guard isNumber else {
                throw .invalidInput("guardrailVersion", "DRAFT, or a number of up to eight digits")
            }
        }
    }
}
