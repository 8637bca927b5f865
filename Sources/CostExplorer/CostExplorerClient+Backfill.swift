public import AWSCore

extension CostExplorerClient {
    /// Labels past costs with the tag keys that are active now (StartCostAllocationTagBackfill). For the payer's account
    /// only, once in 24 hours.
    ///
    /// Tags are not retroactive by themselves. A backfill labels costs by the tags that resources had then: a profile that was
    /// tagged later stays untagged in them.
    ///
    /// - Parameter start: The first moment of a month, up to twelve months back: `.month(2026, 9)`.
    /// - Returns: The backfill, which goes on for hours; ``costAllocationTagBackfills()`` tells when it has ended.
    /// - Throws: `AWSError`: of code `invalidInput` for another date by the client's clock, of code `quotaExceeded` where
    ///   one was asked for less than 24 hours ago.
    @discardableResult
    public func startCostAllocationTagBackfill(
        from start: CostDate
    ) async throws(AWSError) -> CostAllocationTagBackfill {
        let operation = StartCostAllocationTagBackfill(from: start)
        try operation.validateReach(at: aws.configuration.now())
        guard let backfill = try await aws.send(operation).backfill else {
            throw AWSError(.malformedResponse, "a backfill without its BackfillRequest")
        }
        return backfill
    }

    /// All backfills of the account, the latest first (ListCostAllocationTagBackfillHistory).
    ///
    /// - Throws: `AWSError`.
    public func costAllocationTagBackfills() async throws(AWSError) -> [CostAllocationTagBackfill] {
        try await aws.pages(of: ListCostAllocationTagBackfillHistory()).collect { $0.backfills ?? [] }
    }
}
