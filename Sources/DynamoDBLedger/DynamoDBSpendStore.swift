public import AWSCore
public import Metering
import Synchronization

/// A ledger with budgets in one DynamoDB table, shared by any number of processes and hosts.
///
/// ```swift
/// try await DynamoDBSpendStore.createTable("spend", aws)
/// let store = DynamoDBSpendStore(aws, table: "spend")
/// ```
///
/// Every operation is one transaction of DynamoDB: the hold, its balances, the lines, the roll-ups of their days and the events
/// are written together or not at all. It is conditioned on the versions of all that the operation has read, so a limit
/// holds exactly, however many processes share it. Where others were faster the operation is run again on what they have left.
///
/// A request whose reply was lost is repeated with its token, which DynamoDB knows for ten minutes, and is otherwise looked for in
/// the table: an operation takes effect once.
public final class DynamoDBSpendStore: BudgetStore {
    /// What sends the calls. Its clock measures the waits and its `now` dates the transactions.
    public let aws: AWSClient
    /// The table's name or ARN.
    public let table: String
    /// How often the store tries again where others were faster.
    public let patience: Patience

    let items: SpendTable
    private let stamps: StampClock
    private let turns = Turns()
    private let memory: Mutex<Memory>

    /// What is remembered between operations. All of it could be forgotten at any time.
    private struct Memory {
        /// Budgets and slots that are in their lists.
        var listed: Set<ItemKey> = []
        /// The balances of holds that were opened here, to read them together with the hold.
        var balancesOfHolds: [String: [BalanceKey]] = [:]
        /// Which partition of a day takes this process's lines.
        var slot = Int.random(in: 0..<ItemKey.slotsOfDay)
    }

    /// A store over a table that ``createTable(_:_:isProtected:timeLimit:)`` has made.
    ///
    /// - Parameters:
    ///   - aws: What sends the calls.
    ///   - table: The table's name or ARN.
    ///   - patience: How often the store tries again where others were faster.
    public init(_ aws: AWSClient, table: String, patience: Patience = Patience()) {
        self.aws = aws
        self.table = table
        self.patience = patience
        items = SpendTable(aws: aws, name: table, patience: patience)
        stamps = StampClock(now: aws.configuration.now)
        memory = Mutex(Memory())
    }

    /// Runs an operation in one transaction.
    ///
    /// - Throws: `SpendError`: what the operation throws; of code `unavailable` where DynamoDB did not answer, or where others
    ///   kept changing the same balances; of code `configuration` where the table cannot be used.
    public func perform<Operation: SpendOperation>(
        _ operation: Operation
    ) async throws(SpendError) -> Operation.Outcome {
        try operation.validate()
        let hints = operation as? any ReadHints
        var snapshot = Snapshot()
        try await load(firstReads(hints), into: &snapshot)
        var turn: Turns.Turn?
        defer { if let turn { turns.end(turn) } }
        var attempt = 1
        while true {
            let (outcome, transaction) = try await run(operation, hints, &snapshot)
            let stamp = stamps.next(after: snapshot.latest)
            let slot = memory.withLock { $0.slot }
            guard let plan = try WritePlan(transaction, stamp: stamp, slot: slot, table: table) else {
                return outcome
            }
            if turn == nil {
                let (own, hasWaited) = try await turns.begin(plan.contended)
                turn = own
                if hasWaited {
                    // The one before has changed what was read.
                    try await reload(&snapshot)
                    continue
                }
            }
            try await list(plan.listings)
            switch try await commit(plan) {
            case .committed:
                remember(transaction.holds.values)
                return outcome
            case .refused(let reasons):
                try examine(reasons, of: plan)
                try await patience.wait(after: attempt, "others keep changing the same balances of \(table)", aws)
                attempt += 1
                try await reload(&snapshot)
            }
        }
    }

    // MARK: Running

    /// Runs an operation on what has been read, and reads what it wants more, until it has run to its end.
    private func run<Operation: SpendOperation>(
        _ operation: Operation, _ hints: (any ReadHints)?, _ snapshot: inout Snapshot
    ) async throws(SpendError) -> (Operation.Outcome, SnapshotTransaction) {
        var isVerified = false
        while true {
            if let hints {
                try await load(Set(snapshot.holds.flatMap { hints.reads(after: $0) }), into: &snapshot)
            }
            var transaction = SnapshotTransaction(snapshot)
            do throws(SpendError) {
                let outcome = try operation.apply(to: &transaction)
                if transaction.missing == nil { return (outcome, transaction) }
            } catch {
                // Records that were read one after the other may contradict each other.
                if transaction.missing == nil {
                    guard !isVerified else { throw error }
                    var again = snapshot
                    try await reload(&again)
                    isVerified = again.agrees(with: snapshot)
                    snapshot = again
                    guard isVerified else { continue }
                    throw error
                }
            }
            if let missing = transaction.missing {
                isVerified = false
                try await load([missing], into: &snapshot)
            }
        }
    }

