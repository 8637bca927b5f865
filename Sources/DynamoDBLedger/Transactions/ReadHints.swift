import Metering

/// An operation of which it is known what it will read, so that it can be loaded at once. Whatever else it wants is loaded
/// when it asks.
protocol ReadHints {
    /// What is read in any case.
    var firstReads: [RecordKey] { get }
    /// What is read once the operation's hold is known.
    func reads(after hold: Hold) -> [RecordKey]
}

extension ReadHints {
    func reads(after hold: Hold) -> [RecordKey] { hold.parts.map { .balance($0.balance) } }
}

extension HoldPart {
    /// What a part's admission looks at.
    fileprivate var admissionReads: [RecordKey] {
        [.balance(balance)] + alsoCounts.map { .balance($0) }
            + (carryOver.map { [.balance($0.from)] } ?? [])
    }
}

extension Reservation: ReadHints {
    var firstReads: [RecordKey] { [.hold(id)] + parts.flatMap(\.admissionReads) }
    func reads(after hold: Hold) -> [RecordKey] { [] }
}

extension Settlement: ReadHints {
    var firstReads: [RecordKey] { [.hold(hold)] + lines.map { .line($0.id) } }
    func reads(after hold: Hold) -> [RecordKey] {
        hold.parts.map { .balance($0.balance) } + (hold.state == .open ? [] : [.line(hold.draft.id)])
    }
}

extension HoldExtension: ReadHints {
    var firstReads: [RecordKey] { [.hold(hold)] }
    func reads(after hold: Hold) -> [RecordKey] { granted == nil ? [] : hold.parts.flatMap(\.admissionReads) }
}

extension HoldVoiding: ReadHints {
    var firstReads: [RecordKey] { [.hold(hold)] }
}

extension HoldExpiry: ReadHints {
    var firstReads: [RecordKey] { [.hold(hold)] }
    func reads(after hold: Hold) -> [RecordKey] {
        [.line(hold.draft.id), .event("expired/\(hold.id)")] + hold.parts.map { .balance($0.balance) }
    }
}

extension Posting: ReadHints {
    var firstReads: [RecordKey] { [.line(line.id)] + parts.map { .balance($0.balance) } }
    func reads(after hold: Hold) -> [RecordKey] { [] }
}

extension Correction: ReadHints {
    var firstReads: [RecordKey] { [.line(line)] }
    func reads(after hold: Hold) -> [RecordKey] { [] }
}
