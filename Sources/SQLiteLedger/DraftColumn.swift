#if SQLite

import Attribution
import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A hold's draft as a JSON object; what is as it mostly is, is left out.
enum DraftColumn {
    static func text(_ line: LedgerLine) throws(SpendError) -> String {
        var json = JSONText(capacity: 1_024)
        json.beginObject()
        json.member("id", line.id)
        if line.request != line.id { json.member("request", line.request) }
        if line.attempt != 1 {
            json.key("attempt")
            json.value(line.attempt)
        }
        json.key("occurred")
        json.value(line.occurred.timeIntervalSinceReferenceDate)
        json.member("target", line.target)
        if let model = line.model {
            json.member("model", model.id)
            json.member("region", model.region)
            json.member("scope", model.scope.rawValue)
        }
        if line.tier != .standard { json.member("tier", line.tier.rawValue) }
        if !line.tags.isEmpty {
            json.key("tags")
            // Pairs, since what nobody has validated may name a key twice.
            json.beginArray()
            for tag in line.tags {
                json.value(tag.key)
                json.value(tag.value)
            }
            json.endArray()
        }
        if !line.attributes.isEmpty {
            json.key("attributes")
            json.beginArray()
            for (key, value) in line.attributes.sorted(by: { $0.key < $1.key }) {
                json.value(key)
                json.value(value)
            }
            json.endArray()
        }
        json.key("usage")
        UsageColumns.write(line.usage, to: &json)
        switch line.cost {
        case .priced(let cost): try write(cost, as: "cost", to: &json)
        case .unpriced(let missing):
            json.key("unpriced")
            json.beginArray()
            for usageClass in missing { json.value(usageClass.rawValue) }
            json.endArray()
        }
        if let ceiling = line.ceiling { try write(ceiling, as: "ceiling", to: &json) }
        json.member("state", line.state.rawValue)
        json.member("source", line.source)
        if !line.charges.isEmpty {
            json.key("charges")
            try ChargeColumn.write(line.charges, to: &json)
        }
        json.endObject()
        return json.text
    }

    static func line(_ text: String) throws(SpendError) -> LedgerLine {
        let members = try JSONNode(text).members()
        func member(_ name: String) throws(SpendError) -> JSONNode {
            guard let node = members[name] else { throw JSONNode.corrupt("a draft has no \(name)") }
            return node
        }
        let id = try member("id").text()
        var line = LedgerLine(
            id: id, occurred: Date(timeIntervalSinceReferenceDate: try member("occurred").real()),
            target: try member("target").text(), usage: try UsageColumns.read(try member("usage")),
            cost: .unpriced(missing: []), state: LedgerLine.State(rawValue: try member("state").text()),
            source: try member("source").text())
        if let request = members["request"] { line.request = try request.text() }
        if let attempt = members["attempt"] { line.attempt = Int(try attempt.integer()) }
        if let model = members["model"] {
            line.model = PricedModel(
                id: try model.text(), region: try member("region").text(),
                scope: InferenceScope(rawValue: try member("scope").text()))
        }
        if let tier = members["tier"] { line.tier = PriceTier(rawValue: try tier.text()) }
        if let tags = try members["tags"]?.pairs() {
            line.tags = TagSet(unvalidated: tags.map { TagSet.Tag(key: $0.0, value: $0.1) })
        }
        if let attributes = try members["attributes"]?.pairs() {
            line.attributes = Dictionary(attributes) { _, last in last }
        }
        if let cost = members["cost"] {
            line.cost = .priced(try money(cost))
        } else {
            line.cost = .unpriced(missing: try member("unpriced").texts().map(UsageClass.init(rawValue:)))
        }
        if let ceiling = members["ceiling"] { line.ceiling = try money(ceiling) }
        if let charges = members["charges"] { line.charges = try ChargeColumn.charges(charges) }
        return line
    }

    private static func write(_ money: Money, as key: String, to json: inout JSONText) throws(SpendError) {
        json.key(key)
        json.beginArray()
        json.value(try money.currency.columnText())
        json.value(ColumnAmount(attoUnits: money.attoUnits))
        json.endArray()
    }

    private static func money(_ node: JSONNode) throws(SpendError) -> Money {
        let parts = try node.elements()
        guard parts.count == 3 else { throw JSONNode.corrupt("an amount of a draft has \(parts.count) parts") }
        let amount = try ColumnAmount(units: parts[1], atto: parts[2])
        return Money(attoUnits: try amount.attoUnits(), Currency(rawValue: try parts[0].text()))
    }
}

extension JSONText {
    mutating func member(_ key: String, _ value: String) {
        self.key(key)
        self.value(value)
    }
}

extension JSONNode {
    /// Keys and values that follow each other in an array of texts.
    fileprivate func pairs() throws(SpendError) -> [(String, String)] {
        let texts = try texts()
        guard texts.count.isMultiple(of: 2) else { throw Self.corrupt("a key has no value") }
        return stride(from: 0, to: texts.count, by: 2).map { (texts[$0], texts[$0 + 1]) }
    }
}

#endif
