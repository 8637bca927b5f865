public import AWSCore

/// A turn of the conversation, in Converse and CountTokens.
public struct Message: Sendable, Hashable, Codable {
    /// Who speaks.
    public var role: Role
    /// What is said, in order.
    public var content: [ContentBlock]

    /// Creates one from its members.
    public init(role: Role, content: [ContentBlock]) {
        self.role = role
        self.content = content
    }

    /// A turn of the user.
    public static func user(_ content: ContentBlock...) -> Self { Self(role: .user, content: content) }

    /// A turn of the user that says `text`.
    public static func user(_ text: String) -> Self { Self(role: .user, content: [.text(text)]) }

    /// A turn of the model, such as an earlier answer or the beginning of the next one.
    public static func assistant(_ content: ContentBlock...) -> Self { Self(role: .assistant, content: content) }

    /// A turn of the model that says `text`.
    public static func assistant(_ text: String) -> Self { Self(role: .assistant, content: [.text(text)]) }

    /// The text blocks, joined without a separator.
    public var text: String {
        content.reduce(into: "") { joined, block in
            if case .text(let text) = block { joined += text }
        }
    }

    /// The tools that the model asks for.
    public var toolUses: [ToolUseBlock] {
        content.compactMap { block in
            if case .toolUse(let toolUse) = block { toolUse } else { nil }
        }
    }

    /// Who speaks in a conversation. An open set.
    public struct Role: OpenStringSet {
        /// The value on the wire.
        public let rawValue: String

        /// A value as the service spells it.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The caller, who also returns the results of tools.
        public static let user: Self = "user"
        /// The model.
        public static let assistant: Self = "assistant"
    }
}
