public import AWSCore
public import Attribution

/// The Resource Groups Tagging API: which resources of a Region have which tags.
///
/// ```swift
/// let tagging = TaggingClient(aws)
/// for try await resource in tagging.resources(tagged: ["dept": "claims"], types: [.applicationInferenceProfile]) {
///     print(resource.arn, resource.tags)
/// }
/// ```
///
/// To find the one profile of a team again and again, use ``ProfileResolver``.
public struct TaggingClient: Sendable {
    /// What sends the calls.
    public let aws: AWSClient

    /// The service, reached through `aws`.
    public init(_ aws: AWSClient) { self.aws = aws }

    /// Resources with all of `tags` (GetResources), page by page as they are read.
    ///
    /// - Parameters:
    ///   - tags: At most 50; without any, also resources are shown that were tagged once, without tags.
    ///   - types: The kinds of resources; all by default.
    public func resources(
        tagged tags: TagSet, types: [ResourceType] = []
    ) -> PageItems<GetResources, TaggedResource> {
        resources(where: TagFilter.all(of: tags), types: types)
    }

    /// Resources that pass all filters (GetResources), page by page as they are read.
    ///
    /// - Parameters:
    ///   - filters: At most 50.
    ///   - types: The kinds of resources; all by default.
    public func resources(
        where filters: [TagFilter], types: [ResourceType] = []
    ) -> PageItems<GetResources, TaggedResource> {
        aws.pages(
            of: GetResources(
                tagFilters: filters.isEmpty ? nil : filters, resourceTypes: types.isEmpty ? nil : types,
                resourcesPerPage: 100)
        ).items { $0.resources }
    }

    /// Every tag key in use in the Region (GetTagKeys), page by page as they are read.
    public func tagKeys() -> PageItems<GetTagKeys, String> {
        aws.pages(of: GetTagKeys()).items { $0.keys }
    }

    /// Every value of a tag key in use in the Region (GetTagValues), page by page as they are read.
    public func tagValues(of key: String) -> PageItems<GetTagValues, String> {
        aws.pages(of: GetTagValues(of: key)).items { $0.values }
    }

    /// Gives tags to resources (TagResources).
    ///
    /// - Parameters:
    ///   - resources: 1 to 20 of any service.
    ///   - tags: 1 to 50.
    /// - Throws: `AWSError`; where only some resources were tagged, one with a ``PartialTaggingError`` that names the
    ///   others as its underlying error.
    public func tag(_ resources: [ARN], _ tags: TagSet) async throws(AWSError) {
        let operation = TagResources(resources, tags: tags)
        try Self.check(try await aws.response(to: operation), of: operation, resources.count)
    }

    /// Takes tags off resources (UntagResources).
    ///
    /// - Parameters:
    ///   - resources: 1 to 20 of any service.
    ///   - keys: 1 to 50.
    /// - Throws: `AWSError`; where only some resources were untagged, one with a ``PartialTaggingError`` that names the
    ///   others as its underlying error.
    public func untag(_ resources: [ARN], keys: [String]) async throws(AWSError) {
        let operation = UntagResources(resources, keys: keys)
        try Self.check(try await aws.response(to: operation), of: operation, resources.count)
    }

    private static func check<Operation: AWSOperation>(
        _ response: AWSResponse<TagResources.Output>, of operation: Operation, _ count: Int
    ) throws(AWSError) {
        let failures = response.output.failures
        guard !failures.isEmpty else { return }
        let partial = PartialTaggingError(failures: failures)
        var error = AWSError(
            .service, "\(failures.count) of \(count) resources were left as they were: \(partial)", underlying: partial)
        error.operation = "\(Operation.Service.serviceID).\(Operation.name)"
        error.requestID = response.requestID
        error.attempts = response.attempts
        let codes = Set(failures.values.map(\.code))
        if codes.count == 1, let code = codes.first { error.serviceCode = code?.rawValue }
        throw error
    }
}