    private func firstReads(_ hints: (any ReadHints)?) -> Set<RecordKey> {
        let first = hints?.firstReads ?? []
        let balances = memory.withLock { memory in
            first.flatMap { key -> [BalanceKey] in
                if case .hold(let id) = key { memory.balancesOfHolds[id] ?? [] } else { [] }
            }
        }
        return Set(first).union(balances.map { .balance($0) })
    }

    private func load(_ keys: Set<RecordKey>, into snapshot: inout Snapshot) async throws(SpendError) {
        let missing = keys.filter { snapshot[$0] == nil }
        guard !missing.isEmpty else { return }
        snapshot.add(try await items.load(missing))
    }

    private func reload(_ snapshot: inout Snapshot) async throws(SpendError) {
        let records = try await items.load(Set(snapshot.records.keys))
        snapshot = Snapshot()
        snapshot.add(records)
    }

    private func remember(_ holds: some Collection<Hold>) {
        memory.withLock { memory in
            if memory.balancesOfHolds.count > 10_000 { memory.balancesOfHolds = [:] }
            for hold in holds {
                memory.balancesOfHolds[hold.id] = hold.state == .open ? hold.parts.map(\.balance) : nil
            }
        }
    }

    // MARK: Committing

    /// Puts budgets and days into their lists before anything refers to them: a list may name what is not there, and must not
    /// lack what is.
    private func list(_ listings: Set<ItemKey>) async throws(SpendError) {
        let missing = memory.withLock { memory in listings.subtracting(memory.listed) }
        for key in missing {
            do throws(AWSError) {
                _ = try await aws.send(PutItem(key.attributes, to: table))
            } catch {
                throw SpendError(error, table: table)
            }
        }
        guard !missing.isEmpty else { return }
        memory.withLock { memory in
            if memory.listed.count > 100_000 { memory.listed = [] }
            memory.listed.formUnion(missing)
        }
    }

    private enum Commit {
        case committed
        /// Nothing was written; the reasons by action.
        case refused([CancellationReason])
    }

    private func commit(_ plan: WritePlan) async throws(SpendError) -> Commit {
        // The token goes with every repetition, so that what was done is not done again.
        let operation = TransactWriteItems(plan.actions)
        var mayHaveRun = false
        var attempt = 1
        while true {
            do throws(AWSError) {
                _ = try await aws.send(operation)
                return .committed
            } catch {
                if error.attempts > 1 { mayHaveRun = true }
                switch error.serviceCode {
                case "TransactionCanceledException":
                    if mayHaveRun, try await isWritten(plan) { return .committed }
                    return .refused(CancellationReason.all(of: error))
                case "TransactionInProgressException": break
                default:
                    guard [.transport, .timeout, .serviceFault, .throttled].contains(error.code) else {
                        throw SpendError(error, table: table)
                    }
                }
                mayHaveRun = true
                guard attempt < patience.maximumAttempts else { throw SpendError(error, table: table) }
                try await patience.wait(after: attempt, "the table \(table) does not answer", aws)
                attempt += 1
            }
        }
    }

    /// Whether a transaction whose replies were lost has succeeded.
    private func isWritten(_ plan: WritePlan) async throws(SpendError) -> Bool {
        guard let witness = plan.witness, let item = try await items.item(witness) else { return false }
        return try SpendTable.stamp(of: item) == plan.stamp
    }

    /// Tells a refusal that will come again from one by somebody who was faster.
    private func examine(_ reasons: [CancellationReason], of plan: WritePlan) throws(SpendError) {
        for (reason, role) in zip(reasons, plan.roles) {
            switch (reason.code, role) {
            case ("ConditionalCheckFailed", .rollup):
                throw SpendError(.overflow, "the cost of a day exceeds what an amount can hold")
            case ("ValidationError", _):
                throw SpendError(.invalidInput, "DynamoDB refuses a record: \(reason.message ?? "no reason given")")
            case ("TransactionConflict", .rollup):
                memory.withLock { $0.slot = .random(in: 0..<ItemKey.slotsOfDay) }
            default: break
            }
        }
    }
}

/// Why DynamoDB did not accept an action of a transaction.
struct CancellationReason: Sendable, Hashable {
    /// Such as `ConditionalCheckFailed` or `TransactionConflict`; `None` for an action that was not to blame.
    let code: String
    let message: String?

    static func all(of error: AWSError) -> [Self] {
        (error.details?["CancellationReasons"]?.array ?? []).map {
            Self(code: $0["Code"]?.string ?? "None", message: $0["Message"]?.string)
        }
    }
}

extension Snapshot {
    /// The holds that were read.
    fileprivate var holds: [Hold] {
        records.values.compactMap { record in
            if case .hold(let hold) = record.content { hold } else { nil }
        }
    }
}
