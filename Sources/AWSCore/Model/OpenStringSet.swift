/// A set of strings that a service may extend at any time.
///
/// Values this version does not know decode, compare, print and encode like the others.
public protocol OpenStringSet: RawRepresentable, Sendable, Hashable, Codable, ExpressibleByStringLiteral,
    CustomStringConvertible
where RawValue == String, StringLiteralType == String {
    /// A value as the service spells it.
    init(rawValue: String)
}

extension OpenStringSet {
    /// A value as the service spells it.
    public init(stringLiteral value: String) { self.init(rawValue: value) }

    /// The value as the service spells it.
    public var description: String { rawValue }
}
