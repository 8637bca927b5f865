import AWSCore
import BedrockCostTesting
import DynamoDBLedger
import Foundation
import Testing

/// What DynamoDB refuses, the simulator refuses, too: a test that passes on it must not fail in an account.
@Suite struct SimulationTests {
    private static func item(_ partition: String, _ more: Attributes = [:]) -> Attributes {
        ["pk": .string(partition), "sk": .string("a")].merging(more) { $1 }
    }

    private static func put(_ item: Attributes, where condition: String? = nil) throws -> TransactWriteAction {
        var put: [String: JSONValue] = ["TableName": "spend", "Item": try JSONValue(parsing: AWSJSON.encode(item))]
        if let condition { put["ConditionExpression"] = .string(condition) }
        return try AWSJSON.decode(TransactWriteAction.self, from: JSONValue.object(["Put": .object(put)]).serialized())
    }

    private static func error(of operation: some AWSOperation, _ scene: SpendScene) async -> AWSError? {
        do throws(AWSError) {
            _ = try await scene.aws.send(operation)
            return nil
        } catch {
            return error
        }
    }

    @Test func itemsThatDynamoDBDoesNotTakeAreRefused() async throws {
        let scene = try await SpendScene()
        for (item, message) in [
            (["pk": .string("a")], "One or more parameter values were invalid: Missing the key sk in the item"),
            (
                Self.item(""),
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                    + "empty string value. Key: pk"
            ),
            (
                Self.item("a", ["pk": .number("1")]),
                "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N"
            ),
            (
                Self.item(String(repeating: "a", count: 2_049)),
                "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes"
            ),
            (
                Self.item("a", ["x": .string(String(repeating: "x", count: 409_600))]),
                "Item size has exceeded the maximum allowed size"
            ),
            (
                Self.item("a", ["n": .number(String(repeating: "1", count: 39))]),
                "Attempting to store more than 38 significant digits in a Number"
            ),
            (
                Self.item("a", ["n": .number("1e126")]),
                "Number overflow. Attempting to store a number with magnitude larger than supported range"
            ),
            (
                Self.item("a", ["n": .number("twelve")]),
                "The parameter cannot be converted to a numeric value: twelve"
            ),
        ] as [(Attributes, String)] {
            let error = await Self.error(of: PutItem(item, to: "spend"), scene)
            #expect(error?.serviceCode == "ValidationException")
            #expect(error?.message == message)
        }
    }

    @Test func numbersAreExact() async throws {
        let scene = try await SpendScene()
        let nines = String(repeating: "9", count: 38)
        for (old, added, sum) in [
            ("0.1", "0.2", "0.3"), ("1e37", "1", "1" + String(repeating: "0", count: 36) + "1"),
            (nines, "-" + nines, "0"), ("-5", "3", "-2"), ("3", "-5", "-2"), ("1E+2", "-0.50", "99.5"),
            ("-0.001", "0", "-0.001"),
        ] {
            let key = Self.item("n \(old)")
            _ = try await scene.aws.send(PutItem(key.merging(["n": .number(old)]) { $1 }, to: "spend"))
            _ = try await scene.aws.send(
                UpdateItem(
                    key, of: "spend", "ADD #n :n", where: nil, names: ["#n": "n"], values: [":n": .number(added)]))
            let item = try await scene.aws.send(GetItem(key, of: "spend")).item
            #expect(item?["n"] == .number(sum), "\(old) + \(added)")
        }
        let error = await Self.error(
            of: UpdateItem(
                Self.item("n \(nines)"), of: "spend", "SET #n = :a + :b", where: nil, names: ["#n": "n"],
                values: [":a": .number(nines), ":b": .number("2")]), scene)
        #expect(error?.message == "Attempting to store more than 38 significant digits in a Number")
    }

