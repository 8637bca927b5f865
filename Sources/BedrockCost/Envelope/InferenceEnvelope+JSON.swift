public import AWSCore
import Attribution

extension InferenceEnvelope {
    /// Reads an envelope.
    ///
    /// `parameters` and its members may be missing, `tags` as well; parameters are taken in the blog's spelling (`top_p`) and
    /// in that of Converse (`topP`). A member of another name is refused: a misspelt limit would be no limit.
    ///
    /// - Parameter json: The document in UTF-8.
    /// - Throws: ``InferenceEnvelopeError`` with everything that is wrong with its form.
    public init(json: some Sequence<UInt8>) throws(InferenceEnvelopeError) {
        let document: JSONValue
        do { document = try JSONValue(parsing: Array(json)) } catch {
            throw InferenceEnvelopeError([.init(.invalidJSON, at: "", "the envelope is no JSON document")])
        }
        try self.init(document)
    }

    /// The envelope in a JSON document.
    ///
    /// - Throws: ``InferenceEnvelopeError`` with everything that is wrong with its form.
    public init(_ document: JSONValue) throws(InferenceEnvelopeError) {
        var reader = EnvelopeReader()
        self = reader.readEnvelope(document)
        guard reader.violations.isEmpty else { throw InferenceEnvelopeError(reader.violations) }
    }

    /// The document, in the blog's spelling.
    public var json: JSONValue {
        var parameters: [String: JSONValue] = [:]
        parameters["max_tokens"] = prompt.parameters.maxTokens.map { .int(Int64($0)) }
        parameters["temperature"] = prompt.parameters.temperature.map { .double($0) }
        parameters["top_p"] = prompt.parameters.topP.map { .double($0) }
        parameters["top_k"] = prompt.parameters.topK.map { .int(Int64($0)) }
        parameters["stop"] = prompt.parameters.stop.map { .array($0.map { .string($0) }) }
        let messages = prompt.messages.map { message in
            JSONValue.object(["role": .string(message.role), "content": .string(message.content)])
        }
        return .object([
            "model": .string(model),
            "prompt": .object(["messages": .array(messages), "parameters": .object(parameters)]),
            "tags": .object(tags.mapValues { .string($0) }),
        ])
    }
}

/// Reads an envelope, and goes on where something is wrong with it, so that all of it is told.
private struct EnvelopeReader {
    typealias Violation = InferenceEnvelopeError.Violation

    var violations: [Violation] = []

    mutating func readEnvelope(_ document: JSONValue) -> InferenceEnvelope {
        let members = object(document, at: "", known: ["model", "prompt", "tags"])
        let model = required(members, "model", at: "model").flatMap { text($0, at: "model") }
        let prompt = required(members, "prompt", at: "prompt")
            .map { object($0, at: "prompt", known: ["messages", "parameters"]) }
        let messages = prompt.map { readMessages($0) }
        let parameters = prompt?["parameters"].map { readParameters($0) }
        let tags = members["tags"].map { object($0, at: "tags", known: nil) } ?? [:]
        var texts: [String: String] = [:]
        for (key, value) in tags.sorted(by: { $0.key < $1.key }) {
            texts[key] = text(value, at: TagViolation.path("tags", key))
        }
        return InferenceEnvelope(
            model: model ?? "",
            prompt: InferenceEnvelope.Prompt(
                messages: messages ?? [], parameters: parameters ?? InferenceEnvelope.Parameters()),
            tags: texts)
    }

    private mutating func readMessages(_ prompt: [String: JSONValue]) -> [InferenceEnvelope.Message] {
        guard let list = required(prompt, "messages", at: "prompt.messages") else { return [] }
        guard let elements = list.array else {
            wrongType("a list", at: "prompt.messages")
            return []
        }
        return elements.enumerated().map { index, element in
            let path = "prompt.messages[\(index)]"
            let members = object(element, at: path, known: ["role", "content"])
            return InferenceEnvelope.Message(
                role: required(members, "role", at: "\(path).role").flatMap { text($0, at: "\(path).role") } ?? "",
                content: required(members, "content", at: "\(path).content")
                    .flatMap { text($0, at: "\(path).content") } ?? "")
        }
    }

    private static let names: [(name: String, others: [String])] = [
        ("max_tokens", ["maxTokens"]), ("temperature", []), ("top_p", ["topP"]), ("top_k", ["topK"]),
        ("stop", ["stop_sequences", "stopSequences"]),
    ]

    private mutating func readParameters(_ value: JSONValue) -> InferenceEnvelope.Parameters {
        let known = Self.names.flatMap { [$0.name] + $0.others }
        let members = object(value, at: "prompt.parameters", known: known)
        func path(_ name: String) -> String { "prompt.parameters.\(name)" }
        var given: [String: (name: String, value: JSONValue)] = [:]
        for (name, others) in Self.names {
            let spellings = ([name] + others).filter { members[$0].map { $0 != .null } ?? false }
            if let first = spellings.first, let value = members[first] { given[name] = (first, value) }
            if spellings.count > 1 {
                violations.append(
                    Violation(
                        .duplicate, at: path(spellings[1]), "the parameter is given as \(spellings[0]), too"))
            }
        }
        var parameters = InferenceEnvelope.Parameters()
        parameters.maxTokens = given["max_tokens"].flatMap { whole($0.value, at: path($0.name)) }
        parameters.temperature = given["temperature"].flatMap { number($0.value, at: path($0.name)) }
        parameters.topP = given["top_p"].flatMap { number($0.value, at: path($0.name)) }
        parameters.topK = given["top_k"].flatMap { whole($0.value, at: path($0.name)) }
        if let (name, value) = given["stop"] {
            if let one = value.string {
                parameters.stop = [one]
            } else if let list = value.array, case let texts = list.compactMap(\.string), texts.count == list.count {
                parameters.stop = texts
            } else {
                wrongType("a text or a list of texts", at: path(name))
            }
        }
        return parameters
    }

    private mutating func object(_ value: JSONValue, at path: String, known: [String]?) -> [String: JSONValue] {
        guard let members = value.object else {
            wrongType("an object", at: path)
            return [:]
        }
        for name in members.keys.sorted() where known?.contains(name) == false {
            let place = path.isEmpty ? name : TagViolation.path(path, name)
            violations.append(
                Violation(
                    .unknownMember, at: place,
                    "no member has this name; there are \(known?.joined(separator: ", ") ?? "")",
                    suggestion: Spelling.nearest(to: name, among: known ?? [])))
        }
        return members
    }

    private mutating func required(_ members: [String: JSONValue], _ name: String, at path: String) -> JSONValue? {
        if let value = members[name], value != .null { return value }
        violations.append(Violation(.missing, at: path, "the member is required"))
        return nil
    }

    private mutating func text(_ value: JSONValue, at path: String) -> String? {
        if value.string == nil { wrongType("a text", at: path) }
        return value.string
    }

    private mutating func number(_ value: JSONValue, at path: String) -> Double? {
        if value.double == nil { wrongType("a number", at: path) }
        return value.double
    }

    private mutating func whole(_ value: JSONValue, at path: String) -> Int? {
        if value.int == nil { wrongType("a whole number", at: path) }
        return value.int
    }

    private mutating func wrongType(_ type: String, at path: String) {
        violations.append(
            Violation(.wrongType, at: path, path.isEmpty ? "the envelope must be \(type)" : "\(type) must stand here"))
    }
}
