import AWSCore
import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

@Suite struct `Cost Explorer` {
    let mock = MockAWS(seed: 8)
    var caller: Caller { Caller(mock) }

    static let october: JSONValue = ["Start": "2026-10-01", "End": "2026-11-01"]

    private func days(_ count: Int) { mock.clock.advance(by: .seconds(86_400 * count)) }

    private func query(_ members: [String: JSONValue] = [:]) async throws -> Caller.Reply {
        let base: [String: JSONValue] = [
            "TimePeriod": Self.october, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost", "UsageQuantity"],
        ]
        return try await caller.costExplorer("GetCostAndUsage", .object(base.merging(members) { $1 }))
    }

    /// Keys and amount of every group of every period.
    private func groups(_ reply: Caller.Reply) -> [String: String] {
        var groups: [String: String] = [:]
        for result in reply.json["ResultsByTime"]?.array ?? [] {
            for group in result["Groups"]?.array ?? [] {
                let keys = group["Keys"]?.array?.compactMap(\.string).joined(separator: " | ") ?? ""
                groups[keys] = group["Metrics"]?["UnblendedCost"]?["Amount"]?.string
            }
        }
        return groups
    }

    /// Two tagged profiles and an untagged call, before and after the key `dept` is active.
    private func spend() async throws {
        let claims = try await caller.profile("claims", copying: Models.sonnet, tags: ["dept": "claims"])
        let sales = try await caller.profile("sales", tags: ["dept": "sales"])
        mock.enqueueReply("first")
        _ = try await caller.converse(claims, "before the key is active")
        days(1)
        let update = try await caller.costExplorer(
            "UpdateCostAllocationTagsStatus", ["CostAllocationTagsStatus": [["TagKey": "dept", "Status": "Active"]]])
        #expect(update.json == ["Errors": []])
        for model in [claims, sales, Models.nova] { _ = try await caller.converse(model, "Hello") }
        days(2)
    }

    @Test func `usage shows after the refresh that follows its lag`() async throws {
        _ = try await caller.converse(Models.nova, "Hello")
        let total = mock.bill.total
        func seen() async throws -> String? {
            try await query().json["ResultsByTime"]?[0]?["Total"]?["UnblendedCost"]?["Amount"]?.string
        }
        #expect(try await seen() == "0")
        // Called at 08:00, the hour ends at 09:00; the refresh of midnight holds what ended by 16:00.
        mock.clock.advance(by: .seconds(15 * 3_600))
        #expect(try await seen() == "0")
        mock.clock.advance(by: .seconds(3_600))
        #expect(try await seen() == total)
    }

    @Test func `a tag key counts forward from its activation, and untagged usage has a row`() async throws {
        try await spend()
        let reply = try await query(["GroupBy": [["Type": "TAG", "Key": "dept"]]])
        let rows = groups(reply)
        #expect(Set(rows.keys) == ["dept$claims", "dept$sales", "dept$"])
        let billed = mock.bill.rows
        func sum(_ matches: (Bill.Row) -> Bool) -> Decimal {
            billed.filter(matches).reduce(0) { $0 + (Decimal(string: $1.cost) ?? 0) }
        }
        func decimal(_ key: String) -> Decimal? { rows[key].flatMap { Decimal(string: $0) } }
        #expect(decimal("dept$claims") == sum { $0.tags["dept"] == "claims" && $0.day == "2026-10-02" })
        #expect(decimal("dept$sales") == sum { $0.tags["dept"] == "sales" })
        #expect(decimal("dept$") == sum { $0.tags.isEmpty || $0.day == "2026-10-01" })
        #expect(reply.json["GroupDefinitions"] == [["Type": "TAG", "Key": "dept"]])
        #expect(reply.json["ResultsByTime"]?[0]?["Total"] == [:])
        #expect(reply.json["ResultsByTime"]?[0]?["Estimated"] == true)
    }

