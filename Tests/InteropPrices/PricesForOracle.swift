import Foundation
import Metering

/// Does with price lists and usages what `Tests/Interop/price_checks.py` recomputes with Python's `decimal`.
///
///     interop-prices litellm|offer|products|csv|json FILE    the rows, then the notes
///     interop-prices cost BOOK.csv USAGES                    the cost of each usage, by the rows of the book
@main
struct PricesForOracle {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else { return print("usage: interop-prices KIND FILE [USAGES]") }
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: arguments[2])))
        switch arguments[1] {
        case "litellm": tell(try PriceImport(liteLLM: bytes))
        case "offer": tell(try PriceImport(awsOffer: bytes))
        case "products": tell(PriceImport(awsProducts: try JSONDecoder().decode([String].self, from: Data(bytes))))
        case "csv": tell(try PriceImport(csv: String(decoding: bytes, as: UTF8.self)))
        case "json": tell(try PriceImport(json: bytes))
        default:
            let rows = try PriceImport(csv: String(decoding: bytes, as: UTF8.self)).rows
            try price(usages: arguments[3], by: rows)
        }
    }

    private static func tell(_ list: PriceImport) {
        var text = ""
        for row in list.rows {
            let fields = [
                "row", row.model, row.region ?? "", row.scope.rawValue, row.usageClass.rawValue, row.tier.rawValue,
                "\(row.contextAbove)", row.effectiveFrom?.description ?? "", row.effectiveUntil?.description ?? "",
                row.unitPrice.description, row.unitPrice.currency.rawValue,
            ]
            text += fields.joined(separator: "\t") + "\n"
        }
        for note in list.notes { text += "note\t\(note.item)\t\(note.reason)\t\(note.detail)\n" }
        print(text, terminator: "")
    }

    private static func price(usages path: String, by rows: [PriceRow]) throws {
        var book = PriceBook()
        book.largestJump = .max
        let quarantined = book.add(rows)
        var text = "quarantined\t\(quarantined.count)\n"
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard let day = PriceDay(fields[4]), fields.count == 6,
                let usage = try? JSONDecoder().decode(TokenUsage.self, from: Data(fields[5].utf8))
            else {
                text += "malformed\n"
                continue
            }
            let model = PricedModel(id: fields[0], region: fields[1], scope: InferenceScope(rawValue: fields[2]))
            switch try book.cost(of: usage, of: model, tier: PriceTier(rawValue: fields[3]), on: day) {
            case .priced(let amount): text += "\(amount) \(amount.currency)\n"
            case .unpriced(let missing): text += "unpriced \(missing.map(\.rawValue).joined(separator: " "))\n"
            }
        }
        print(text, terminator: "")
    }
}
