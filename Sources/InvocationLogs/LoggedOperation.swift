public import AWSCore

/// The operation that a record is of. An open set: values that this version does not know decode and print like the others.
public struct LoggedOperation: OpenStringSet {
    /// The name in the record.
    public let rawValue: String

    /// An operation by its name in the record.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Converse.
    public static let converse: Self = "Converse"
    /// ConverseStream.
    public static let converseStream: Self = "ConverseStream"
    /// InvokeModel.
    public static let invokeModel: Self = "InvokeModel"
    /// InvokeModelWithResponseStream.
    public static let invokeModelWithResponseStream: Self = "InvokeModelWithResponseStream"
}
