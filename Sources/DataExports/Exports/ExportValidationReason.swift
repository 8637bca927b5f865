public import AWSCore

/// What Data Exports found wrong with a request.
public struct ExportValidationReason: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// The name on the wire.
    public let rawValue: String

    /// A reason by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A reason by its name on the wire.
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    /// The name on the wire.
    public var description: String { rawValue }

    /// There is no such operation.
    public static let unknownOperation = Self(rawValue: "unknownOperation")
    /// The request cannot be read.
    public static let cannotParse = Self(rawValue: "cannotParse")
    /// A member breaks a rule.
    public static let fieldValidationFailed = Self(rawValue: "fieldValidationFailed")
    /// Anything else.
    public static let other = Self(rawValue: "other")
}

extension AWSError {
    /// What Data Exports found wrong with the request; `nil` in other errors.
    public var exportValidationReason: ExportValidationReason? {
        guard serviceCode == "ValidationException" else { return nil }
        return details?["Reason"]?.string.map { ExportValidationReason(rawValue: $0) }
    }
}
