#if SQLite

import Metering

/// A hold as a row of `holds`.
enum HoldColumns {
    static let insertion = "INSERT INTO holds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    static let change = "UPDATE holds SET state = ?, expires = ?, held = ? WHERE number = ?"
    static let changeOfParts = "UPDATE holds SET parts = ? WHERE number = ?"
    static let byID = "SELECT * FROM holds WHERE id = ?"

    /// What is written of a hold as text, worked out before anything is written.
    struct Texts {
        var held: String
        /// `nil` where it is as it was.
        var parts: String?
        var draft: String?
    }

    /// The texts of a hold, without those that are as they were.
    ///
    /// - Parameter before: The parts that it had; `nil` for a new hold.
    /// - Throws: ``SpendError`` of code `overflow` or `invalidInput` for what the columns cannot hold.
    static func texts(of hold: Hold, before: [HoldPart]?) throws(SpendError) -> Texts {
        if before == nil {
            try requireColumnText(hold.id)
            try requireColumnText(hold.owner)
            try requireColumnText(hold.state.rawValue)
            try LineColumns.validate(hold.draft)
        }
        return Texts(
            held: try PartColumn.held(hold.held),
            parts: before == hold.parts ? nil : try PartColumn.text(hold.parts),
            draft: before == nil ? try DraftColumn.text(hold.draft) : nil)
    }

    /// Reads all columns.
    static func read(_ row: inout RowValues) throws(SpendError) -> (number: Int64, hold: Hold) {
        let number = try row.integer()
        let (id, owner) = (try row.text(), try row.text())
        let (opened, expires) = (try row.date(), try row.date())
        let state = Hold.State(rawValue: try row.text())
        guard let onExpiry = Hold.Expiry(rawValue: try row.text()) else {
            throw JSONNode.corrupt("a hold expires in a way that is not known")
        }
        let held = try row.text()
        let parts = try PartColumn.parts(try row.text())
        let hold = Hold(
            id: id, owner: owner, opened: opened, expires: expires, state: state, onExpiry: onExpiry, parts: parts,
            held: try PartColumn.held(held, of: parts), draft: try DraftColumn.line(try row.text()))
        return (number, hold)
    }
}

#endif
