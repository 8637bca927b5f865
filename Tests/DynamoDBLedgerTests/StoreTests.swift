import AWSCore
import Attribution
import BedrockCostTesting
import DynamoDBLedger
import Foundation
import Metering
import Testing

@Suite struct StoreTests {
    // MARK: Sharing

    @Test func processesThatShareALimitNeverExceedIt() async throws {
        let scene = try await SpendScene()
        let stores = try (0..<4).map { _ in try scene.otherStore() }
        let held = try await withThrowingTaskGroup(of: Bool.self) { group in
            for caller in 0..<60 {
                group.addTask {
                    let store = stores[caller % stores.count]
                    let outcome = try await store.perform(SpendScene.reservation("h\(caller)", dollars: 3))
                    guard case .held = outcome else { return false }
                    return true
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        // 33 holds of three dollars fit into a hundred.
        #expect(held == 33)
        #expect(try await scene.store.balance(SpendScene.key)?.held == .usd(99))
    }

    @Test func callersOfOneProcessDoNotSpoilEachOthersAttempts() async throws {
        let scene = try await SpendScene()
        _ = try await scene.store.perform(SpendScene.reservation("first", dollars: 0))
        let before = scene.count("TransactWriteItems")
        try await withThrowingTaskGroup { group in
            for caller in 0..<20 {
                group.addTask { _ = try await scene.store.perform(SpendScene.reservation("h\(caller)", dollars: 1)) }
            }
            try await group.waitForAll()
        }
        #expect(scene.count("TransactWriteItems") == before + 20)
        #expect(try await scene.store.balance(SpendScene.key)?.held == .usd(20))
    }

    @Test func aCallerThatIsCancelledWhileItWaitsForItsTurnLeavesTheOthersTheirs() async throws {
        let scene = try await SpendScene()
        let tasks = (0..<10).map { caller in
            Task { try await scene.store.perform(SpendScene.reservation("h\(caller)", dollars: 1)) }
        }
        for task in tasks.suffix(5) { task.cancel() }
        var held = 0
        for task in tasks { if case .success(.held) = await task.result { held += 1 } }
        #expect(held >= 5)
        let after = try await scene.store.perform(SpendScene.reservation("after", dollars: 1))
        guard case .held = after else {
            Issue.record("\(after)")
            return
        }
        // One that was cancelled may have been done all the same.
        let balance = try #require(try await scene.store.balance(SpendScene.key))
        #expect(balance.held.count >= SpendAmount.usd(held + 1).count)
    }

    @Test func aTransactionThatMeetsOthersIsTriedAgainAndThenGivenUp() async throws {
        let scene = try await SpendScene()
        scene.mock.faults.add(.transactionConflict(onAction: 2), for: "TransactWriteItems", times: 5)
        guard case .held = try await scene.store.perform(SpendScene.reservation("h")) else {
            Issue.record("it is not held")
            return
        }
        scene.mock.faults.add(.transactionConflict(), for: "TransactWriteItems", times: 24)
        let error = await #expect(throws: SpendError.self) {
            _ = try await scene.store.perform(SpendScene.reservation("i"))
        }
        #expect(error?.code == .unavailable)
        #expect(error?.message == "others keep changing the same balances of spend, also after 24 attempts")
        #expect(try await scene.store.hold("i") == nil)
    }

    // MARK: Cost

    @Test func aReservationAndASettlementTakeOneReadAndOneWriteEach() async throws {
        let scene = try await SpendScene()
        let keys = (1...4).map { BalanceKey(budget: "b\($0)", window: "2026-10@UTC") }
        // The first call lists budgets and days.
        _ = try await scene.store.perform(SpendScene.reservation("h1", dollars: 1, of: keys))
        _ = try await scene.store.perform(
            Settlement(of: "h1", with: [SpendScene.line("h1/1", dollars: 1)], at: SpendScene.start))
        let first = scene.mock.requests.count
        _ = try await scene.store.perform(SpendScene.reservation("h2", dollars: 1, of: keys))
        _ = try await scene.store.perform(
            Settlement(of: "h2", with: [SpendScene.line("h2/1", dollars: 1)], at: SpendScene.start))
        let requests = scene.mock.requests[first...]
        #expect(
            requests.map(\.operation) == ["BatchGetItem", "TransactWriteItems", "BatchGetItem", "TransactWriteItems"])
        let actions = requests.compactMap { $0.body?["TransactItems"]?.array?.count }
        // The hold, its place among those that expire and four balances; and the line's id, its body and the roll-up.
        #expect(actions == [6, 9])
        let units = requests.compactMap { $0.body?["TransactItems"]?.array }.map { actions in
            actions.reduce(0) { $0 + 2 * Self.kilobytes($1) }
        }
        #expect(units == [14, 22])
    }

    /// The size that an action is charged for, in kilobytes begun.
    private static func kilobytes(_ action: JSONValue) -> Int {
        let item = action["Put"]?["Item"] ?? action["Update"]?["ExpressionAttributeValues"] ?? action["Delete"]?["Key"]
        let bytes = (item?.object ?? [:]).reduce(0) { sum, attribute in
            let value = attribute.value.object?.values.first?.string ?? ""
            return sum + attribute.key.utf8.count + value.utf8.count
        }
        return (bytes + 1_023) / 1_024
    }

    @Test func aDenialAndARepetitionWriteNothing() async throws {
        let scene = try await SpendScene()
        _ = try await scene.store.perform(SpendScene.reservation("h"))
        let before = scene.count("TransactWriteItems")
        guard case .denied = try await scene.store.perform(SpendScene.reservation("i", dollars: 91)),
            case .held = try await scene.store.perform(SpendScene.reservation("h"))
        else {
            Issue.record("the budget has ninety dollars left")
            return
        }
        #expect(scene.count("TransactWriteItems") == before)
    }

    @Test func aReportReadsPartitionsAndNothingIsEverScanned() async throws {
        let scene = try await SpendScene()
        try await scene.store.perform(Posting(SpendScene.line("a"), to: [SpendScene.part(0)], at: SpendScene.start))
        _ = try await scene.store.totals(UsageQuery(by: [.tag("team")]))
        _ = try await scene.store.balances(of: nil, at: SpendScene.start)
        _ = try await scene.store.expireHolds(at: SpendScene.start)
        let operations = Set(scene.mock.requests.map(\.operation))
        #expect(
            operations == [
                "CreateTable", "DescribeTable", "GetItem", "BatchGetItem", "PutItem", "TransactWriteItems", "Query",
            ])
        for request in scene.mock.requests where request.operation == "Query" {
            #expect(request.body?["ConsistentRead"] == .bool(true))
            #expect(request.body?["KeyConditionExpression"]?.string?.hasPrefix("#p = :p") == true)
        }
    }

