#if SQLite

import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An event as a row of `events`, which is the outbox and the record of ids that were delivered.
enum EventColumns {
    static let insertion = """
        INSERT INTO events (id, at, kind, is_delivered) VALUES (?, ?, ?, 0) ON CONFLICT (id) DO NOTHING
        """
    static let names = "number, id, at, kind"

    /// What happened, as JSON.
    ///
    /// - Throws: ``SpendError`` of code `invalidInput`.
    static func kind(_ event: SpendEvent) throws(SpendError) -> String {
        try requireColumnText(event.id)
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(event.kind), as: UTF8.self)
        } catch {
            throw SpendError(.invalidInput, "an event cannot be written as JSON", underlying: error)
        }
    }

    /// Reads the columns of ``names``.
    static func read(_ row: inout RowValues) throws(SpendError) -> (number: Int64, event: SpendEvent) {
        let number = try row.integer()
        let (id, at, kind) = (try row.text(), try row.date(), try row.text())
        do {
            let kind = try JSONDecoder().decode(SpendEvent.Kind.self, from: Data(kind.utf8))
            return (number, SpendEvent(id: id, at: at, kind: kind))
        } catch {
            throw SpendError(.corrupt, "the ledger's file is damaged: an event is not known", underlying: error)
        }
    }
}

#endif
