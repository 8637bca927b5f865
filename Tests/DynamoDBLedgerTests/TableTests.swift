import AWSCore
import BedrockCostTesting
import DynamoDBLedger
import Foundation
import Metering
import Testing

@Suite struct TableTests {
    private let mock = MockAWS(seed: 1, startingAt: SpendScene.start) { $0.tableCreationTime = .seconds(10) }

    @Test func aNewTableIsWaitedFor() async throws {
        let aws = try SpendScene.client(mock) { $0.clock = Turning(clock: mock.clock, by: .seconds(4)) }
        try await DynamoDBSpendStore.createTable("spend", aws, isProtected: true)
        #expect(
            mock.requests.map(\.operation) == [
                "CreateTable", "DescribeTable", "DescribeTable", "DescribeTable", "DescribeTable",
            ])
        #expect(mock.requests[0].body?["BillingMode"] == "PAY_PER_REQUEST")
        #expect(mock.requests[0].body?["DeletionProtectionEnabled"] == true)
        try await DynamoDBSpendStore.createTable("spend", aws)
        #expect(mock.requests.count == 7)
        #expect(try await DynamoDBSpendStore(aws, table: "spend").hold("h") == nil)
    }

    @Test func aTableThatIsNotReadyInTimeIsToldOf() async throws {
        let aws = try SpendScene.client(mock)
        let error = await #expect(throws: SpendError.self) {
            try await DynamoDBSpendStore.createTable("spend", aws, timeLimit: .seconds(20))
        }
        #expect(error?.code == .unavailable)
        #expect(error?.message == "the table spend was not ready within 20.0 seconds")
    }

    @Test func aTableIsMadeThoughTheReplyIsLost() async throws {
        mock.faults.add(.lostReply, for: "CreateTable")
        let aws = try SpendScene.client(mock) { $0.clock = Turning(clock: mock.clock, by: .seconds(4)) }
        try await DynamoDBSpendStore.createTable("spend", aws)
        #expect(try await DynamoDBSpendStore(aws, table: "spend").hold("h") == nil)
    }

    @Test func aTableWithAnotherKeyIsRefused() async throws {
        let aws = try SpendScene.client(mock) { $0.clock = Turning(clock: mock.clock, by: .seconds(4)) }
        _ = try await aws.send(CreateTable("other", partition: "id", sort: "sk"))
        let error = await #expect(throws: SpendError.self) { try await DynamoDBSpendStore.createTable("other", aws) }
        #expect(error?.code == .configuration)
        #expect(error?.message == "the table other has another key than a store's: pk and sk, both texts")
    }

    @Test func aNameThatNoTableCanHaveIsRefusedBeforeItIsSent() async throws {
        let aws = try SpendScene.client(mock)
        for name in ["ab", "with space", String(repeating: "a", count: 256)] {
            let error = await #expect(throws: SpendError.self) { try await DynamoDBSpendStore.createTable(name, aws) }
            #expect(error?.code == .invalidInput)
            #expect(
                error?.message == "DynamoDB refuses the request: TableName: 3 to 255 letters, digits, hyphens, "
                    + "underscores and points, got \"\(name)\"")
        }
        #expect(mock.requests.isEmpty)
    }

    @Test func aStoreWithoutItsTableSaysHowToMakeIt() async throws {
        let store = DynamoDBSpendStore(try SpendScene.client(mock), table: "spend")
        let error = await #expect(throws: SpendError.self) {
            _ = try await store.perform(SpendScene.reservation("h"))
        }
        #expect(error?.code == .configuration)
        #expect(error?.message == "there is no table spend: DynamoDBSpendStore.createTable makes it")
    }

    @Test func requestsThatNoServiceTakesAreRefusedBeforeTheyAreSent() async throws {
        let aws = try SpendScene.client(mock)
        let key: Attributes = ["pk": .string("a"), "sk": .string("b")]
        for (message, send) in [
            ("RequestItems: 1 to 100 keys, got 0", { _ = try await aws.send(BatchGetItem([], of: "spend")) }),
            (
                "RequestItems: 1 to 100 keys, got 101",
                { _ = try await aws.send(BatchGetItem(Array(repeating: key, count: 101), of: "spend")) }
            ),
            ("TransactItems: 1 to 100 actions, got 0", { _ = try await aws.send(TransactWriteItems([])) }),
            (
                "ClientRequestToken: 1 to 36 characters, got 37",
                {
                    let action = try AWSJSON.decode(
                        TransactWriteAction.self,
                        from: Array(#"{"Delete": {"TableName": "spend", "Key": {"pk": {"S": "a"}}}}"#.utf8))
                    _ = try await aws.send(
                        TransactWriteItems([action], token: String(repeating: "a", count: 37)))
                }
            ),
        ] as [(String, @Sendable () async throws -> Void)] {
            let error = await #expect(throws: AWSError.self) { try await send() }
            #expect(error?.code == .invalidInput)
            #expect(error?.message == message)
        }
        #expect(mock.requests.isEmpty)
    }
}
