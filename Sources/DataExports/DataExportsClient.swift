public import AWSCore
public import Attribution

/// Data Exports: the whole bill as files in S3, line by line, for questions that are too large for Cost Explorer.
///
/// ```swift
/// let exports = DataExportsClient(aws)
/// let export = DataExport.costAndUsage(
///     named: "bedrock", to: .init(bucket: "acme-billing", prefix: "cur", region: .usEast1))
/// let arn = try await exports.create(export)
/// ```
///
/// The bucket's policy must let `bcm-data-exports.amazonaws.com` and `billingreports.amazonaws.com` write. The first files
/// come within a day. ``AthenaClient`` asks them questions.
public struct DataExportsClient: Sendable {
    /// What sends the calls.
    public let aws: AWSClient

    /// The service, reached through `aws`.
    public init(_ aws: AWSClient) { self.aws = aws }

    /// Makes an export (CreateExport).
    ///
    /// - Parameters:
    ///   - export: What is exported, and where to.
    ///   - tags: Tags of the export itself.
    /// - Returns: Its ARN.
    /// - Throws: `AWSError`; of code `validation` where the name is taken.
    public func create(_ export: DataExport, tags: TagSet? = nil) async throws(AWSError) -> ARN {
        let output = try await aws.send(CreateExport(export, resourceTags: tags))
        guard let arn = output.arn else { throw AWSError(.malformedResponse, "the reply holds no ARN") }
        return arn
    }

    /// An export and how it is doing (GetExport).
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is no such export.
    public func export(_ arn: ARN) async throws(AWSError) -> GetExport.Output { try await aws.send(GetExport(arn)) }

    /// All exports of the account (ListExports), page by page as they are read.
    public func exports() -> PageItems<ListExports, ListExports.Reference> {
        aws.pages(of: ListExports()).items { $0.exports ?? [] }
    }

    /// Adds tags to an export itself, or gives them new values (TagResource).
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is no such export.
    public func tag(_ arn: ARN, _ tags: TagSet) async throws(AWSError) {
        _ = try await aws.send(TagExport(arn, tags: tags))
    }

    /// Takes tags off an export (UntagResource). Keys that it lacks do not matter.
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is no such export.
    public func untag(_ arn: ARN, keys: [String]) async throws(AWSError) {
        _ = try await aws.send(UntagExport(arn, keys: keys))
    }

    /// The tags of an export itself (ListTagsForResource), all pages of them.
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is no such export.
    public func tags(of arn: ARN) async throws(AWSError) -> TagSet {
        TagSet(unvalidated: try await aws.pages(of: ListExportTags(arn)).collect { Array($0.tags) })
    }

    /// Deletes an export (DeleteExport). Files that were delivered stay.
    ///
    /// - Throws: `AWSError`.
    public func delete(_ arn: ARN) async throws(AWSError) { _ = try await aws.send(DeleteExport(arn)) }
}
