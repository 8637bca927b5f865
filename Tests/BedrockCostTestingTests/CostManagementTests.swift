import AWSCore
import BedrockCostTesting
import Foundation
import Testing

/// What the simulated Cost Explorer refuses, asked without the SDK, which would not send most of it.
@Suite struct `Cost management` {
    let mock = MockAWS(seed: 9)
    var caller: Caller { Caller(mock) }

    private static let service: JSONValue = ["Dimensions": ["Key": "SERVICE", "Values": ["Amazon Bedrock"]]]
    private static let byResource: JSONValue = [["Type": "DIMENSION", "Key": "RESOURCE_ID"]]
    private static let november: JSONValue = ["Start": "2026-11-01", "End": "2026-12-01"]

    static let refused: [(String, JSONValue, String, String)] = [
        (
            "GetCostForecast", ["TimePeriod": november, "Metric": "USAGE_QUANTITY", "Granularity": "MONTHLY"],
            "ValidationException", "'metric'"
        ),
        (
            "GetCostForecast", ["TimePeriod": november, "Metric": "UNBLENDED_COST", "Granularity": "HOURLY"],
            "ValidationException", "'granularity'"
        ),
        (
            "GetCostForecast",
            [
                "TimePeriod": ["Start": "2026-09-30", "End": "2026-12-01"], "Metric": "UNBLENDED_COST",
                "Granularity": "MONTHLY",
            ],
            "ValidationException", "before the current date"
        ),
        (
            "GetCostForecast",
            [
                "TimePeriod": november, "Metric": "UNBLENDED_COST", "Granularity": "MONTHLY",
                "PredictionIntervalLevel": 100,
            ],
            "ValidationException", "between 51 and 99"
        ),
        (
            "GetCostForecast", ["TimePeriod": november, "Metric": "UNBLENDED_COST", "Granularity": "MONTHLY"],
            "DataUnavailableException", "Insufficient"
        ),
        (
            "GetCostAndUsageWithResources",
            [
                "TimePeriod": ["Start": "2026-09-16", "End": "2026-10-01"], "Granularity": "DAILY",
                "Metrics": ["UnblendedCost"], "Filter": service, "GroupBy": byResource,
            ],
            "ValidationException", "last 14 days"
        ),
        (
            "GetCostAndUsageWithResources",
            [
                "TimePeriod": ["Start": "2026-09-30", "End": "2026-10-01"], "Granularity": "DAILY",
                "Metrics": ["UnblendedCost"], "Filter": service,
            ],
            "ValidationException", "RESOURCE_ID"
        ),
        (
            "GetCostAndUsageWithResources",
            [
                "TimePeriod": ["Start": "2026-09-30", "End": "2026-10-01"], "Granularity": "DAILY",
                "Metrics": ["UnblendedCost"], "GroupBy": byResource,
            ],
            "ValidationException", "'filter'"
        ),
        (
            "GetCostAndUsage",
            [
                "TimePeriod": ["Start": "2026-09-30", "End": "2026-10-01"], "Granularity": "DAILY",
                "Metrics": ["UnblendedCost"], "GroupBy": byResource,
            ],
            "ValidationException", "RESOURCE_ID is invalid"
        ),
        (
            "GetCostAndUsageComparisons",
            [
                "BaselineTimePeriod": ["Start": "2026-09-01", "End": "2026-09-30"],
                "ComparisonTimePeriod": ["Start": "2026-08-01", "End": "2026-09-01"],
                "MetricForComparison": "UnblendedCost",
            ],
            "ValidationException", "BaselineTimePeriod must start and end"
        ),
        (
            "CreateCostCategoryDefinition",
            [
                "Name": "Team", "RuleVersion": "CostCategoryExpression.v1",
                "Rules": [["Value": "x", "Rule": service]],
            ],
            "ValidationException", "SERVICE is not supported"
        ),
        (
            "CreateCostCategoryDefinition",
            ["Name": "Team", "RuleVersion": "CostCategoryExpression.v1", "Rules": [["Value": "x"]]],
            "ValidationException", "a value and a rule"
        ),
        (
            "DescribeCostCategoryDefinition", ["CostCategoryArn": "arn:aws:ce::123456789012:costcategory/none"],
            "ResourceNotFoundException", "none"
        ),
        (
            "StartCostAllocationTagBackfill", ["BackfillFrom": "2026-09-02T00:00:00Z"],
            "ValidationException", "first day of a month"
        ),
        (
            "StartCostAllocationTagBackfill", ["BackfillFrom": "2025-09-01T00:00:00Z"],
            "ValidationException", "twelve months"
        ),
        (
            "CreateAnomalyMonitor", ["AnomalyMonitor": ["MonitorName": "m", "MonitorType": "DIMENSIONAL"]],
            "ValidationException", "do not fit"
        ),
        (
            "CreateAnomalySubscription",
            [
                "AnomalySubscription": [
                    "SubscriptionName": "s", "MonitorArnList": ["arn:aws:ce::123456789012:anomalymonitor/none"],
                    "Frequency": "DAILY", "Subscribers": [["Type": "EMAIL", "Address": "a@example.com"]],
                    "Threshold": 1,
                ]
            ],
            "UnknownMonitorException", "none"
        ),
        (
            "DeleteAnomalySubscription", ["SubscriptionArn": "arn:aws:ce::123456789012:anomalysubscription/none"],
            "UnknownSubscriptionException", "none"
        ),
        ("ProvideAnomalyFeedback", ["AnomalyId": "a", "Feedback": "MAYBE"], "ValidationException", "'feedback'"),
    ]

