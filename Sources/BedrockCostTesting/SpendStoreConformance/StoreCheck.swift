/// One check of ``SpendStoreConformance``.
struct StoreCheck: Sendable {
    let name: String
    let body: @Sendable (StoreBench) async throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (StoreBench) async throws -> Void) {
        self.name = name
        self.body = body
    }

    static var all: [Self] {
        reserving + scopes + denials + extending + settling + partial + revisions + expiry + voiding + posting
            + correcting + units + unpriced + carryOver + rolling + thresholds + events + pages + reports + balances
            + validation + amounts + keeping + replays + concurrency
    }
}
