import CostExplorer

extension BuiltOperations {
    private static let period = #"{"Start": "2026-02-01", "End": "2026-03-01"}"#

    static let costExplorer: [String: BuiltEntry] = [
        "GetCostAndUsage": BuiltEntry(
            GetCostAndUsage.self,
            sample: #"{"TimePeriod": \#(period), "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"]}"#),
        "GetDimensionValues": BuiltEntry(
            GetDimensionValues.self, sample: #"{"TimePeriod": \#(period), "Dimension": "SERVICE"}"#),
        "GetTags": BuiltEntry(GetTags.self, sample: #"{"TimePeriod": \#(period)}"#),
        "ListCostAllocationTags": BuiltEntry(ListCostAllocationTags.self),
        "UpdateCostAllocationTagsStatus": BuiltEntry(
            UpdateCostAllocationTagsStatus.self,
            sample: #"{"CostAllocationTagsStatus": [{"TagKey": "k", "Status": "Active"}]}"#),
    ]
}
