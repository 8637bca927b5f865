/// What a price list was read as: rows for a ``PriceBook``, and a note for each of its prices that did not become a row.
///
/// ```swift
/// let list = try PriceImport(awsOffer: bytes)
/// var book = PriceBook.bundled
/// book.add(list.rows)
/// for note in list.notes where note.reason != .otherProduct { print(note) }
/// ```
///
/// Every price of the list is found either in ``rows`` or in ``notes``.
public struct PriceImport: Sendable {
    /// The prices that were understood.
    public internal(set) var rows: [PriceRow] = []
    /// The prices that were not, each with the reason, and prices of other products than inference on demand.
    public internal(set) var notes: [PriceImportNote] = []

    /// Nothing read yet.
    init() {}

    mutating func note(_ item: String, _ reason: PriceImportNote.Reason, _ detail: String) {
        notes.append(PriceImportNote(item: item, reason: reason, detail: detail))
    }

    /// Leaves one row of each subject and first day. Of two prices the higher one stays: it is the safer one to reserve by.
    mutating func resolveConflicts() {
        struct Key: Hashable {
            let model: String
            let subject: PriceRow.Subject
            let from: PriceDay?
        }
        var kept: [PriceRow] = []
        var places: [Key: Int] = [:]
        for row in rows {
            let key = Key(model: row.model, subject: row.subject, from: row.effectiveFrom)
            guard let place = places[key] else {
                places[key] = kept.count
                kept.append(row)
                continue
            }
            let other = kept[place]
            if other.unitPrice == row.unitPrice { continue }
            let isHigher =
                other.unitPrice.currency == row.unitPrice.currency
                && other.unitPrice.attoUnits < row.unitPrice.attoUnits
            if isHigher { kept[place] = row }
            let (stays, goes) = isHigher ? (row, other) : (other, row)
            note(
                "\(row.model) \(row.region ?? "*") \(row.scope) \(row.usageClass) \(row.tier)", .conflict,
                "\(stays.unitPrice) \(stays.unitPrice.currency) stays, \(goes.unitPrice) \(goes.unitPrice.currency) does not"
            )
        }
        rows = kept
    }
}

/// A price of a price list that did not become a row, and why.
public struct PriceImportNote: Sendable, Hashable, CustomStringConvertible {
    /// Why a price did not become a row. New reasons may be added.
    public struct Reason: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        /// The name, such as `unknownModel`.
        public let rawValue: String

        /// A reason by its name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The name.
        public var description: String { rawValue }

        /// It is for something else than inference on demand or in batches: reserved capacity, training, guardrails.
        public static let otherProduct = Self(rawValue: "otherProduct")
        /// No model id is known for the name that the list gives the model.
        public static let unknownModel = Self(rawValue: "unknownModel")
        /// What it counts is not understood.
        public static let unknownMeter = Self(rawValue: "unknownMeter")
        /// The unit is not understood, or does not fit what is counted.
        public static let unknownUnit = Self(rawValue: "unknownUnit")
        /// It holds for a part of the month's volume only.
        public static let volumeStep = Self(rawValue: "volumeStep")
        /// It is no exact decimal, or something that a row needs is missing.
        public static let malformed = Self(rawValue: "malformed")
        /// The list gives two prices for the same thing.
        public static let conflict = Self(rawValue: "conflict")
    }

    /// Where the price stands: its SKU, its key, or its line.
    public let item: String
    /// Why it did not become a row.
    public let reason: Reason
    /// What exactly was not understood.
    public let detail: String

    init(item: String, reason: Reason, detail: String) {
        self.item = item
        self.reason = reason
        self.detail = detail
    }

    /// Where, why and what.
    public var description: String { "\(item): \(reason): \(detail)" }
}

/// Why a price list could not be read at all.
public struct PriceImportError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong with the document.
    public let message: String

    init(_ message: String) { self.message = message }

    /// What is wrong with the document.
    public var description: String { message }
}
