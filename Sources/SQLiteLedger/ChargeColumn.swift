#if SQLite

import Metering

/// A line's charges as JSON: an array of budget, scope, window, unit and the amount's two integers for each.
enum ChargeColumn {
    static func text(_ charges: [LedgerLine.Charge]) throws(SpendError) -> String {
        if charges.isEmpty { return "[]" }
        var json = JSONText()
        try write(charges, to: &json)
        return json.text
    }

    static func charges(_ text: String) throws(SpendError) -> [LedgerLine.Charge] {
        text == "[]" ? [] : try charges(try JSONNode(text))
    }

    static func write(_ charges: [LedgerLine.Charge], to json: inout JSONText) throws(SpendError) {
        json.beginArray()
        for charge in charges {
            json.beginArray()
            json.value(charge.balance.budget)
            json.value(charge.balance.scope)
            json.value(charge.balance.window)
            json.value(try charge.amount.unit.columnText())
            json.value(ColumnAmount(charge.amount))
            json.endArray()
        }
        json.endArray()
    }

    static func charges(_ node: JSONNode) throws(SpendError) -> [LedgerLine.Charge] {
        var charges: [LedgerLine.Charge] = []
        for charge in try node.elements() {
            let parts = try charge.elements()
            guard parts.count == 6 else { throw JSONNode.corrupt("a charge has \(parts.count) parts") }
            let amount = try ColumnAmount(units: parts[4], atto: parts[5])
            charges.append(
                LedgerLine.Charge(
                    to: try parts[0...2].balanceKey(), try amount.amount(of: SpendUnit(columnText: try parts[3].text()))
                ))
        }
        return charges
    }
}

extension Collection where Element == JSONNode {
    /// The balance that three texts name.
    func balanceKey() throws(SpendError) -> BalanceKey {
        guard count == 3 else { throw JSONNode.corrupt("a balance has \(count) names") }
        var names: [String] = []
        for node in self { names.append(try node.text()) }
        return BalanceKey(budget: names[0], scope: names[1], window: names[2])
    }
}

#endif