    @Test func itemsThatDynamoDBHadNoCapacityForAreAskedForAgain() async throws {
        let scene = try await SpendScene { $0.tableBatchSize = 2 }
        let keys = (1...5).map { BalanceKey(budget: "b\($0)", window: "w") }
        guard case .held = try await scene.store.perform(SpendScene.reservation("h", of: keys)) else {
            Issue.record("it is not held")
            return
        }
        #expect(scene.count("BatchGetItem") == 3)
        #expect(try await scene.store.balances(of: nil, at: SpendScene.start).map(\.key) == keys)
    }

    // MARK: What is kept

    @Test func tagsAreKeptAsTheyAreAlsoWhereTheyBreakARule() async throws {
        let scene = try await SpendScene()
        let tags = TagSet(unvalidated: [
            .init(key: "z", value: "1"), .init(key: "aws:own", value: "2"), .init(key: "a", value: ""),
        ])
        var reservation = SpendScene.reservation("h")
        reservation.draft.tags = tags
        _ = try await scene.store.perform(reservation)
        _ = try await scene.store.perform(HoldExpiry(of: "h", at: SpendScene.start + 60))
        let line = try #require(try await scene.store.line("h/1"))
        #expect(line.tags.keys == ["z", "aws:own", "a"])
        #expect(try await scene.store.hold("h")?.draft.tags.keys == ["z", "aws:own", "a"])
        #expect(try await scene.store.rollups(from: nil, until: nil).map(\.key.tags) == [tags])
    }

    @Test func namesWithEveryCharacterAreKeptApart() async throws {
        let scene = try await SpendScene()
        let keys = [("a#b", "c"), ("a", "b#c"), ("a%23b", "c"), ("a", ""), ("", "a")].map {
            BalanceKey(budget: $0.0, scope: $0.1, window: "w#%|é\u{0}")
        }
        for (index, key) in keys.enumerated() {
            _ = try await scene.store.perform(SpendScene.reservation("h\(index)", dollars: index + 1, of: [key]))
        }
        for (index, key) in keys.enumerated() {
            #expect(try await scene.store.balance(key)?.held == .usd(index + 1))
        }
        #expect(try await scene.store.balances(of: nil, at: SpendScene.start).map(\.key) == keys.sorted())
    }

