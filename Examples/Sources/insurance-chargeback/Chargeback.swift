import BedrockCost
import ExampleKit
import Foundation

/// What each department is charged, and how that holds against the other figures.
struct Chargeback {
    struct Row {
        let department: String
        let model: String
        let amount: Money
    }

    /// One row for each department and model, sorted by both.
    var rows: [Row]
    /// What no tag claims.
    var untagged: Money
    /// All of it, as Cost Explorer's rows add up.
    var total: Money
    /// What the simulator itself has billed; `nil` against real AWS.
    var simulatorTotal: Money?
    /// The tokens that the answers reported.
    var tokensSeen: Int
    /// The tokens on the simulator's bill; `nil` against real AWS.
    var tokensBilled: Int?
    /// How many requests Cost Explorer charges for.
    var billableRequests: Int
    /// The service names that counted as Bedrock.
    var matchedServices: [String]

    /// Whether total and tokens equal the simulator's own; `nil` against real AWS.
    var isExact: Bool? {
        guard let simulatorTotal, let tokensBilled else { return nil }
        return simulatorTotal == total && tokensBilled == tokensSeen
    }
}

extension Chargeback {
    /// An aligned table with the untagged row, the total and the check.
    var table: String {
        var table = Table("DEPARTMENT", "MODEL", "AMOUNT")
        for row in rows { table.add(row.department, row.model, "\(row.amount)") }
        table.add("(untagged)", "", "\(untagged)")
        table.add("total", "", "\(total)")
        var lines = ["\(table)"]
        lines.append("")
        lines.append("Counted as Bedrock: \(matchedServices.joined(separator: ", "))")
        lines.append("Cost Explorer charges for \(billableRequests) requests.")
        switch (isExact, simulatorTotal, tokensBilled) {
        case (true?, _, _):
            lines.append(
                "The total equals the simulator's bill, and the \(tokensSeen) tokens seen are the tokens billed.")
        case (false?, let simulatorTotal?, let tokensBilled?):
            lines.append(
                "MISMATCH: the simulator billed \(simulatorTotal) for \(tokensBilled) tokens; \(tokensSeen) were seen.")
        default:
            lines.append("\(tokensSeen) tokens were seen. Cost Explorer shows what they cost 8 to 24 hours from now.")
        }
        return lines.joined(separator: "\n")
    }

    /// Comma-separated rows under a header; the untagged row has neither department nor model.
    var csv: String {
        var lines = ["department,model,amount"]
        lines += rows.map { "\($0.department),\(quoted($0.model)),\($0.amount)" }
        lines.append(",,\(untagged)")
        return lines.joined(separator: "\n")
    }

    /// The whole report as JSON; amounts are decimal strings.
    func json() throws -> String {
        var document: [String: JSONValue] = [
            "rows": .array(
                rows.map {
                    [
                        "department": .string($0.department), "model": .string($0.model),
                        "amount": .string("\($0.amount)"),
                    ]
                }),
            "untagged": .string("\(untagged)"),
            "total": .string("\(total)"),
            "tokensSeen": .int(Int64(tokensSeen)),
            "billableRequests": .int(Int64(billableRequests)),
            "matchedServices": .array(matchedServices.map(JSONValue.string)),
        ]
        if let simulatorTotal { document["simulatorTotal"] = .string("\(simulatorTotal)") }
        if let tokensBilled { document["tokensBilled"] = .int(Int64(tokensBilled)) }
        return String(decoding: try JSONValue.object(document).serialized(), as: UTF8.self)
    }

    private func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\n".contains($0) }) else { return text }
        return "\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\""
    }
}
