import AWSCore
public import Metering

/// All rows of a query, without the row of names that Athena puts before them.
public struct QueryTable: Sendable, Hashable {
    /// One row.
    public struct Row: Sendable, Hashable {
        /// The values in the order of the columns; `nil` for null.
        public let values: [String?]
        private let positions: [String: Int]

        init(_ values: [String?], _ positions: [String: Int]) {
            self.values = values
            self.positions = positions
        }

        /// The value of a column; `nil` for null, and for a column that the query does not have.
        public subscript(column: String) -> String? { positions[column].flatMap { values[$0] } }

        /// An amount in a column, exactly.
        ///
        /// - Throws: `MoneyError` where the value is null, no decimal number, or too large or fine for `Money`.
        public func money(_ column: String, _ currency: Currency = .usd) throws(MoneyError) -> Money {
            try Money(self[column] ?? "", currency)
        }
    }

    /// The columns' names, in order.
    public let columns: [String]
    /// The rows.
    public let rows: [Row]
    /// The query's id.
    public let id: String
    /// The bytes that the query has read, by which Athena charges.
    public let scannedBytes: Int?

    init(_ pages: [GetQueryResults.Output], id: String, scannedBytes: Int?) {
        columns = pages.first?.resultSet?.metadata?.columns?.map(\.name) ?? []
        let positions = Dictionary(columns.enumerated().map { ($1, $0) }) { first, _ in first }
        var values = pages.flatMap { page in
            (page.resultSet?.rows ?? []).map { row in (row.cells ?? []).map(\.text) }
        }
        // Statements other than SELECT have no such row.
        if values.first == columns.map(Optional.some) { values.removeFirst() }
        let count = columns.count
        rows = values.map { Row($0 + Array(repeating: nil, count: max(0, count - $0.count)), positions) }
        self.id = id
        self.scannedBytes = scannedBytes
    }
}