    @Test func eventsAreGivenToOneClaimantEach() async throws {
        let scene = try await SpendScene()
        for call in 0..<10 {
            _ = try await scene.store.perform(SpendScene.reservation("h\(call)", dollars: 1))
            _ = try await scene.store.perform(
                Settlement(of: "h\(call)", with: [SpendScene.line("l\(call)", dollars: 2)], at: SpendScene.start))
        }
        let stores = try [scene.store, scene.otherStore(), scene.otherStore()]
        let until = SpendScene.start + 60
        // A reply that is lost does not lose the event with it.
        scene.mock.faults.add(.lostReply, for: "UpdateItem", times: 3)
        let claimed = try await withThrowingTaskGroup(of: [String].self) { group in
            for (number, store) in stores.enumerated() {
                group.addTask {
                    try await store.claimEvents(
                        by: "process \(number)", until: until, at: SpendScene.start, limit: 5
                    ).map(\.id)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(claimed.count == Set(claimed).count)
        let rest = try await scene.store.claimEvents(by: "late", until: until, at: SpendScene.start, limit: 100)
        #expect(Set(claimed).union(rest.map(\.id)).count == 10)
        try await scene.store.acknowledgeEvents(claimed + rest.map(\.id) + ["unknown"])
        #expect(try await scene.store.claimEvents(by: "x", until: until + 99, at: until + 1, limit: 9).isEmpty)
    }

    // MARK: What is refused

    @Test func whatDynamoDBCannotTakeIsRefusedBeforeItIsSent() async throws {
        let scene = try await SpendScene()
        let long = String(repeating: "x", count: 2_100)
        var large = SpendScene.line("large")
        large.attributes = ["note": String(repeating: "x", count: 410_000)]
        let many = (0..<60).map { SpendScene.line("many/\($0)", at: SpendScene.start + Double($0) * 86_400) }
        _ = try await scene.store.perform(SpendScene.reservation("h"))
        let before = scene.count("TransactWriteItems")
        for (message, operation) in [
            (
                "names are too long for a key of DynamoDB, which has 2048 bytes for budget, scope and window together, "
                    + "and 1024 for a budget",
                SpendScene.reservation("i", of: [BalanceKey(budget: "b", scope: long, window: "w")])
                    as any SpendOperation
            ),
            (
                "a record of 410625 bytes exceeds DynamoDB's 409600: shorten tags or attributes",
                Posting(large, at: SpendScene.start)
            ),
            (
                "the operation needs 183 items, and a transaction of DynamoDB has at most 100: settle fewer lines at once, "
                    + "or count fewer balances", Settlement(of: "h", with: many, at: SpendScene.start)
            ),
        ] {
            let error = await #expect(throws: SpendError.self) { _ = try await perform(operation, on: scene.store) }
            #expect(error?.code == .invalidInput)
            #expect(error?.message == message)
        }
        #expect(scene.count("TransactWriteItems") == before)
    }

    private func perform(
        _ operation: some SpendOperation, on store: DynamoDBSpendStore
    ) async throws(SpendError) -> any Sendable {
        try await store.perform(operation)
    }

    @Test func sumsOfADayBeyond128BitsAreRefused() async throws {
        let scene = try await SpendScene()
        var line = SpendScene.line("max")
        line.cost = .priced(Money(attoUnits: .max, .usd))
        try await scene.store.perform(Posting(line, at: SpendScene.start))
        let error = await #expect(throws: SpendError.self) {
            try await scene.store.perform(Posting(SpendScene.line("more", dollars: 1), at: SpendScene.start))
        }
        #expect(error?.code == .overflow)
        #expect(error?.message == "the cost of a day exceeds what an amount can hold")
        var credit = SpendScene.line("credit")
        credit.cost = .priced(Money(attoUnits: -.max, .usd))
        try await scene.store.perform(Posting(credit, at: SpendScene.start))
        #expect(try await scene.store.rollups(from: nil, until: nil).map(\.attoUnits) == [0])
    }

    @Test func aRecordOfAnotherMakerIsNotTakenForOurs() async throws {
        let scene = try await SpendScene()
        _ = try await scene.aws.send(
            PutItem(
                [
                    "pk": .string("h#h"), "sk": .string("h"), "b": .string("{}"),
                    "v": .string("00000000000000000001-0000000000000001"),
                ], to: "spend"))
        let error = await #expect(throws: SpendError.self) { _ = try await scene.store.hold("h") }
        #expect(error?.code == .corrupt)
        #expect(error?.message == "the table holds a record that this library did not write")
    }
}
