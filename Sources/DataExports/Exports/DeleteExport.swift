public import AWSCore

/// Data Exports DeleteExport: deletes an export. Files that were delivered stay.
public struct DeleteExport: JSONRPCOperation, Hashable, Codable {
    /// Data Exports.
    public typealias Service = DataExportsService
    /// `DeleteExport`.
    public static let name = "DeleteExport"
    /// Repeated it fails with `notFound` and changes nothing.
    public static let isIdempotent = true

    /// The export.
    public var arn: ARN

    private enum CodingKeys: String, CodingKey {
        case arn = "ExportArn"
    }

    /// Names the export.
    public init(_ arn: ARN) { self.arn = arn }

    /// What DeleteExport returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The ARN of what was deleted.
        public var arn: ARN?

        private enum CodingKeys: String, CodingKey {
            case arn = "ExportArn"
        }
    }

    /// Checks that the ARN is one of an export.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) { try arn.validateAsExport() }
}
