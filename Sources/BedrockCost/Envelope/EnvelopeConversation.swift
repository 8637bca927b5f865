import Attribution
import BedrockRuntime

/// The messages of an envelope as Converse takes them: instructions apart, and user and assistant in turn.
struct EnvelopeConversation {
    typealias Violation = InferenceEnvelopeError.Violation

    private(set) var system: [SystemContentBlock] = []
    private(set) var messages: [Message] = []

    init(_ given: [InferenceEnvelope.Message], _ violations: inout [Violation]) {
        let root = "prompt.messages"
        if given.isEmpty { violations.append(Violation(.missing, at: root, "there must be at least one message")) }
        for (index, message) in given.enumerated() {
            let path = "\(root)[\(index)]"
            if message.content.allSatisfy(\.isWhitespace) {
                violations.append(
                    Violation(.emptyText, at: "\(path).content", "a text has at least one character that is no space"))
            }
            switch message.role {
            case "system":
                if !messages.isEmpty {
                    violations.append(
                        Violation(
                            .misplacedSystem, at: "\(path).role",
                            "instructions stand before the conversation, since most models take them only there"))
                }
                system.append(.text(message.content))
            case "user", "assistant": add(Message.Role(rawValue: message.role), message.content)
            default:
                violations.append(
                    Violation(
                        .unknownRole, at: "\(path).role", "a role is system, user or assistant",
                        suggestion: Spelling.nearest(to: message.role, among: ["system", "user", "assistant"])))
            }
        }
        if let first = messages.first, first.role != .user {
            violations.append(Violation(.noUser, at: root, "a conversation begins with the user"))
        } else if messages.isEmpty, !system.isEmpty {
            violations.append(
                Violation(.noUser, at: root, "instructions alone ask nothing; the user must say something"))
        }
    }

    /// Messages of one role in a row are one message, since Converse wants the roles in turn.
    private mutating func add(_ role: Message.Role, _ text: String) {
        if messages.last?.role == role {
            messages[messages.count - 1].content.append(.text(text))
        } else {
            messages.append(Message(role: role, content: [.text(text)]))
        }
    }
}
