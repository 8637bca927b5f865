import CostExplorer

extension BuiltOperations {
    private static let period = #"{"Start": "2026-02-01", "End": "2026-03-01"}"#
    private static let months =
        #""BaselineTimePeriod": {"Start": "2026-01-01", "End": "2026-02-01"}, "ComparisonTimePeriod": \#(period)"#
    private static let account = "arn:aws:ce::123456789012:"
    private static let rules =
        #""RuleVersion": "CostCategoryExpression.v1", "Rules": [{"Value": "v", "Rule": {"Tags": {"Key": "k", "Values": ["v"]}}}]"#
    private static let service = #"{"Dimensions": {"Key": "SERVICE", "Values": ["Amazon Bedrock"]}}"#

    static let costExplorer: [String: BuiltEntry] = [
        "CreateAnomalyMonitor": BuiltEntry(
            CreateAnomalyMonitor.self,
            sample:
                #"{"AnomalyMonitor": {"MonitorName": "m", "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE"}}"#
        ),
        "CreateAnomalySubscription": BuiltEntry(
            CreateAnomalySubscription.self,
            sample: #"""
                {"AnomalySubscription": {"SubscriptionName": "s", "MonitorArnList": ["\#(account)anomalymonitor/m"],
                "Subscribers": [{"Address": "a@example.com", "Type": "EMAIL"}], "Frequency": "DAILY", "Threshold": 1.5}}
                """#),
        "CreateCostCategoryDefinition": BuiltEntry(
            CreateCostCategoryDefinition.self, sample: #"{"Name": "Team", \#(rules)}"#),
        "DeleteAnomalyMonitor": BuiltEntry(
            DeleteAnomalyMonitor.self, sample: #"{"MonitorArn": "\#(account)anomalymonitor/m"}"#),
        "DeleteAnomalySubscription": BuiltEntry(
            DeleteAnomalySubscription.self, sample: #"{"SubscriptionArn": "\#(account)anomalysubscription/s"}"#),
        "DeleteCostCategoryDefinition": BuiltEntry(
            DeleteCostCategoryDefinition.self, sample: #"{"CostCategoryArn": "\#(account)costcategory/c"}"#),
        "DescribeCostCategoryDefinition": BuiltEntry(
            DescribeCostCategoryDefinition.self, sample: #"{"CostCategoryArn": "\#(account)costcategory/c"}"#),
        "GetAnomalies": BuiltEntry(GetAnomalies.self, sample: #"{"DateInterval": {"StartDate": "2026-02-01"}}"#),
        "GetAnomalyMonitors": BuiltEntry(GetAnomalyMonitors.self),
        "GetAnomalySubscriptions": BuiltEntry(GetAnomalySubscriptions.self),
        "GetCostAndUsage": BuiltEntry(
            GetCostAndUsage.self,
            sample: #"{"TimePeriod": \#(period), "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"]}"#),
        "GetCostAndUsageComparisons": BuiltEntry(
            GetCostAndUsageComparisons.self, sample: #"{\#(months), "MetricForComparison": "UnblendedCost"}"#),
        "GetCostAndUsageWithResources": BuiltEntry(
            GetCostAndUsageWithResources.self,
            sample: #"""
                {"TimePeriod": \#(period), "Granularity": "DAILY", "Metrics": ["UnblendedCost"], "Filter": \#(service),
                "GroupBy": [{"Type": "DIMENSION", "Key": "RESOURCE_ID"}]}
                """#),
        "GetCostCategories": BuiltEntry(GetCostCategories.self, sample: #"{"TimePeriod": \#(period)}"#),
        "GetCostComparisonDrivers": BuiltEntry(
            GetCostComparisonDrivers.self, sample: #"{\#(months), "MetricForComparison": "UnblendedCost"}"#),
        "GetCostForecast": BuiltEntry(
            GetCostForecast.self,
            sample: #"{"TimePeriod": \#(period), "Granularity": "MONTHLY", "Metric": "UNBLENDED_COST"}"#),
        "GetDimensionValues": BuiltEntry(
            GetDimensionValues.self, sample: #"{"TimePeriod": \#(period), "Dimension": "SERVICE"}"#),
        "GetTags": BuiltEntry(GetTags.self, sample: #"{"TimePeriod": \#(period)}"#),
        "GetUsageForecast": BuiltEntry(
            GetUsageForecast.self,
            sample: #"{"TimePeriod": \#(period), "Granularity": "MONTHLY", "Metric": "USAGE_QUANTITY"}"#),
        "ListCostAllocationTagBackfillHistory": BuiltEntry(ListCostAllocationTagBackfillHistory.self),
        "ListCostAllocationTags": BuiltEntry(ListCostAllocationTags.self),
        "ListCostCategoryDefinitions": BuiltEntry(ListCostCategoryDefinitions.self),
        "ProvideAnomalyFeedback": BuiltEntry(
            ProvideAnomalyFeedback.self, sample: #"{"AnomalyId": "a", "Feedback": "YES"}"#),
        "StartCostAllocationTagBackfill": BuiltEntry(
            StartCostAllocationTagBackfill.self, sample: #"{"BackfillFrom": "2026-01-01T00:00:00Z"}"#),
        "UpdateAnomalyMonitor": BuiltEntry(
            UpdateAnomalyMonitor.self, sample: #"{"MonitorArn": "\#(account)anomalymonitor/m", "MonitorName": "n"}"#),
        "UpdateAnomalySubscription": BuiltEntry(
            UpdateAnomalySubscription.self, sample: #"{"SubscriptionArn": "\#(account)anomalysubscription/s"}"#),
        "UpdateCostAllocationTagsStatus": BuiltEntry(
            UpdateCostAllocationTagsStatus.self,
            sample: #"{"CostAllocationTagsStatus": [{"TagKey": "k", "Status": "Active"}]}"#),
        "UpdateCostCategoryDefinition": BuiltEntry(
            UpdateCostCategoryDefinition.self, sample: #"{"CostCategoryArn": "\#(account)costcategory/c", \#(rules)}"#),
    ]
}
