public import AWSCore
public import Attribution

/// Data Exports CreateExport: makes an export.
public struct CreateExport: JSONRPCOperation, Hashable, Codable {
    /// Data Exports.
    public typealias Service = DataExportsService
    /// `CreateExport`.
    public static let name = "CreateExport"

    /// What is exported, and where to.
    public var export: DataExport
    /// Tags of the export itself, at most 200.
    public var resourceTags: TagSet?

    private enum CodingKeys: String, CodingKey {
        case export = "Export"
        case resourceTags = "ResourceTags"
    }

    /// Makes an export.
    public init(_ export: DataExport, resourceTags: TagSet? = nil) {
        self.export = export
        self.resourceTags = resourceTags
    }

    /// Reads the service's form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        export = try container.decode(DataExport.self, forKey: .export)
        resourceTags = try container.decodeIfPresent(CapitalizedTagList.self, forKey: .resourceTags)?.tags
    }

    /// Writes the service's form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(export, forKey: .export)
        try container.encodeIfPresent(resourceTags.map(CapitalizedTagList.init), forKey: .resourceTags)
    }

    /// What CreateExport returns.
    public struct Output: Sendable, Hashable, Codable {
        /// The ARN of the export.
        public var arn: ARN?

        private enum CodingKeys: String, CodingKey {
            case arn = "ExportArn"
        }
    }

    /// Checks the name, the query, the destination and the tags by the service's rules.
    ///
    /// - Throws: `AWSError` of code `invalidInput`.
    public func validate() throws(AWSError) {
        try export.validate()
        if let resourceTags { try ExportTagRules.check(resourceTags: resourceTags) }
    }
}

extension DataExport {
    func validate() throws(AWSError) {
        let isName = name.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isName, (1...128).contains(name.utf8.count) else {
            throw .invalidInput(
                "Name", "1 to 128 letters, digits, - and _ are a name, which \(name.debugDescription) is not")
        }
        if let note, note.count > 1024 {
            throw .invalidInput("Description", "at most 1024 characters, got \(note.count)")
        }
        guard (1...36_000).contains(query.statement.count) else {
            throw .invalidInput("QueryStatement", "1 to 36000 characters, got \(query.statement.count)")
        }
        guard !destination.bucket.isEmpty, !destination.bucket.hasPrefix("s3://") else {
            throw .invalidInput("S3Bucket", "a bucket's name alone, got \(destination.bucket.debugDescription)")
        }
        let isParquet = destination.output.format == .parquet
        guard isParquet == (destination.output.compression == .parquet) else {
            throw .invalidInput(
                "Compression",
                "\(destination.output.format) does not go with \(destination.output.compression)")
        }
    }
}
