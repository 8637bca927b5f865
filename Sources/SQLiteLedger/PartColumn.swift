#if SQLite

import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A hold's parts as a JSON array of objects, and what is still held of each as an array of pairs of integers.
enum PartColumn {
    static func text(_ parts: [HoldPart]) throws(SpendError) -> String {
        var json = JSONText(capacity: 256 * parts.count)
        json.beginArray()
        for part in parts { try write(part, to: &json) }
        json.endArray()
        return json.text
    }

    static func held(_ amounts: [SpendAmount]) throws(SpendError) -> String {
        var json = JSONText()
        json.beginArray()
        for amount in amounts { try write(amount, to: &json) }
        json.endArray()
        return json.text
    }

    static func parts(_ text: String) throws(SpendError) -> [HoldPart] {
        var parts: [HoldPart] = []
        for node in try JSONNode(text).elements() { parts.append(try part(try node.members())) }
        return parts
    }

    static func held(_ text: String, of parts: [HoldPart]) throws(SpendError) -> [SpendAmount] {
        let nodes = try JSONNode(text).elements()
        guard nodes.count == parts.count else { throw JSONNode.corrupt("a hold and its parts differ in number") }
        var amounts: [SpendAmount] = []
        for index in parts.indices { amounts.append(try amount(nodes[index], of: parts[index].amount.unit)) }
        return amounts
    }

    private static func write(_ part: HoldPart, to json: inout JSONText) throws(SpendError) {
        json.beginObject()
        json.key("balance")
        write(part.balance, to: &json)
        json.member("unit", try part.amount.unit.columnText())
        json.key("amount")
        try write(part.amount, to: &json)
        if let limit = part.limit {
            json.key("limit")
            try write(limit, to: &json)
        }
        if !part.isEnforced {
            json.key("enforced")
            json.value(false)
        }
        if !part.thresholds.isEmpty {
            json.key("thresholds")
            json.beginArray()
            for threshold in part.thresholds { json.value(threshold) }
            json.endArray()
        }
        if let carryOver = part.carryOver {
            json.key("carryFrom")
            write(carryOver.from, to: &json)
            if let atMost = carryOver.atMost {
                json.key("carryAtMost")
                try write(atMost, to: &json)
            }
        }
        if !part.alsoCounts.isEmpty {
            json.key("alsoCounts")
            json.beginArray()
            for key in part.alsoCounts { write(key, to: &json) }
            json.endArray()
        }
        if let resets = part.resets {
            guard resets.timeIntervalSinceReferenceDate.isFinite else {
                throw SpendError(.invalidInput, "the window of budget \(part.balance.budget) ends at no time")
            }
            json.key("resets")
            json.value(resets.timeIntervalSinceReferenceDate)
        }
        json.endObject()
    }

    private static func part(_ members: [String: JSONNode]) throws(SpendError) -> HoldPart {
        guard let balance = members["balance"], let unitNode = members["unit"], let amountNode = members["amount"]
        else {
            throw JSONNode.corrupt("a part of a hold has no balance or no amount")
        }
        let unit = SpendUnit(columnText: try unitNode.text())
        var part = HoldPart(of: try balance.elements().balanceKey(), try amount(amountNode, of: unit))
        if let limit = members["limit"] { part.limit = try amount(limit, of: unit) }
        if let isEnforced = members["enforced"] { part.isEnforced = try isEnforced.boolean() }
        if let thresholds = members["thresholds"] { part.thresholds = try thresholds.integers().map(Int.init) }
        if let from = members["carryFrom"] {
            part.carryOver = HoldPart.CarryOver(from: try from.elements().balanceKey())
            if let atMost = members["carryAtMost"] { part.carryOver?.atMost = try amount(atMost, of: unit) }
        }
        if let keys = members["alsoCounts"] {
            for key in try keys.elements() { part.alsoCounts.append(try key.elements().balanceKey()) }
        }
        if let resets = members["resets"] { part.resets = Date(timeIntervalSinceReferenceDate: try resets.real()) }
        return part
    }

    private static func write(_ key: BalanceKey, to json: inout JSONText) {
        json.beginArray()
        json.value(key.budget)
        json.value(key.scope)
        json.value(key.window)
        json.endArray()
    }

    private static func write(_ amount: SpendAmount, to json: inout JSONText) throws(SpendError) {
        json.beginArray()
        json.value(ColumnAmount(amount))
        json.endArray()
    }

    private static func amount(_ node: JSONNode, of unit: SpendUnit) throws(SpendError) -> SpendAmount {
        let parts = try node.elements()
        guard parts.count == 2 else { throw JSONNode.corrupt("an amount has \(parts.count) parts") }
        return try ColumnAmount(units: parts[0], atto: parts[1]).amount(of: unit)
    }
}

#endif
