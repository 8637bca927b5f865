public import AWSCore
public import Metering

/// The answer to a ``BillQuery``.
public struct BillReport: Sendable, Hashable {
    /// One row.
    public struct Row: Sendable, Hashable {
        /// The value of each grouping, in order; `nil` where the lines have none.
        public let values: [String?]
        /// What they cost, exactly.
        public let cost: Money
    }

    /// The rows, sorted by their values.
    public let rows: [Row]
    /// The sum of all rows.
    public let total: Money
    /// The id of the query.
    public let queryID: String
    /// The bytes that the query has read, by which Athena charges.
    public let scannedBytes: Int?

    init(_ table: QueryTable, groupings: Int) throws(AWSError) {
        do throws(MoneyError) {
            var rows: [Row] = []
            for row in table.rows {
                let currency = row["currency"].map(Currency.init(rawValue:)) ?? .usd
                rows.append(
                    Row(values: Array(row.values.prefix(groupings)), cost: try row.money("cost", currency)))
            }
            self.rows = rows
            total = try Money.sum(rows.map(\.cost), currency: rows.first?.cost.currency ?? .usd)
        } catch {
            throw AWSError(.malformedResponse, "an amount of the query \(table.id): \(error)", underlying: error)
        }
        queryID = table.id
        scannedBytes = table.scannedBytes
    }
}

extension AthenaClient {
    /// What Bedrock cost, by a query of the bill.
    ///
    /// - Throws: `AWSError`, as ``run(_:context:)`` does; of code `malformedResponse` for an amount that is none.
    public func costs(_ query: BillQuery) async throws(AWSError) -> BillReport {
        let table = try await run(
            try query.sql(),
            context: QueryExecutionContext(database: query.table.database, catalog: query.table.catalog))
        return try BillReport(table, groupings: query.groupings.count)
    }
}
