import AWSCore
import CostExplorer
import Foundation
import Testing

@Suite struct `Cost categories` {
    static let category = arn("arn:aws:ce::123456789012:costcategory/a1b2")
    static var rules: [CostCategoryRule] {
        [
            .value("Insurance", where: .tag("dept", in: ["claims", "underwriting"])),
            .value("Shared", where: .dimension(.linkedAccountName, in: ["shared-"], matching: [.startsWith])),
            .inherited(fromTag: "team"), .inheritedFromAccountName,
        ]
    }

    @Test func `rules are written in the filters' grammar`() async throws {
        let bill = ScriptedBill(
            #"{"CostCategoryArn":"\#(Self.category)","EffectiveStart":"2026-10-01T00:00:00Z"}"#)
        let made = try await bill.client().createCostCategory(
            named: "Team", rules: Self.rules, defaultValue: "Other", effectiveStart: .month(2026, 10),
            splitChargeRules: [CostCategorySplitCharge("Shared", to: ["Insurance", "Other"], .even)],
            resourceTags: [CostResourceTag("owner", "finops")])
        #expect(made.costCategoryARN == Self.category)
        #expect(made.effectiveStart?.date == Date(timeIntervalSince1970: 1_790_812_800))
        #expect(
            bill.bodies == [
                [
                    "Name": "Team", "RuleVersion": "CostCategoryExpression.v1", "DefaultValue": "Other",
                    "EffectiveStart": "2026-10-01T00:00:00Z",
                    "Rules": [
                        [
                            "Value": "Insurance", "Type": "REGULAR",
                            "Rule": ["Tags": ["Key": "dept", "Values": ["claims", "underwriting"]]],
                        ],
                        [
                            "Value": "Shared", "Type": "REGULAR",
                            "Rule": [
                                "Dimensions": [
                                    "Key": "LINKED_ACCOUNT_NAME", "Values": ["shared-"],
                                    "MatchOptions": ["STARTS_WITH"],
                                ]
                            ],
                        ],
                        [
                            "Type": "INHERITED_VALUE",
                            "InheritedValue": ["DimensionName": "TAG", "DimensionKey": "team"],
                        ],
                        ["Type": "INHERITED_VALUE", "InheritedValue": ["DimensionName": "LINKED_ACCOUNT_NAME"]],
                    ],
                    "SplitChargeRules": [["Source": "Shared", "Targets": ["Insurance", "Other"], "Method": "EVEN"]],
                    "ResourceTags": [["Key": "owner", "Value": "finops"]],
                ]
            ])
    }

