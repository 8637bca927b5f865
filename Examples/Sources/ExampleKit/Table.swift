/// Rows of text in aligned columns.
///
/// Columns that hold only figures below the header are aligned by their decimal points.
public struct Table: CustomStringConvertible {
    private var rows: [[String]]

    /// A table with a header.
    public init(_ header: String...) { rows = [header] }

    /// Adds a row; cells that are missing stay empty.
    public mutating func add(_ cells: String...) {
        rows.append(cells + Array(repeating: "", count: max(0, rows[0].count - cells.count)))
    }

    /// The rows, a line each.
    public var description: String {
        let columns = rows[0].indices.map { index in Self.aligned(rows.map { $0[index] }) }
        return rows.indices.map { row in
            let line = columns.map { $0[row] }.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }

    private static func aligned(_ cells: [String]) -> [String] {
        let body = cells.dropFirst().filter { !$0.isEmpty }
        let isNumeric = !body.isEmpty && body.allSatisfy { $0.first?.isNumber == true || $0.first == "-" }
        let padded = isNumeric ? pointAligned(cells) : cells
        let width = padded.map(\.count).max() ?? 0
        return padded.map { $0 + String(repeating: " ", count: width - $0.count) }
    }

    private static func pointAligned(_ cells: [String]) -> [String] {
        let whole = cells.map { $0.prefix { $0.isNumber || $0 == "-" || $0 == "," }.count }
        let widest = whole.dropFirst().max() ?? 0
        return cells.indices.map { index in
            index == 0 || cells[index].isEmpty
                ? cells[index] : String(repeating: " ", count: widest - whole[index]) + cells[index]
        }
    }
}
