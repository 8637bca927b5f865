/// The last stage of a signature: the HMAC-SHA256 of the string to sign.
///
/// A signature lets whoever holds it repeat the request for some minutes, so the description leaves it out.
public struct Signature: Sendable, Hashable {
    /// 64 lower-case hexadecimal digits.
    public let hexadecimal: String

    /// A signature with the given digits, to compare with.
    public init(hexadecimal: String) {
        self.hexadecimal = hexadecimal
    }
}

extension Signature: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The type's name alone.
    public var description: String { "Signature(redacted)" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror without the digits, for `dump`.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
