#if SQLite

import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A line as a row of `lines`.
enum LineColumns {
    /// The columns after the number, in the order of the table.
    static let names =
        "id, request, attempt, occurred, day, target, model, region, scope, tier, tags, attributes, "
        + UsageColumns.names.joined(separator: ", ")
        + ", currency, cost_units, cost_atto, unpriced, ceiling_currency, ceiling_units, ceiling_atto, state, source, "
        + "charges, corrects, is_reversal"

    // Without names, since the text is the key by which the prepared statement is found.
    static let insertion =
        "INSERT INTO lines VALUES (?"
        + String(repeating: ", ?", count: names.split(separator: ",").count) + ")"

    static let byID = "SELECT * FROM lines WHERE id = ?"

    /// Whether a line's request does not show in its id. Most ids are their request, or begin with it and a slash; to find those
    /// by their ids saves each line an entry in an index.
    static let requestIsApart = "id <> request AND substr(id, 1, length(request) + 1) <> request || '/'"

    /// Whether a line is of a request, whose name is bound as `:request`.
    static let isOfRequest = """
        request = :request AND number IN (
            SELECT number FROM lines WHERE request = :request AND \(requestIsApart)
            UNION ALL SELECT number FROM lines WHERE id = :request
            UNION ALL SELECT number FROM lines WHERE id >= :request || '/' AND id < :request || '0'
        )
        """

    /// Refuses what the columns cannot hold.
    static func validate(_ line: LedgerLine) throws(SpendError) {
        try requireColumnText(line.id)
        try requireColumnText(line.request)
        try requireColumnText(line.target)
        try requireColumnText(line.tier.rawValue)
        try requireColumnText(line.state.rawValue)
        try requireColumnText(line.source)
        if let model = line.model {
            try requireColumnText(model.id)
            try requireColumnText(model.region)
            try requireColumnText(model.scope.rawValue)
        }
        // Days of ten characters, so that their texts sort like days; a PriceDay does not read earlier ones.
        guard (-62_162_035_200..<253_402_300_800).contains(line.occurred.timeIntervalSince1970) else {
            throw SpendError(.invalidInput, "a ledger in SQLite takes attempts from 0000-03-01 to 9999-12-31")
        }
        for amount in [line.cost.amount, line.ceiling] {
            guard let amount else { continue }
            _ = try amount.currency.columnText()
        }
        for charge in line.charges {
            _ = try charge.amount.unit.columnText()
        }
    }

    /// Binds a line that was validated.
    static func bind(
        _ line: LedgerLine, number: Int64, day: String, tags: String, to values: inout StatementValues
    ) throws(SpendError) {
        values.bind(number)
        values.bind(line.id)
        values.bind(line.request)
        values.bind(line.attempt)
        values.bind(line.occurred)
        values.bind(day)
        values.bind(line.target)
        values.bind(line.model?.id)
        values.bind(line.model?.region)
        values.bind(line.model?.scope.rawValue)
        values.bind(line.tier.rawValue)
        values.bind(tags)
        values.bind(TagColumns.text(line.attributes))
        UsageColumns.bind(line.usage, to: &values)
        switch line.cost {
        case .priced(let cost):
            values.bind(try cost.currency.columnText())
            values.bind(ColumnAmount(attoUnits: cost.attoUnits))
            values.bindNull()
        case .unpriced(let missing):
            values.bindNull()
            values.bind(Optional<ColumnAmount>.none)
            values.bind(text(missing))
        }
        values.bind(line.ceiling?.currency.rawValue)
        if let ceiling = line.ceiling {
            values.bind(ColumnAmount(attoUnits: ceiling.attoUnits))
        } else {
            values.bind(Optional<ColumnAmount>.none)
        }
        values.bind(line.state.rawValue)
        values.bind(line.source)
        values.bind(try ChargeColumn.text(line.charges))
        values.bind(line.corrects)
        values.bind(line.isReversal ? 1 : 0)
    }

    /// Reads all columns.
    static func read(_ row: inout RowValues) throws(SpendError) -> LedgerLine {
        try readWithNumber(&row).line
    }

    /// Reads all columns, and the number that says when the line was appended.
    static func readWithNumber(_ row: inout RowValues) throws(SpendError) -> (number: Int64, line: LedgerLine) {
        let number = try row.integer()
        let id = try row.text()
        let request = try row.text()
        let attempt = try row.count()
        let occurred = try row.date()
        _ = try row.text()
        let target = try row.text()
        var model: PricedModel?
        let (modelID, region, scope) = (try row.textIfAny(), try row.textIfAny(), try row.textIfAny())
        if let modelID, let region, let scope {
            model = PricedModel(id: modelID, region: region, scope: InferenceScope(rawValue: scope))
        }
        let tier = PriceTier(rawValue: try row.text())
        let tags = try TagColumns.tags(try row.text())
        let attributes = try TagColumns.attributes(try row.text())
        let usage = try UsageColumns.read(&row)
        let (currency, amount, unpriced) = (try row.textIfAny(), try row.amountIfAny(), try row.textIfAny())
        let (ceilingCurrency, ceiling) = (try row.textIfAny(), try row.amountIfAny())
        var line = LedgerLine(
            id: id, request: request, attempt: attempt, occurred: occurred, target: target, model: model, tier: tier,
            tags: tags, attributes: attributes, usage: usage, cost: try cost(currency, amount, unpriced),
            ceiling: try money(ceilingCurrency, ceiling), state: LedgerLine.State(rawValue: try row.text()),
            source: try row.text())
        line.charges = try ChargeColumn.charges(try row.text())
        line.corrects = try row.textIfAny()
        line.isReversal = try row.integer() != 0
        return (number, line)
    }

    private static func money(_ currency: String?, _ amount: ColumnAmount?) throws(SpendError) -> Money? {
        guard let currency, let amount else { return nil }
        return Money(attoUnits: try amount.attoUnits(), Currency(rawValue: currency))
    }

    private static func cost(
        _ currency: String?, _ amount: ColumnAmount?, _ unpriced: String?
    ) throws(SpendError) -> UsageCost {
        if let money = try money(currency, amount) { return .priced(money) }
        guard let unpriced else { throw JSONNode.corrupt("a line has no cost, and no reason for that") }
        return .unpriced(missing: try JSONNode(unpriced).texts().map(UsageClass.init(rawValue:)))
    }

    private static func text(_ missing: [UsageClass]) -> String {
        var json = JSONText()
        json.beginArray()
        for usageClass in missing { json.value(usageClass.rawValue) }
        json.endArray()
        return json.text
    }
}

#endif
