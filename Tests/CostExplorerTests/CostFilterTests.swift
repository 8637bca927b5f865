import AWSCore
import CostExplorer
import Foundation
import Testing

@Suite struct CostFilterTests {
    // Computed: the leak check takes what only a tagged pointer of an indirect enum in a static reaches for lost.
    /// Filters, and what botocore 1.43.11 puts on the wire for them.
    static var forms: [(CostFilter, String)] {
        [
            (
                .dimension(.service, in: ["Amazon Bedrock", "Cohere (Amazon Bedrock Edition)"]),
                #"{"Dimensions":{"Key":"SERVICE","Values":["Amazon Bedrock","Cohere (Amazon Bedrock Edition)"]}}"#
            ),
            (.tag("dept", in: ["claims", ""]), #"{"Tags":{"Key":"dept","Values":["claims",""]}}"#),
            (.tag("dept", .absent), #"{"Tags":{"Key":"dept","MatchOptions":["ABSENT"]}}"#),
            (.absent(tag: "部門"), #"{"Tags":{"Key":"部門","MatchOptions":["ABSENT"]}}"#),
            (.costCategory("Team", in: ["a"]), #"{"CostCategories":{"Key":"Team","Values":["a"]}}"#),
            (.absent(costCategory: "Team"), #"{"CostCategories":{"Key":"Team","MatchOptions":["ABSENT"]}}"#),
            (.bedrock(named: ["Amazon Bedrock"]), #"{"Dimensions":{"Key":"SERVICE","Values":["Amazon Bedrock"]}}"#),
            (
                .and(.tag("dept", in: ["claims"]), .not(.dimension(.recordType, in: ["Credit", "Refund"]))),
                #"{"And":[{"Tags":{"Key":"dept","Values":["claims"]}},"#
                    + #"{"Not":{"Dimensions":{"Key":"RECORD_TYPE","Values":["Credit","Refund"]}}}]}"#
            ),
            (
                .or(.absent(tag: "dept"), .absent(tag: "env"), .dimension(.region, in: ["us-east-1"])),
                #"{"Or":[{"Tags":{"Key":"dept","MatchOptions":["ABSENT"]}},{"Tags":{"Key":"env","MatchOptions":["ABSENT"]}},"#
                    + #"{"Dimensions":{"Key":"REGION","Values":["us-east-1"]}}]}"#
            ),
            (.and(.absent(tag: "dept")), #"{"Tags":{"Key":"dept","MatchOptions":["ABSENT"]}}"#),
            (.or(.absent(tag: "dept")), #"{"Tags":{"Key":"dept","MatchOptions":["ABSENT"]}}"#),
            (.all(of: [.absent(tag: "dept")]), #"{"Tags":{"Key":"dept","MatchOptions":["ABSENT"]}}"#),
            (.any(of: [.absent(tag: "dept")]), #"{"Tags":{"Key":"dept","MatchOptions":["ABSENT"]}}"#),
        ]
    }

    @Test(arguments: forms)
    func `a filter has the form of the service's Expression`(_ filter: CostFilter, _ json: String) throws {
        #expect(try JSONValue(parsing: AWSJSON.encode(filter)) == JSONValue(parsing: Array(json.utf8)))
        #expect(try AWSJSON.encode(AWSJSON.decode(CostFilter.self, from: json.utf8)) == AWSJSON.encode(filter))
        try GetCostAndUsage(.month(2026, 10), filter: filter).validate()
    }

    static var refused: [(CostFilter, String)] {
        [
            (.tag("dept", in: []), #"tag "dept" has an empty list of values"#),
            (.dimension(.service, in: []), "SERVICE has an empty list of values"),
            (.bedrock(named: []), "SERVICE has an empty list of values"),
            (.not(.costCategory("Team", in: [])), #"cost category "Team" has an empty list of values"#),
            (.all(of: []), "And needs at least 2 operands, got 0"),
            (.and(.absent(tag: "a"), .any(of: [])), "Or needs at least 2 operands, got 0"),
            (
                .tag("dept", in: (1...101).map(String.init)),
                "a request takes at most 100 values, got 101"
            ),
            (
                .or(.tag("a", in: (1...60).map(String.init)), .tag("b", in: (1...60).map(String.init))),
                "a request takes at most 100 values, got 120"
            ),
            (.tag("", in: ["a"]), "a tag's key has 1 to 1024 characters, got 0"),
            (
                .tag("dept", in: [String(repeating: "x", count: 1025)]),
                #"tag "dept": a value has at most 1024 characters, got 1025"#
            ),
            (
                .costCategory(String(repeating: "x", count: 51), in: ["a"]),
                "a cost category's name has 1 to 50 characters, got 51"
            ),
            (.dimension(.serviceCode, in: ["AmazonBedrock"]), "SERVICE_CODE is not a dimension of cost queries"),
            (
                .bedrock,
                ".bedrock stands for service names that must be looked up first: "
                    + "use .bedrock(named:) with those of CostExplorerClient.bedrockServices(in:)"
            ),
        ]
    }

    @Test(arguments: refused)
    func `a filter that the service would refuse is refused here, with the reason`(
        _ filter: CostFilter, _ message: String
    ) {
        for validate: @Sendable () throws -> Void in [
            { try GetCostAndUsage(.month(2026, 10), filter: filter).validate() },
            { try GetTags(in: .month(2026, 10), filter: filter).validate() },
            { try GetDimensionValues(.service, in: .month(2026, 10), filter: filter).validate() },
        ] {
            let error = #expect(throws: AWSError.self) { try validate() }
            #expect(error?.code == .invalidInput)
            #expect(error?.message == "Filter: \(message)")
        }
    }

    @Test(arguments: [
        (
            #"{"Dimensions":{"Key":"SERVICE","Values":["a"],"MatchOptions":["CONTAINS"]}}"#,
            "SERVICE cannot be matched by CONTAINS, only by CASE_SENSITIVE, EQUALS"
        ),
        (
            #"{"Dimensions":{"Key":"SERVICE","MatchOptions":["ABSENT"]}}"#,
            "SERVICE cannot be matched by ABSENT, only by CASE_SENSITIVE, EQUALS"
        ),
        (
            #"{"Tags":{"Key":"dept","Values":["a"],"MatchOptions":["STARTS_WITH"]}}"#,
            #"tag "dept" cannot be matched by STARTS_WITH, only by ABSENT, CASE_SENSITIVE, EQUALS"#
        ),
        (
            #"{"Tags":{"Key":"dept","Values":["a"],"MatchOptions":["ABSENT"]}}"#,
            #"tag "dept" cannot be absent and have values"#
        ),
        (#"{"And":[{"Tags":{"Key":"dept","Values":["a"]}}]}"#, "And needs at least 2 operands, got 1"),
    ])
    func `a filter from JSON is held to the same rules`(_ json: String, _ message: String) throws {
        let filter = try AWSJSON.decode(CostFilter.self, from: json.utf8)
        let error = #expect(throws: AWSError.self) {
            try GetCostAndUsage(.month(2026, 10), filter: filter).validate()
        }
        #expect(error?.message == "Filter: \(message)")
    }

    @Test(arguments: [
        "{}", #"{"Tags":{"Values":["a"]}}"#,
        #"{"Tags":{"Key":"a","Values":["a"]},"Dimensions":{"Key":"SERVICE","Values":["a"]}}"#,
    ])
    func `JSON that is no expression is not read as one`(_ json: String) {
        #expect(throws: DecodingError.self) { try AWSJSON.decode(CostFilter.self, from: json.utf8) }
    }

    @Test func `Bedrock without its names has no form on the wire`() {
        #expect(throws: EncodingError.self) { try AWSJSON.encode(CostFilter.and(.bedrock, .absent(tag: "dept"))) }
    }

    @Test func `what is wrong with a query is said before a cent is spent`() async throws {
        let bill = ScriptedBill()
        let client = try bill.client()
        let error = await #expect(throws: AWSError.self) {
            try await client.costs(
                in: .month(2026, 10), by: .tag("a"), .tag("b"), .tag("c"), where: .bedrock)
        }
        #expect(error?.description == "invalidInput: GroupBy: costs are grouped by at most 2 things, got 3")
        let second = await #expect(throws: AWSError.self) {
            try await client.costs(in: .month(2026, 10), where: .and(.bedrock, .tag("dept", in: [])))
        }
        #expect(second?.description == #"invalidInput: Filter: tag "dept" has an empty list of values"#)
        let third = await #expect(throws: AWSError.self) {
            try await client.costs(in: .month(2026, 10), where: .bedrock, metrics: [.usageQuantity])
        }
        #expect(third?.message == "Metrics: the first must be a cost, which UsageQuantity is not")
        #expect(bill.requests.isEmpty)
    }
}