    @Test func expressionsAreReadWhole() async throws {
        let scene = try await SpendScene()
        for (update, condition, message) in [
            ("SET #a = :a", "size(#a) > :a", "The simulator does not know the function size."),
            (
                "SET #a = :a", "#a = :b",
                "Invalid ConditionExpression: An expression attribute value used in expression is not "
                    + "defined; attribute value: :b"
            ),
            (
                "SET #a = :a", "#b = :a",
                "Invalid ConditionExpression: An expression attribute name used in the document path is "
                    + "not defined; attribute name: #b"
            ),
            ("SET #a = :a", "#a BETWEEN :a", "Invalid ConditionExpression: Syntax error; token: \"BETWEEN\""),
            ("SET #a = :a", "(#a = :a", "Invalid ConditionExpression: Syntax error; token: \"<EOF>\""),
            ("REMOVE #a", nil, "Value provided in ExpressionAttributeValues unused in expressions: keys: {:a}"),
            (
                "SET #a = :a SET #a = :a", nil,
                "Invalid UpdateExpression: The \"SET\" section can only be used once in an update "
                    + "expression;"
            ),
            (
                "SET #a = :a, #a = :a", nil,
                "Invalid UpdateExpression: Two document paths overlap with each other; must remove or "
                    + "rewrite one of these paths"
            ),
            (
                "SET #a = other + :a", nil,
                "The provided expression refers to an attribute that does not exist in the item"
            ),
            (
                "SET pk = :a REMOVE #a", nil,
                "One or more parameter values were invalid: Cannot update attribute pk. This attribute "
                    + "is part of the key"
            ),
            (
                "SET #a.b = :a", nil,
                "The simulator knows attributes of the item itself only, and no paths into them: "
                    + "SET #a.b = :a"
            ),
        ] as [(String, String?, String)] {
            let error = await Self.error(
                of: UpdateItem(
                    Self.item("a"), of: "spend", update, where: condition, names: ["#a": "a"],
                    values: [":a": .number("1")]), scene)
            #expect(error?.message == message)
        }
    }

    @Test func aTransactionIsDoneWholeOrNotAtAll() async throws {
        let scene = try await SpendScene()
        _ = try await scene.aws.send(PutItem(Self.item("old"), to: "spend"))
        let isNew = "attribute_not_exists(pk)"
        let actions = try [Self.put(Self.item("new")), Self.put(Self.item("old"), where: isNew)]
        let error = await Self.error(of: TransactWriteItems(actions), scene)
        #expect(error?.serviceCode == "TransactionCanceledException")
        #expect(
            error?.message == "Transaction cancelled, please refer cancellation reasons for specific reasons "
                + "[None, ConditionalCheckFailed]")
        #expect(try await scene.aws.send(GetItem(Self.item("new"), of: "spend")).item == nil)
        for (count, actions, message) in [
            (2, [actions[0], actions[0]], "Transaction request cannot include multiple operations on one item"),
            (
                11,
                try (0..<11).map {
                    try Self.put(Self.item("\($0)", ["x": .string(String(repeating: "x", count: 400_000))]))
                }, "The items of the transaction have more than 4 MB together"
            ),
        ] {
            let error = await Self.error(of: TransactWriteItems(actions), scene)
            #expect(error?.message == message, "\(count) actions")
        }
    }

    @Test func aTokenStandsForItsTransactionForTenMinutes() async throws {
        let scene = try await SpendScene()
        let transaction = try TransactWriteItems(
            [Self.put(Self.item("a"), where: "attribute_not_exists(pk)")], token: "token")
        for _ in 0..<2 { _ = try await scene.aws.send(transaction) }
        let other = await Self.error(
            of: try TransactWriteItems([Self.put(Self.item("b"))], token: "token"), scene)
        #expect(other?.serviceCode == "IdempotentParameterMismatchException")
        scene.mock.clock.advance(by: .seconds(601))
        let late = await Self.error(of: transaction, scene)
        #expect(late?.serviceCode == "TransactionCanceledException")
    }

    @Test func aQueryEndsAPageAtAMegabyte() async throws {
        let scene = try await SpendScene()
        for number in 0..<4 {
            var item = Self.item("q", ["x": .string(String(repeating: "x", count: 390_000))])
            item["sk"] = .string("\(number)")
            _ = try await scene.aws.send(PutItem(item, to: "spend"))
        }
        var query = Query("#p = :p", of: "spend", names: ["#p": "pk"], values: [":p": .string("q")])
        let first = try await scene.aws.send(query)
        #expect(first.count == 2)
        query.start = first.last
        let second = try await scene.aws.send(query)
        #expect(second.items?.compactMap { $0["sk"] } == [.string("2"), .string("3")])
        #expect(second.last == nil)
        let all = await Self.error(
            of: Query("#s = :p", of: "spend", names: ["#s": "sk"], values: [":p": .string("q")]), scene)
        #expect(all?.message == "Query condition missed key schema element: pk")
    }
}