    static var refused: [(CreateCostCategoryDefinition, String)] {
        [
            (.init(name: "", rules: rules), "Name: 1 to 50 characters, got 0"),
            (.init(name: " Team", rules: rules), #"Name: " Team" begins or ends with a space"#),
            (.init(name: "a/b", rules: rules), #"Name: "a/b" may hold letters, digits, spaces, - and _ only"#),
            (.init(name: "Team", rules: []), "Rules: 1 to 500 rules, got 0"),
            (
                .init(name: "Team", rules: [.value("x", where: .bedrock(named: ["Amazon Bedrock"]))]),
                "Rules: SERVICE is not a dimension of cost category rules; those are LINKED_ACCOUNT, LINKED_ACCOUNT_NAME, "
                    + "RECORD_TYPE, REGION, SERVICE_CODE, USAGE_TYPE"
            ),
            (
                .init(name: "Team", rules: [CostCategoryRule(value: "x")]),
                "Rules: a regular rule has a value and a rule"
            ),
            (
                .init(name: "Team", rules: [.inherited(fromTag: "")]),
                "Rules: a rule that inherits from a tag names the tag's key"
            ),
            (
                .init(name: "Team", rules: rules, effectiveStart: "2026-10-02T00:00:00Z"),
                "EffectiveStart: 2026-10-02T00:00:00Z is not the first moment of a month in UTC"
            ),
            (
                .init(name: "Team", rules: rules, effectiveStart: "October"),
                #"EffectiveStart: "October" is not a point in time; one is written 2026-10-01T00:00:00Z"#
            ),
            (
                .init(name: "Team", rules: rules, splitChargeRules: [.init("a", to: ["a"], .even)]),
                #"SplitChargeRules: "a" cannot be charged to itself"#
            ),
            (
                .init(name: "Team", rules: rules, splitChargeRules: [.init("a", to: ["b", "c"], .fixed)]),
                "SplitChargeRules: FIXED needs a percentage for each of the 2 targets, got 0"
            ),
            (
                .init(name: "Team", rules: rules, resourceTags: [CostResourceTag("", "v")]),
                "ResourceTags: a key has 1 to 128 characters, got 0"
            ),
        ]
    }

    @Test(arguments: refused)
    func `a definition that breaks a rule is refused with it`(
        _ definition: CreateCostCategoryDefinition, _ message: String
    ) {
        let error = #expect(throws: AWSError.self) { try definition.validate() }
        #expect(error?.description == "invalidInput: \(message)")
    }

    @Test func `match options of rules are refused in queries`() {
        let filter = CostFilter.tag("dept", in: ["cl"], matching: [.startsWith])
        let error = #expect(throws: AWSError.self) { try GetCostAndUsage(.month(2026, 10), filter: filter).validate() }
        #expect(
            error?.message == """
                Filter: tag "dept" cannot be matched by STARTS_WITH, only by ABSENT, CASE_SENSITIVE, EQUALS
                """)
    }

    @Test func `a category is read back with its rules, and listed in pages`() async throws {
        let description = """
            {"CostCategory":{"CostCategoryArn":"\(Self.category)","EffectiveStart":"2026-10-01T00:00:00Z","Name":"Team",\
            "RuleVersion":"CostCategoryExpression.v1","Rules":[{"Value":"Insurance","Rule":{"Tags":{"Key":"dept",\
            "Values":["claims"]}}}],"ProcessingStatus":[{"Component":"COST_EXPLORER","Status":"PROCESSING"}]}}
            """
        let summary = #"{"CostCategoryArn":"\#(Self.category)","Name":"Team","NumberOfRules":1,"Values":["Insurance"]}"#
        let bill = ScriptedBill(
            description, #"{"CostCategoryReferences":[\#(summary)],"NextToken":"two"}"#,
            #"{"CostCategoryReferences":[\#(summary)]}"#)
        let client = try bill.client()
        let category = try await client.costCategory(Self.category)
        #expect(category.rules == [CostCategoryRule(value: "Insurance", rule: .tag("dept", in: ["claims"]))])
        #expect(category.processingStatus?.first?.status == .processing)
        #expect(try await client.costCategoryDefinitions().map(\.values) == [["Insurance"], ["Insurance"]])
        #expect(bill.bodies.map { $0["NextToken"]?.string } == [nil, nil, "two"])
        let foreign = #expect(throws: AWSError.self) {
            try DeleteCostCategoryDefinition(try #require(ARN(rawValue: "arn:aws:s3:::bucket"))).validate()
        }
        #expect(
            foreign?.message == """
                CostCategoryArn: "arn:aws:s3:::bucket" is not of the form arn:aws:ce::123456789012:costcategory/…
                """)
    }

    @Test func `names or values of categories in the bill are one search`() async throws {
        let bill = ScriptedBill(
            #"{"CostCategoryNames":["Team"],"ReturnSize":1,"TotalSize":1}"#,
            #"{"CostCategoryValues":["","Insurance"],"ReturnSize":2,"TotalSize":2}"#)
        let client = try bill.client()
        #expect(try await client.costCategories(GetCostCategories(in: .month(2026, 10))).value == ["Team"])
        let values = try await client.costCategories(GetCostCategories(in: .month(2026, 10), named: "Team"))
        #expect(values.value == ["", "Insurance"])
        #expect(values.billableRequests == 1)
        var search = GetCostCategories(in: .month(2026, 10), searchString: "x")
        search.sortBy = [SortDefinition(by: .unblendedCost)]
        let error = #expect(throws: AWSError.self) { try search.validate() }
        #expect(
            error?.message
                == "SortBy: the service does not sort what it searches for: leave out SearchString or SortBy")
    }
}

@Suite struct `Backfills` {
    @Test func `a backfill begins with a month of the last twelve`() async throws {
        let bill = ScriptedBill(
            """
            {"BackfillRequest":{"BackfillFrom":"2026-09-01T00:00:00Z","RequestedAt":"2026-11-01T12:00:00Z",\
            "BackfillStatus":"PROCESSING","LastUpdatedAt":"2026-11-01T12:00:00Z"}}
            """,
            #"{"BackfillRequests":[{"BackfillStatus":"SUCCEEDED"}],"NextToken":""}"#)
        let client = try bill.client()
        let backfill = try await client.startCostAllocationTagBackfill(from: .month(2026, 9))
        #expect(backfill.status == .processing)
        #expect(backfill.requestedAt?.date == Date(timeIntervalSince1970: 1_793_534_400))
        #expect(try await client.costAllocationTagBackfills().map(\.status) == [.succeeded])
        #expect(bill.bodies[0] == ["BackfillFrom": "2026-09-01T00:00:00Z"])
    }

    @Test(arguments: [
        (CostDate.month(2026, 12), "BackfillFrom: 2026-12-01T00:00:00Z is in the future"),
        (
            .month(2025, 10),
            "BackfillFrom: a backfill reaches back 12 months, and 2025-10-01T00:00:00Z is 13 months ago"
        ),
        ("2026-09-15T00:00:00Z", "BackfillFrom: 2026-09-15T00:00:00Z is not the first moment of a month in UTC"),
    ])
    func `another date is refused with the reason`(_ date: CostDate, _ message: String) async throws {
        let client = try ScriptedBill().client()
        let error = await #expect(throws: AWSError.self) { try await client.startCostAllocationTagBackfill(from: date) }
        #expect(error?.description == "invalidInput: \(message)")
    }
}
