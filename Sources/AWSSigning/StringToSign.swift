/// The second stage of a signature: algorithm, moment, scope and the hash of the canonical request, a line each.
///
/// It holds no secret.
public struct StringToSign: Sendable, Hashable, CustomStringConvertible {
    /// The four lines.
    public let text: String

    /// A string to sign with the given lines, as a service quoted it in an error, for instance.
    public init(text: String) {
        self.text = text
    }

    /// The four lines.
    public var description: String { text }
}