    @Test(arguments: refused)
    func `wrong requests are refused with the service's code, and cost nothing`(
        _ operation: String, _ body: JSONValue, _ code: String, _ words: String
    ) async throws {
        let reply = try await caller.costExplorer(operation, body)
        #expect(reply.status == 400)
        #expect(reply.code == code)
        #expect(reply.message?.contains(words) == true)
        #expect(mock.billableRequests == 0)
    }

    @Test func `setting things up costs nothing, and each page of a query a cent`() async throws {
        mock.addCharge(usd: "1", service: "Amazon Bedrock")
        mock.clock.advance(by: .seconds(9 * 86_400))
        let monitor: JSONValue = [
            "AnomalyMonitor": ["MonitorName": "m", "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE"]
        ]
        #expect(try await caller.costExplorer("CreateAnomalyMonitor", monitor).status == 200)
        #expect(try await caller.costExplorer("ListCostCategoryDefinitions", [:]).status == 200)
        #expect(mock.billableRequests == 0)
        let forecast: JSONValue = ["TimePeriod": Self.november, "Metric": "UNBLENDED_COST", "Granularity": "MONTHLY"]
        #expect(try await caller.costExplorer("GetCostForecast", forecast).status == 200)
        let october: JSONValue = ["TimePeriod": ["Start": "2026-10-01", "End": "2026-11-01"]]
        #expect(try await caller.costExplorer("GetCostCategories", october).status == 200)
        #expect(mock.billableRequests == 2)
    }

    @Test func `a list of monitors comes in pages`() async throws {
        for dimension in ["SERVICE", "LINKED_ACCOUNT"] {
            let monitor: JSONValue = [
                "AnomalyMonitor": [
                    "MonitorName": .string(dimension), "MonitorType": "DIMENSIONAL",
                    "MonitorDimension": .string(dimension),
                ]
            ]
            _ = try await caller.costExplorer("CreateAnomalyMonitor", monitor)
        }
        let first = try await caller.costExplorer("GetAnomalyMonitors", ["MaxResults": 1]).json
        #expect(first["AnomalyMonitors"]?.array?.map { $0["MonitorName"] } == ["SERVICE"])
        let token = try #require(first["NextPageToken"])
        let second = try await caller.costExplorer("GetAnomalyMonitors", ["MaxResults": 1, "NextPageToken": token]).json
        #expect(second["AnomalyMonitors"]?.array?.map { $0["MonitorName"] } == ["LINKED_ACCOUNT"])
        #expect(second["NextPageToken"] == nil)
    }
}
