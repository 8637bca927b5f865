import AWSCore
import CostExplorer
import Foundation
import Metering
import Testing

@Suite struct TagOperationTests {
    @Test func `tag keys and values come from all pages`() async throws {
        let bill = ScriptedBill(
            #"{"Tags":["claims",""],"ReturnSize":2,"TotalSize":3,"NextPageToken":"2"}"#,
            #"{"Tags":["sales"],"ReturnSize":1,"TotalSize":3}"#)
        let values = try await bill.client().tags(GetTags(in: .month(2026, 10), tagKey: "dept"))
        #expect(values.value == ["claims", "", "sales"])
        #expect(values.billableRequests == 2)
        #expect(values.requestCost == .usd(cents: 2))
        #expect(bill.requests[0].operation == "AWSInsightsIndexService.GetTags")
        #expect(bill.bodies[1]["NextPageToken"] == "2")
    }

    @Test func `cost allocation tags come from all pages, with their dates`() async throws {
        let bill = ScriptedBill(
            """
            {"CostAllocationTags":[{"TagKey":"dept","Type":"UserDefined","Status":"Active",\
            "LastUpdatedDate":"2026-10-01T02:00:00+02:00","LastUsedDate":"2026-10-01T00:00:00Z"}],"NextToken":"n"}
            """,
            #"{"CostAllocationTags":[{"TagKey":"aws:createdBy","Type":"AWSGenerated","Status":"Unheard"}],"NextToken":""}"#
        )
        let tags = try await bill.client().costAllocationTags()
        #expect(tags.value.map(\.tagKey) == ["dept", "aws:createdBy"])
        #expect(tags.value.map(\.status) == [.active, "Unheard"])
        #expect(tags.value[0].lastUpdated == Date(timeIntervalSince1970: 1_790_812_800))
        #expect(tags.value[0].lastUsed == tags.value[0].lastUpdated)
        #expect(tags.billableRequests == 2)
        #expect(bill.bodies == [[:], ["NextToken": "n"]])
    }

    @Test func `activation returns the changes made`() async throws {
        let bill = ScriptedBill(#"{"Errors":[]}"#)
        let changes = try await bill.client().activateCostAllocationTags(["dept", "env"])
        #expect(changes.value == [.init("dept", .active), .init("env", .active)])
        #expect(
            bill.bodies == [
                [
                    "CostAllocationTagsStatus": [
                        ["TagKey": "dept", "Status": "Active"], ["TagKey": "env", "Status": "Active"],
                    ]
                ]
            ])
    }

    @Test func `a key that was not changed is an error, though the status is 200`() async throws {
        let bill = ScriptedBill(
            #"{"Errors":[{"TagKey":"env","Code":"TagKeysNotFoundException","Message":"Tag keys not found"}]}"#)
        let client = try bill.client()
        let error = await #expect(throws: AWSError.self) {
            try await client.activateCostAllocationTags(["dept", "env"])
        }
        #expect(
            error?.description == """
                service in Cost Explorer.UpdateCostAllocationTagsStatus: TagKeysNotFoundException: \
                1 of 2 tag keys kept their status: env (TagKeysNotFoundException: Tag keys not found) (HTTP 200)
                """)
        let failures = error?.failedCostAllocationTags ?? []
        #expect(failures.map(\.tagKey) == ["env"])
        #expect(failures.map(\.code) == ["TagKeysNotFoundException"])
        #expect(failures.map(\.message) == ["Tag keys not found"])
        #expect(AWSError(.service, "another").failedCostAllocationTags.isEmpty)
    }

    @Test func `outputs keep every member when they are written again`() throws {
        let json = """
            {"DimensionValueAttributes":[{"Attributes":{"description":"acct"},"Value":"123456789012"}],\
            "GroupDefinitions":[{"Key":"dept","Type":"TAG"}],"NextPageToken":"n+/=",\
            "ResultsByTime":[{"Estimated":false,"Groups":[{"Keys":["dept$"],"Metrics":\
            {"BlendedCost":{"Amount":"1E-10","Unit":"USD"}}}],"TimePeriod":{"End":"2026-03-01","Start":"2026-02-01"},\
            "Total":{}}]}
            """
        let output = try AWSJSON.decode(GetCostAndUsage.Output.self, from: json.utf8)
        #expect(String(decoding: try AWSJSON.encode(output), as: UTF8.self) == json)
    }
}
