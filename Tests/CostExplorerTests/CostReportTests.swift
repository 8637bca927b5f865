import AWSCore
import CostExplorer
import Foundation
import HTTPTypes
import Metering
import Testing

@Suite struct CostReportTests {
    static let claude = "Claude 3.7 Sonnet (Amazon Bedrock Edition)"

    @Test func `what a department spent on Bedrock is one call`() async throws {
        let bill = ScriptedBill(
            services(["Amazon Bedrock", Self.claude]),
            page([
                result(
                    "2026-10-01", "2026-11-01", estimated: true,
                    [(["dept$claims"], "12.3456789012345678"), (["dept$"], "0.1"), (["dept$sales"], "1E-10")])
            ]))
        let costs = try await bill.client().costs(in: .month(2026, 10), by: .tag("dept"), where: .bedrock)
        #expect(costs.map(\.tag) == ["claims", nil, "sales"])
        #expect(costs.map(\.amount.description) == ["12.3456789012345678", "0.1", "0.0000000001"])
        #expect(costs.map(\.isUntagged) == [false, true, false])
        #expect(costs.total.description == "12.4456789013345678")
        #expect(costs.untagged.description == "0.1")
        #expect(costs.isEstimated)
        #expect(costs.matchedServices == ["Amazon Bedrock", Self.claude])
        #expect(costs.billableRequests == 2)
        #expect(costs.requestCost == .usd(cents: 2))

        let requests = bill.requests
        #expect(
            requests.map(\.operation) == [
                "AWSInsightsIndexService.GetDimensionValues", "AWSInsightsIndexService.GetCostAndUsage",
            ])
        #expect(requests.allSatisfy { $0.head.authority == "ce.us-east-1.amazonaws.com" && $0.head.path == "/" })
        #expect(requests.allSatisfy { $0.head.headerFields[.contentType] == "application/x-amz-json-1.1" })
        #expect(
            requests[0].body == [
                "Dimension": "SERVICE", "SearchString": "Bedrock",
                "TimePeriod": ["Start": "2026-10-01", "End": "2026-11-01"],
            ])
        #expect(
            requests[1].body == [
                "TimePeriod": ["Start": "2026-10-01", "End": "2026-11-01"], "Granularity": "MONTHLY",
                "Metrics": ["UnblendedCost"], "GroupBy": [["Type": "TAG", "Key": "dept"]],
                "Filter": ["Dimensions": ["Key": "SERVICE", "Values": ["Amazon Bedrock", .string(Self.claude)]]],
            ])
    }

    @Test func `pages are merged by period and keys, and each is counted`() async throws {
        let bill = ScriptedBill(
            page([result("2026-10-01", "2026-10-02", [(["dept$claims"], "1.1")])], token: "a"),
            page(
                [
                    result(
                        "2026-10-01", "2026-10-02", estimated: true, [(["dept$sales"], "2"), (["dept$claims"], "0.9")]),
                    result("2026-10-02", "2026-10-03", [(["dept$"], "4")]),
                ], token: "b"),
            page([result("2026-10-02", "2026-10-03", [(["dept$claims"], "8")])]))
        let costs = try await bill.client().costs(
            in: .days(from: "2026-10-01", to: "2026-10-03"), granularity: .daily, by: .tag("dept"))
        #expect(
            costs.map { "\($0.period.start) \($0.tag ?? "untagged") \($0.amount)\($0.isEstimated ? " ~" : "")" } == [
                "2026-10-01 claims 2 ~", "2026-10-01 sales 2 ~", "2026-10-01 untagged 0 ~",
                "2026-10-02 untagged 4", "2026-10-02 claims 8",
            ])
        #expect(costs.total == .usd(16))
        #expect(costs.billableRequests == 3)
        #expect(bill.bodies.map { $0["NextPageToken"]?.string } == [nil, "a", "b"])
    }

    @Test(arguments: [#","NextPageToken":"""#, #","NextPageToken":null"#, ""])
    func `an empty token is the last page`(_ token: String) async throws {
        let bill = ScriptedBill(#"{"ResultsByTime":[]\#(token)}"#)
        let costs = try await bill.client().costs(in: .month(2026, 10))
        #expect(costs.billableRequests == 1)
        #expect(bill.requests.count == 1)
    }

    @Test func `a token that repeats itself ends the pages`() async throws {
        let bill = ScriptedBill(
            page([result("2026-10-01", "2026-11-01", [(["a"], "1")])], token: "same"),
            page([result("2026-10-01", "2026-11-01", [(["b"], "2")])], token: "same"))
        let costs = try await bill.client().costs(in: .month(2026, 10), by: .service)
        #expect(costs.map(\.service) == ["a", "b"])
        #expect(bill.requests.count == 2)
    }

    @Test func `a report by tag has an untagged row also where nothing is untagged`() async throws {
        let bill = ScriptedBill(
            page([
                result("2026-09-01", "2026-10-01", [(["dept$claims", "Amazon Bedrock"], "3")]),
                result("2026-10-01", "2026-11-01", []),
            ]))
        let costs = try await bill.client().costs(
            in: .days(from: "2026-09-01", to: "2026-11-01"), by: .tag("dept"), .service)
        #expect(costs.map(\.period.start) == ["2026-09-01", "2026-09-01", "2026-10-01"])
        #expect(costs.map(\.tag) == ["claims", nil, nil])
        #expect(costs.map(\.service) == ["Amazon Bedrock", nil, nil])
        #expect(costs.map(\.amount) == [.usd(3), .zero(), .zero()])
        #expect(costs.map(\.isUntagged) == [false, true, true])
    }

    @Test func `a tag's value may hold the dollar sign that ends its key`() async throws {
        let bill = ScriptedBill(
            page([
                result(
                    "2026-10-01", "2026-11-01",
                    [(["cost$center$a$b"], "1"), (["cost$center$"], "2"), (["cost$center$$"], "4"), (["odd"], "8")])
            ]))
        let costs = try await bill.client().costs(in: .month(2026, 10), by: .tag("cost$center"))
        #expect(costs.map(\.tag) == ["a$b", nil, "$", "odd"])
        #expect(costs.map { $0[.tag("cost$center")] } == ["a$b", nil, "$", "odd"])
        #expect(costs.untagged == .usd(2))
    }

    @Test func `an account without Bedrock has an empty report, and is asked again the next time`() async throws {
        let bill = ScriptedBill(services([]), services(["Amazon Elastic Block Store"]))
        let client = try bill.client()
        for _ in 1...2 {
            let costs = try await client.costs(in: .month(2026, 10), by: .tag("dept"), where: .bedrock)
            #expect(costs.map(\.tag) == [nil])
            #expect(costs.map(\.period) == [.month(2026, 10)])
            #expect(costs.total == .zero())
            #expect(costs.matchedServices == [])
            #expect(costs.billableRequests == 1)
        }
        #expect(bill.requests.count == 2)
    }

    @Test func `without Bedrock in the account a day's report still has its days`() async throws {
        let bill = ScriptedBill(services([]))
        let costs = try await bill.client(region: "cn-north-1").costs(
            in: .days(from: "2026-12-31", to: "2027-01-02"), granularity: .daily, where: .bedrock)
        #expect(costs.map(\.period.description) == ["2026-12-31 ..< 2027-01-01", "2027-01-01 ..< 2027-01-02"])
        #expect(costs.total == .zero(.cny))
    }

    @Test func `without Bedrock in the account everything is not Bedrock`() async throws {
        let bill = ScriptedBill(
            services([]), #"{"ResultsByTime":[]}"#, services([]), #"{"ResultsByTime":[]}"#)
        let client = try bill.client()
        _ = try await client.costs(in: .month(2026, 10), where: .not(.bedrock))
        _ = try await client.costs(
            in: .month(2026, 10), where: .or(.bedrock, .and(.not(.bedrock), .tag("dept", in: ["claims"]))))
        #expect(bill.bodies[1]["Filter"] == nil)
        #expect(bill.bodies[3]["Filter"] == ["Tags": ["Key": "dept", "Values": ["claims"]]])
    }

    @Test func `the service names of Bedrock are those that say so, from all pages, kept for a day`() async throws {
        let bill = ScriptedBill(
            services([Self.claude, "Amazon EC2", "Amazon Bedrock"], token: "2"),
            services(["Claude Opus (BEDROCK Edition)"]),
            page([]), page([]), services(["Amazon Bedrock"]), page([]))
        let client = try bill.client()
        let first = try await client.costs(in: .month(2026, 10), where: .bedrock)
        #expect(first.matchedServices == ["Amazon Bedrock", Self.claude, "Claude Opus (BEDROCK Edition)"])
        #expect(first.billableRequests == 3)
        let second = try await client.costs(in: .month(2026, 10), where: .bedrock)
        #expect(second.matchedServices == first.matchedServices)
        #expect(second.billableRequests == 1)
        bill.advance(by: 86_400)
        let third = try await client.costs(in: .month(2026, 10), where: .bedrock)
        #expect(third.matchedServices == ["Amazon Bedrock"])
        #expect(third.billableRequests == 2)
    }

    @Test func `each period has its own service names`() async throws {
        let bill = ScriptedBill(services(["Amazon Bedrock"]), page([]), services([Self.claude]), page([]))
        let client = try bill.client()
        #expect(try await client.costs(in: .month(2026, 9), where: .bedrock).matchedServices == ["Amazon Bedrock"])
        #expect(try await client.costs(in: .month(2026, 10), where: .bedrock).matchedServices == [Self.claude])
    }

    @Test func `service names that the caller knows are not looked up`() async throws {
        let bill = ScriptedBill(page([]))
        let costs = try await bill.client().costs(
            in: .month(2026, 10), where: .and(.bedrock(named: [Self.claude]), .absent(tag: "dept")))
        #expect(costs.matchedServices == [Self.claude])
        #expect(costs.billableRequests == 1)
        #expect(
            bill.bodies[0]["Filter"] == [
                "And": [
                    ["Dimensions": ["Key": "SERVICE", "Values": [.string(Self.claude)]]],
                    ["Tags": ["Key": "dept", "MatchOptions": ["ABSENT"]]],
                ]
            ])
    }

    @Test func `hours are looked up by the days that cover them`() async throws {
        let bill = ScriptedBill(services(["Amazon Bedrock"]), page([]))
        let costs = try await bill.client().costs(
            in: .days(from: "2026-10-30T22:00:00Z", to: "2026-10-31T01:00:00Z"), granularity: .hourly, by: .tag("dept"),
            where: .bedrock)
        #expect(bill.bodies[0]["TimePeriod"] == ["Start": "2026-10-30", "End": "2026-11-01"])
        #expect(
            costs.map(\.period.start) == ["2026-10-30T22:00:00Z", "2026-10-30T23:00:00Z", "2026-10-31T00:00:00Z"])
    }

    @Test func `usage comes along with its unit, as it was written`() async throws {
        let bill = ScriptedBill(
            """
            {"ResultsByTime":[{"TimePeriod":{"Start":"2026-10-01","End":"2026-11-01"},"Groups":[],"Estimated":false,\
            "Total":{"NetUnblendedCost":{"Amount":"-3.5","Unit":"USD"},\
            "UsageQuantity":{"Amount":"12345.67890123456789012345","Unit":"N/A"}}}]}
            """)
        let costs = try await bill.client().costs(in: .month(2026, 10), metrics: [.netUnblendedCost, .usageQuantity])
        #expect(costs.first?.amount.description == "-3.5")
        #expect(costs.first?.usage == MetricValue(amount: "12345.67890123456789012345", unit: "N/A"))
        #expect(costs.metric == .netUnblendedCost)
        #expect(costs.count == 1)
    }

    @Test func `account names come with the report`() async throws {
        let bill = ScriptedBill(
            """
            {"ResultsByTime":[\(result("2026-10-01", "2026-11-01", [(["123456789012"], "1")]))],\
            "DimensionValueAttributes":[{"Value":"123456789012","Attributes":{"description":"claims-prod"}}]}
            """)
        let costs = try await bill.client().costs(in: .month(2026, 10), by: .linkedAccount)
        #expect(costs.compactMap(\.linkedAccount).compactMap { costs.valueDescriptions[$0] } == ["claims-prod"])
    }

    @Test func `amounts of two currencies are no report`() async throws {
        let bill = ScriptedBill(
            """
            {"ResultsByTime":[{"TimePeriod":{"Start":"2026-10-01","End":"2026-11-01"},"Groups":[\
            {"Keys":["a"],"Metrics":{"UnblendedCost":{"Amount":"1","Unit":"USD"}}},\
            {"Keys":["b"],"Metrics":{"UnblendedCost":{"Amount":"1","Unit":"CNY"}}}]}]}
            """)
        let client = try bill.client()
        let error = await #expect(throws: AWSError.self) {
            try await client.costs(in: .month(2026, 10), by: .service)
        }
        #expect(
            error?.description
                == "malformedResponse: the amounts have no sum: mixedCurrencies: USD and CNY cannot be put together")
    }

    @Test(arguments: [
        (
            #""Metrics":{"UnblendedCost":{"Amount":"a lot","Unit":"USD"}}"#,
            #"an amount cannot be kept exactly: malformed: "a lot" is not a decimal number"#
        ),
        (#""Metrics":{"BlendedCost":{"Amount":"1","Unit":"USD"}}"#, "a result without UnblendedCost"),
    ])
    func `an amount that cannot be read fails the report instead of being dropped`(
        _ metrics: String, _ message: String
    ) async throws {
        let bill = ScriptedBill(
            """
            {"ResultsByTime":[{"TimePeriod":{"Start":"2026-10-01","End":"2026-11-01"},\
            "Groups":[{"Keys":["a"],\(metrics)}]}]}
            """)
        let client = try bill.client()
        let error = await #expect(throws: AWSError.self) { try await client.costs(in: .month(2026, 10), by: .service) }
        #expect(error?.code == .malformedResponse)
        #expect(error?.message == message)
    }

    @Test func `a throttled request is repeated, and each attempt is counted`() async throws {
        let bill = ScriptedBill([
            .init(status: 400, body: #"{"__type":"LimitExceededException","Message":"slow down"}"#),
            .init(body: page([])),
        ])
        let costs = try await bill.client().costs(in: .month(2026, 10))
        #expect(costs.billableRequests == 2)
    }

    @Test func `before the first data there is an error, not a zero`() async throws {
        let bill = ScriptedBill([
            .init(
                status: 400,
                body: #"{"__type":"com.amazonaws.ce#DataUnavailableException","Message":"try in 24 hours"}"#)
        ])
        let client = try bill.client()
        let error = await #expect(throws: AWSError.self) { try await client.costs(in: .month(2026, 10)) }
        #expect(
            error?.description
                == "service in Cost Explorer.GetCostAndUsage: DataUnavailableException: try in 24 hours (HTTP 400)")
    }
}