    @Test func `an activated key is shown a day later`() async throws {
        let arn = try await caller.profile("claims", tags: ["dept": "claims"])
        _ = try await caller.converse(arn, "Hello")
        let list = try await caller.costExplorer("ListCostAllocationTags", [:])
        #expect(list.json == ["CostAllocationTags": []])
        let early = try await caller.costExplorer(
            "UpdateCostAllocationTagsStatus", ["CostAllocationTagsStatus": [["TagKey": "dept", "Status": "Active"]]])
        #expect(early.status == 200)
        #expect(early.json["Errors"]?[0]?["TagKey"] == "dept")
        #expect(early.json["Errors"]?[0]?["Message"] == "Tag keys not found: dept")
        days(1)
        let listed = try await caller.costExplorer("ListCostAllocationTags", ["Status": "Inactive"])
        #expect(
            listed.json["CostAllocationTags"] == [
                [
                    "TagKey": "dept", "Type": "UserDefined", "Status": "Inactive",
                    "LastUsedDate": "2026-10-01T00:00:00Z",
                ]
            ])
        _ = try await caller.costExplorer(
            "UpdateCostAllocationTagsStatus", ["CostAllocationTagsStatus": [["TagKey": "dept", "Status": "Active"]]])
        _ = try await caller.converse(arn, "Hello")
        mock.clock.advance(by: .seconds(86_399))
        let by: [String: JSONValue] = ["GroupBy": [["Type": "TAG", "Key": "dept"]]]
        #expect(Set(groups(try await query(by)).keys) == ["dept$"])
        mock.clock.advance(by: .seconds(1))
        #expect(Set(groups(try await query(by)).keys) == ["dept$", "dept$claims"])
        let active = try await caller.costExplorer("ListCostAllocationTags", ["Status": "Active"])
        #expect(active.json["CostAllocationTags"]?[0]?["LastUpdatedDate"] == "2026-10-02T08:00:00Z")
    }

    @Test func `at most five hundred keys are active`() async throws {
        let small = MockAWS(seed: 1) { $0.tagKeyDelay = .zero }
        let caller = Caller(small)
        for index in 0..<501 { small.addCharge(usd: "1", service: "S", tags: ["k\(index)": "v"]) }
        var errors: [JSONValue] = []
        for start in stride(from: 0, to: 501, by: 20) {
            let entries = (start..<min(start + 20, 501)).map { index -> JSONValue in
                ["TagKey": .string("k\(index)"), "Status": "Active"]
            }
            let reply = try await caller.costExplorer(
                "UpdateCostAllocationTagsStatus", ["CostAllocationTagsStatus": .array(entries)])
            errors += reply.json["Errors"]?.array ?? []
        }
        #expect(errors.map { $0["TagKey"] } == ["k500"])
        #expect(errors.first?["Code"] == "LimitExceededException")
    }

    @Test func `filters select by dimension, tag, absence and their combinations`() async throws {
        try await spend()
        mock.addCharge(usd: "7.5", service: "Amazon Simple Storage Service", tags: ["dept": "claims"])
        days(1)
        func total(_ filter: JSONValue) async throws -> Decimal {
            let reply = try await query(["Filter": filter])
            let text = reply.json["ResultsByTime"]?[0]?["Total"]?["UnblendedCost"]?["Amount"]?.string
            return try #require(text.flatMap { Decimal(string: $0) }, "\(reply.text)")
        }
        let all = try #require(Decimal(string: mock.bill.total))
        let claude: JSONValue = [
            "Dimensions": ["Key": "SERVICE", "Values": ["Claude 3.7 Sonnet (Amazon Bedrock Edition)"]]
        ]
        let storage: JSONValue = ["Dimensions": ["Key": "SERVICE", "Values": ["Amazon Simple Storage Service"]]]
        let claims: JSONValue = ["Tags": ["Key": "dept", "Values": ["claims"]]]
        let absent: JSONValue = ["Tags": ["Key": "dept", "MatchOptions": ["ABSENT"]]]
        let claudeCost = try await total(claude)
        #expect(claudeCost > 0)
        #expect(try await total(storage) == Decimal(string: "7.5"))
        #expect(try await total(["Not": storage]) == all - 7.5)
        #expect(try await total(["Or": [claude, storage]]) == claudeCost + 7.5)
        #expect(try await total(["And": [claude, claims]]) + total(["And": [claude, absent]]) == claudeCost)
        #expect(try await total(absent) == total(["Tags": ["Key": "dept", "Values": [""]]]))
        #expect(try await total(["CostCategories": ["Key": "team", "MatchOptions": ["ABSENT"]]]) == all)
        #expect(try await total(["Dimensions": ["Key": "REGION", "Values": ["eu-west-1"]]]) == 0)
    }

    @Test func `pages split a period, and a token continues its own request only`() async throws {
        let paged = MockAWS(seed: 8) { $0.costPageSize = 2 }
        let caller = Caller(paged)
        for model in [Models.nova, Models.haiku, Models.sonnet, Models.globalSonnet] {
            _ = try await caller.converse(model, "Hello")
        }
        paged.clock.advance(by: .seconds(86_400))
        var body: [String: JSONValue] = [
            "TimePeriod": ["Start": "2026-10-01", "End": "2026-10-03"], "Granularity": "DAILY",
            "Metrics": ["UnblendedCost"], "GroupBy": [["Type": "DIMENSION", "Key": "SERVICE"]],
        ]
        let first = try await caller.costExplorer("GetCostAndUsage", .object(body))
        #expect(first.json["ResultsByTime"]?.array?.count == 1)
        body["NextPageToken"] = first.json["NextPageToken"]
        let second = try await caller.costExplorer("GetCostAndUsage", .object(body))
        #expect(second.json["ResultsByTime"]?[0]?["TimePeriod"] == first.json["ResultsByTime"]?[0]?["TimePeriod"])
        #expect(groups(first).count + groups(second).count == 4)
        #expect(paged.billableRequests == 2)
        body["Granularity"] = "MONTHLY"
        #expect(try await caller.costExplorer("GetCostAndUsage", .object(body)).code == "RequestChangedException")
        body["NextPageToken"] = "abc"
        #expect(try await caller.costExplorer("GetCostAndUsage", .object(body)).code == "InvalidNextTokenException")
    }

    @Test func `months are cut to the interval, and days are all there`() async throws {
        days(20)
        let monthly = try await caller.costExplorer(
            "GetCostAndUsage",
            [
                "TimePeriod": ["Start": "2026-09-15", "End": "2026-10-10"], "Granularity": "MONTHLY",
                "Metrics": ["UnblendedCost"],
            ])
        #expect(
            monthly.json["ResultsByTime"]?.array?.compactMap { $0["TimePeriod"] } == [
                ["Start": "2026-09-15", "End": "2026-10-01"], ["Start": "2026-10-01", "End": "2026-10-10"],
            ])
        #expect(monthly.json["ResultsByTime"]?[0]?["Estimated"] == false)
        let daily = try await query(["Granularity": "DAILY"])
        #expect(daily.json["ResultsByTime"]?.array?.count == 31)
    }

    @Test func `dimension values and tags are searched`() async throws {
        try await spend()
        mock.addCharge(usd: "1", service: "Amazon Simple Storage Service")
        days(1)
        let services = try await caller.costExplorer(
            "GetDimensionValues", ["TimePeriod": Self.october, "Dimension": "SERVICE", "SearchString": "bedrock"])
        #expect(
            services.json["DimensionValues"]?.array?.compactMap { $0["Value"]?.string } == [
                "Amazon Bedrock", "Claude 3.7 Sonnet (Amazon Bedrock Edition)",
            ])
        #expect(services.json["TotalSize"] == 2)
        let keys = try await caller.costExplorer("GetTags", ["TimePeriod": Self.october])
        #expect(keys.json["Tags"] == ["dept"])
        let values = try await caller.costExplorer("GetTags", ["TimePeriod": Self.october, "TagKey": "dept"])
        #expect(values.json["Tags"] == ["", "claims", "sales"])
    }

    @Test func `a member account sees its own costs only`() async throws {
        mock.addCharge(usd: "1", service: "S", accountID: "210987654321")
        mock.addCharge(usd: "2", service: "S")
        days(1)
        let payer = try await query(["GroupBy": [["Type": "DIMENSION", "Key": "LINKED_ACCOUNT"]]])
        #expect(groups(payer) == ["123456789012": "2", "210987654321": "1"])
        #expect(payer.json["DimensionValueAttributes"]?[0]?["Value"] == "123456789012")
    }

    struct Refusal: Sendable {
        let members: [String: JSONValue]
        let message: String
    }

    static let refusals: [Refusal] = [
        Refusal(
            members: ["TimePeriod": ["Start": "2026-10-02", "End": "2026-10-02"]],
            message: "Start date (and hour) should be before end date (and hour)"),
        Refusal(
            members: ["TimePeriod": ["Start": "2027-01-01", "End": "2027-02-01"]],
            message: "Start date cannot be after the current date."),
        Refusal(
            members: ["TimePeriod": ["Start": "2024-01-01", "End": "2026-10-01"]],
            message: "You haven't enabled historical data beyond 14 months"),
        Refusal(
            members: ["TimePeriod": ["Start": "2026-02-30", "End": "2026-10-01"]],
            message:
                #"1 validation error detected: Value '2026-02-30' at 'timePeriod.start' failed to satisfy constraint: "#
                + #"Member must satisfy regular expression pattern: (\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}Z)?"#),
        Refusal(
            members: ["Granularity": "HOURLY"],
            message: "Hourly data is not enabled for this account. Enable hourly granularity to use HOURLY."),
        Refusal(
            members: ["Metrics": ["Cost"]],
            message: "Invalid metric: Cost. Valid metrics are AmortizedCost, BlendedCost, NetAmortizedCost, "
                + "NetUnblendedCost, NormalizedUsageAmount, UnblendedCost, UsageQuantity."),
        Refusal(
            members: [
                "GroupBy": [
                    ["Type": "TAG", "Key": "a"], ["Type": "TAG", "Key": "b"], ["Type": "DIMENSION", "Key": "SERVICE"],
                ]
            ],
            message: "The maximum number of GroupBy definitions is 2, but 3 were given."),
        Refusal(
            members: ["GroupBy": [["Type": "DIMENSION", "Key": "RESOURCE_ID"]]],
            message: "Group definition dimension RESOURCE_ID is invalid."),
        Refusal(
            members: ["Filter": ["And": [["Tags": ["Key": "a", "Values": ["b"]]]]]],
            message: "Expression: And must have at least two operands."),
        Refusal(
            members: ["Filter": ["Tags": ["Key": "a", "Values": ["b"]], "Not": [:]]],
            message: "Expression: exactly one of Or, And, Not, Dimensions, Tags, CostCategories must be set."),
        Refusal(
            members: ["Filter": ["Dimensions": ["Key": "SERVICE", "Values": ["a"], "MatchOptions": ["CONTAINS"]]]],
            message: "The match option CONTAINS is not supported by this operation."),
        Refusal(
            members: [
                "Filter": ["Dimensions": ["Key": "SERVICE", "Values": .array((0..<101).map { .string("s\($0)") })]]
            ],
            message: "A request may hold at most 100 filter values."),
    ]

    @Test(arguments: refusals) func `malformed queries are refused and not charged`(refusal: Refusal) async throws {
        let reply = try await query(refusal.members)
        #expect((reply.status, reply.code) == (400, "ValidationException"))
        #expect(reply.message == refusal.message)
        #expect(mock.billableRequests == 0)
    }

    @Test func `an account that never enabled Cost Explorer has no data`() async throws {
        let new = MockAWS(seed: 1) { $0.isCostExplorerEnabled = false }
        let reply = try await Caller(new).costExplorer(
            "GetCostAndUsage",
            ["TimePeriod": Self.october, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"]])
        #expect((reply.status, reply.code) == (400, "DataUnavailableException"))
    }
}
