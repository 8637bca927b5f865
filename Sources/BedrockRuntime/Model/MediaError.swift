/// Why a model could not make an image or a sound recording.
public struct MediaError: Sendable, Hashable, Codable {
    /// The reason in words.
    public var message: String?

    /// Creates one from its members.
    public init(message: String? = nil) {
        self.message = message
    }
}
