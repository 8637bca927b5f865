public import AWSCore

/// Data Exports GetExport: one export and how it is doing.
public struct GetExport: JSONRPCOperation, Hashable, Codable {
    /// Data Exports.
    public typealias Service = DataExportsService
    /// `GetExport`.
    public static let name = "GetExport"
    /// It only reads.
    public static let isIdempotent = true

    /// The export.
    public var arn: ARN

    private enum CodingKeys: String, CodingKey {
        case arn = "ExportArn"
    }

    /// Names the export.
    public init(_ arn: ARN) { self.arn = arn }

    /// What GetExport returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The export.
        public var export: DataExport?
        /// How it is doing.
        public var status: DataExport.Status?

        private enum CodingKeys: String, CodingKey {
            case export = "Export"
            case status = "ExportStatus"
        }
    }

    /// Checks that the ARN is one of an export.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) { try arn.validateAsExport() }
}

extension ARN {
    func validateAsExport(_ member: String = "ExportArn") throws(AWSError) {
        guard service == "bcm-data-exports" else {
            throw .invalidInput(member, "\(self) is not the ARN of an export")
        }
    }
}
