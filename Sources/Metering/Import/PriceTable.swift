#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

// A price book as a table: CSV for people and spreadsheets, JSON for programs. Both keep every digit.

extension PriceBook {
    /// The rows as CSV, sorted, with a line of names first: what ``PriceImport/init(csv:)`` reads.
    ///
    /// Tokens have the price of a million of them, time the price of a second. Rows that were accepted by hand are among
    /// them; who reads them back has to accept them again.
    public func csv() -> String {
        let lines = rows.map(PriceColumn.line(of:)).sorted()
        return ([PriceColumn.allCases.map(\.rawValue).joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
    }

    /// The rows as a JSON array of ``PriceRow``, sorted: what ``PriceImport/init(json:)`` reads.
    public func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let sorted = rows.map { (PriceColumn.line(of: $0), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
        return Array(try encoder.encode(sorted))
    }
}

extension PriceImport {
    /// Reads a JSON array of ``PriceRow``. A row that cannot be read becomes a note.
    ///
    /// - Throws: ``PriceImportError`` where `json` is no JSON array.
    public init(json: [UInt8]) throws(PriceImportError) {
        struct Attempt: Decodable {
            let row: Result<PriceRow, any Error>
            init(from decoder: any Decoder) throws { row = Result { try PriceRow(from: decoder) } }
        }
        let attempts: [Attempt]
        do {
            attempts = try JSONDecoder().decode([Attempt].self, from: Data(json))
        } catch {
            throw PriceImportError("this is no JSON array of prices: \(Self.summary(of: error))")
        }
        self.init()
        for (index, attempt) in attempts.enumerated() {
            switch attempt.row {
            case .success(let row): rows.append(row)
            case .failure(let error): note("row \(index + 1)", .malformed, Self.summary(of: error))
            }
        }
        resolveConflicts()
    }

    /// Reads a table in CSV: a line of names, then one line of each price.
    ///
    /// ```
    /// model,region,scope,class,tier,contextAbove,from,until,price,per,currency,source,checked,standing
    /// anthropic.claude-sonnet-4-6,,global,input,,,,,3,1000000,,our contract,2026-10-01,contract
    /// ```
    ///
    /// `model`, `class` and `price` are needed. The others may be empty or left out: no `region` is all of them, no `scope` is
    /// ``InferenceScope/inRegion``, no `tier` is ``PriceTier/standard``, no `per` is one unit, no `currency` is US dollars, no
    /// `standing` is ``PriceProvenance/Standing/confirmed``. Fields with commas, quotes or line ends stand in quotes.
    ///
    /// - Throws: ``PriceImportError`` where the first line lacks a name that is needed, has one that is not known, or a quote is
    ///   not closed. A line that cannot be read becomes a note.
    public init(csv: String) throws(PriceImportError) {
        var records = try CSVRecords(csv).records
        guard let header = records.first else { throw PriceImportError("the table has no line of names") }
        records.removeFirst()
        var columns: [PriceColumn] = []
        for name in header.fields {
            guard let column = PriceColumn(rawValue: name) else {
                throw PriceImportError("the table has a column \"\(name.prefix(40))\", which is not known")
            }
            columns.append(column)
        }
        for needed in [PriceColumn.model, .usageClass, .price] where !columns.contains(needed) {
            throw PriceImportError("the table has no column \"\(needed.rawValue)\"")
        }
        self.init()
        for record in records where record.fields != [""] {
            let item = "line \(record.line)"
            guard record.fields.count == columns.count else {
                note(item, .malformed, "\(record.fields.count) fields where there are \(columns.count) columns")
                continue
            }
            let values = Dictionary(zip(columns, record.fields), uniquingKeysWith: { $1 }).filter { !$0.value.isEmpty }
            do throws(PriceImportError) {
                rows.append(try PriceColumn.row(of: values))
            } catch {
                note(item, .malformed, error.message)
            }
        }
        resolveConflicts()
    }
}

/// A column of a table of prices.
private enum PriceColumn: String, CaseIterable {
    case model, region, scope
    case usageClass = "class"
    case tier, contextAbove, from, until, price, per, currency, source, checked, standing

    static func row(of values: [Self: String]) throws(PriceImportError) -> PriceRow {
        func needed(_ column: Self) throws(PriceImportError) -> String {
            guard let value = values[column] else { throw PriceImportError("no \(column.rawValue)") }
            return value
        }
        func day(_ column: Self) throws(PriceImportError) -> PriceDay? {
            guard let text = values[column] else { return nil }
            guard let day = PriceDay(text) else {
                throw PriceImportError("\(column.rawValue) \"\(text.prefix(40))\" is not YYYY-MM-DD")
            }
            return day
        }
        func number(_ column: Self) throws(PriceImportError) -> Int? {
            guard let text = values[column] else { return nil }
            guard let number = Int(text), number >= 0 else {
                throw PriceImportError("\(column.rawValue) \"\(text.prefix(40))\" is no whole number")
            }
            return number
        }
        let standing = PriceProvenance.Standing(rawValue: values[.standing] ?? "confirmed")
        guard let standing else {
            throw PriceImportError("standing \"\((values[.standing] ?? "").prefix(40))\" is not known")
        }
        let unitPrice: Money
        do {
            unitPrice = try Money(
                perUnitOf: try number(.per) ?? 1, try needed(.price),
                Currency(rawValue: values[.currency] ?? Currency.usd.rawValue))
        } catch let error as MoneyError {
            throw PriceImportError(error.message)
        } catch let error as PriceImportError {
            throw error
        } catch {
            throw PriceImportError("\(error)")
        }
        return PriceRow(
            model: try needed(.model), region: values[.region],
            scope: values[.scope].map(InferenceScope.init(rawValue:)) ?? .inRegion,
            UsageClass(rawValue: try needed(.usageClass)),
            tier: values[.tier].map(PriceTier.init(rawValue:)) ?? .standard,
            contextAbove: try number(.contextAbove) ?? 0,
            from: try day(.from), until: try day(.until), unitPrice: unitPrice,
            provenance: PriceProvenance(values[.source] ?? "a table", checked: try day(.checked), standing: standing))
    }

    static func line(of row: PriceRow) -> String {
        let usual = row.usageClass.rawValue.contains("Milliseconds") ? 1_000 : row.usageClass.isToken ? 1_000_000 : 1
        let many = try? row.unitPrice.multiplied(by: usual)
        let (price, per) = many.map { ($0, usual) } ?? (row.unitPrice, 1)
        let fields = [
            row.model, row.region ?? "", row.scope.rawValue, row.usageClass.rawValue, row.tier.rawValue,
            row.contextAbove == 0 ? "" : "\(row.contextAbove)", row.effectiveFrom?.description ?? "",
            row.effectiveUntil?.description ?? "", "\(price)", "\(per)", price.currency.rawValue,
            row.provenance.source, row.provenance.checked?.description ?? "", row.provenance.standing.rawValue,
        ]
        return fields.map(CSVRecords.field).joined(separator: ",")
    }
}

extension UsageClass {
    /// Whether tokens are counted, of whatever kind.
    var isToken: Bool {
        rawValue.hasSuffix("Tokens") || [.input, .output, .cacheRead, .cacheWrite5m, .cacheWrite1h].contains(self)
    }
}

/// The records of a CSV text as RFC 4180 has them, each with the line that it begins on.
private struct CSVRecords {
    struct Record {
        let line: Int
        var fields: [String]
    }

    private(set) var records: [Record] = []

    init(_ text: String) throws(PriceImportError) {
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var (line, start) = (1, 1)
        var bytes = Array(text.utf8)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        func end() {
            fields.append(String(decoding: field, as: UTF8.self))
            field = []
        }
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "\n") { line += 1 }
            switch byte {
            case UInt8(ascii: "\"") where isQuoted && bytes.first == UInt8(ascii: "\""):
                field.append(byte)
                bytes.removeFirst()
            case UInt8(ascii: "\"") where isQuoted: isQuoted = false
            case UInt8(ascii: "\"") where field.isEmpty: isQuoted = true
            case UInt8(ascii: ",") where !isQuoted: end()
            case UInt8(ascii: "\r") where !isQuoted && bytes.first == UInt8(ascii: "\n"): continue
            case UInt8(ascii: "\n") where !isQuoted:
                end()
                records.append(Record(line: start, fields: fields))
                (fields, start) = ([], line)
            default: field.append(byte)
            }
        }
        guard !isQuoted else {
            throw PriceImportError("the quote that opens in the record of line \(start) is not closed")
        }
        if !field.isEmpty || !fields.isEmpty {
            end()
            records.append(Record(line: start, fields: fields))
        }
    }

    static func field(_ text: String) -> String {
        text.contains { "\",\r\n".contains($0) || $0.isNewline }
            ? "\"\(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\"" : text
    }
}
