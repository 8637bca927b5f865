import AWSCore
import CostExplorer
import Foundation
import Testing

@Suite struct QueryInputTests {
    @Test func `periods end before their end`() {
        let now = Date(timeIntervalSince1970: 1_793_534_400)  // 2026-11-01T12:00:00Z
        #expect(CostPeriod.month(2026, 10).description == "2026-10-01 ..< 2026-11-01")
        #expect(CostPeriod.month(2026, 12).description == "2026-12-01 ..< 2027-01-01")
        #expect(CostPeriod.lastDays(1, now: now).description == "2026-11-01 ..< 2026-11-02")
        #expect(CostPeriod.lastDays(31, now: now).description == "2026-10-02 ..< 2026-11-02")
        #expect(
            CostPeriod.hours(from: now.addingTimeInterval(-90), to: now.addingTimeInterval(90)).description
                == "2026-11-01T11:00:00Z ..< 2026-11-01T13:00:00Z")
    }

    @Test(arguments: [
        (CostPeriod.month(2026, 10), Granularity.monthly),
        (.days(from: "2024-02-29", to: "2024-03-01"), .daily),
        (.days(from: "2026-10-01T00:00:00Z", to: "2026-10-01T01:00:00Z"), .hourly),
        (.month(2026, 10), "QUARTERLY"),
    ])
    func `periods that exist are sent`(_ period: CostPeriod, _ granularity: Granularity) throws {
        try GetCostAndUsage(period, granularity: granularity).validate()
    }

    static let refusedPeriods: [(CostPeriod, String)] = [
        (
            .month(2026, 13),
            #""2026-13-01" is not a date; a day is written 2026-10-01, an hour 2026-10-01T00:00:00Z"#
        ),
        (
            .days(from: "2026-02-01", to: "2026-02-29"),
            #""2026-02-29" is not a date; a day is written 2026-10-01, an hour 2026-10-01T00:00:00Z"#
        ),
        (
            .days(from: "2026-1-1", to: "2026-02-01"),
            #""2026-1-1" is not a date; a day is written 2026-10-01, an hour 2026-10-01T00:00:00Z"#
        ),
        (
            .days(from: "2026-01-01T00:00:00+01:00", to: "2026-02-01"),
            #""2026-01-01T00:00:00+01:00" is not a date; a day is written 2026-10-01, an hour 2026-10-01T00:00:00Z"#
        ),
        (
            .days(from: "2026-10-01", to: "2026-10-01"),
            "2026-10-01 ..< 2026-10-01 is empty; its end is not part of it, so it must be after its start"
        ),
        (
            .days(from: "2026-10-02", to: "2026-10-01"),
            "2026-10-02 ..< 2026-10-01 is empty; its end is not part of it, so it must be after its start"
        ),
        (
            .lastDays(0, now: Date(timeIntervalSince1970: 0)),
            "1970-01-02 ..< 1970-01-02 is empty; its end is not part of it, so it must be after its start"
        ),
        (
            .days(from: "2026-10-01", to: "2026-10-02T00:00:00Z"),
            "2026-10-01 ..< 2026-10-02T00:00:00Z mixes a day and an hour"
        ),
        (
            .days(from: "2026-10-01T00:00:00Z", to: "2026-10-02T00:00:00Z"),
            "hours go with the granularity HOURLY only, not with MONTHLY"
        ),
    ]

    @Test(arguments: refusedPeriods)
    func `a period that does not exist is refused with the reason`(_ period: CostPeriod, _ message: String) {
        let error = #expect(throws: AWSError.self) { try GetCostAndUsage(period).validate() }
        #expect(error?.description == "invalidInput: TimePeriod: \(message)")
    }

    static let refusedGroupings: [([CostGrouping], String)] = [
        ([.tag("a"), .tag("b"), .service], "costs are grouped by at most 2 things, got 3"),
        ([.tag("dept"), .tag("dept")], "TAG dept stands there twice"),
        ([.tag("")], "a key has 1 to 1024 characters, got 0"),
        (
            [.dimension(.payerAccount)],
            "costs cannot be grouped by PAYER_ACCOUNT; the dimensions are AZ, INSTANCE_TYPE, LEGAL_ENTITY_NAME, "
                + "INVOICING_ENTITY, LINKED_ACCOUNT, OPERATION, PLATFORM, PURCHASE_TYPE, SERVICE, TENANCY, RECORD_TYPE, "
                + "USAGE_TYPE"
        ),
    ]

    @Test(arguments: refusedGroupings)
    func `a grouping that the service would refuse is refused here`(_ groupings: [CostGrouping], _ message: String) {
        let error = #expect(throws: AWSError.self) {
            try GetCostAndUsage(.month(2026, 10), groupBy: groupings).validate()
        }
        #expect(error?.message == "GroupBy: \(message)")
    }

    @Test func `other inputs are held to the service's limits`() throws {
        let period = CostPeriod.month(2026, 10)
        var tags = GetTags(in: period)
        tags.maxResults = 0
        var values = GetDimensionValues(.service, in: period)
        values.searchString = String(repeating: "x", count: 1025)
        let view = try #require(ARN("arn:aws:s3:::bucket"))
        let attempts: [(any AWSRequest, String)] = [
            (GetCostAndUsage(period, metrics: []), "Metrics: at least one is needed"),
            (
                GetCostAndUsage(period, billingViewARN: view),
                "BillingViewArn: \"arn:aws:s3:::bucket\" is not of the form "
                    + "arn:aws:billing::123456789012:billingview/primary"
            ),
            (tags, "MaxResults: at least 1, got 0"),
            (
                GetTags(in: period, tagKey: String(repeating: "x", count: 1025)),
                "TagKey: at most 1024 characters, got 1025"
            ),
            (values, "SearchString: at most 1024 characters, got 1025"),
            (ListCostAllocationTags(tagKeys: []), "TagKeys: 1 to 100 keys, got 0"),
            (
                ListCostAllocationTags(tagKeys: Array(repeating: "a", count: 101)),
                "TagKeys: 1 to 100 keys, got 101"
            ),
            (ListCostAllocationTags(maxResults: 1001), "MaxResults: from 1 to 1000, got 1001"),
            (UpdateCostAllocationTagsStatus([]), "CostAllocationTagsStatus: 1 to 20 changes, got 0"),
            (
                UpdateCostAllocationTagsStatus(Array(repeating: .init("a", .active), count: 21)),
                "CostAllocationTagsStatus: 1 to 20 changes, got 21"
            ),
            (UpdateCostAllocationTagsStatus([.init("", .active)]), "TagKey: 1 to 1024 characters, got 0"),
        ]
        for (request, message) in attempts {
            let error = #expect(throws: AWSError.self) { try request.validate() }
            #expect(error?.description == "invalidInput: \(message)")
        }
    }
}
