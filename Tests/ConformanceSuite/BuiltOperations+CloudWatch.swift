import CloudWatch

extension BuiltOperations {
    static let cloudWatch: [String: BuiltEntry] = [
        "DeleteAlarms": BuiltEntry(DeleteAlarms.self, sample: #"{"AlarmNames": ["a"]}"#),
        "DescribeAlarms": BuiltEntry(DescribeAlarms.self),
        "GetDashboard": BuiltEntry(GetDashboard.self, sample: #"{"DashboardName": "d"}"#),
        "GetMetricData": BuiltEntry(
            GetMetricData.self,
            sample: #"{"MetricDataQueries": [{"Id": "a", "Expression": "SUM(METRICS())"}], \#(span)}"#),
        "GetMetricStatistics": BuiltEntry(
            GetMetricStatistics.self,
            sample: #"{"Namespace": "N", "MetricName": "m", "Period": 60, "Statistics": ["Sum"], \#(span)}"#),
        "ListMetrics": BuiltEntry(ListMetrics.self),
        "PutDashboard": BuiltEntry(
            PutDashboard.self, sample: #"{"DashboardName": "d", "DashboardBody": "{\"widgets\":[]}"}"#),
        "PutMetricAlarm": BuiltEntry(
            PutMetricAlarm.self,
            sample: """
                {"AlarmName": "a", "Namespace": "N", "MetricName": "m", "Statistic": "Sum", "Period": 60,
                 "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold"}
                """),
        "PutMetricData": BuiltEntry(
            PutMetricData.self, sample: #"{"Namespace": "N", "MetricData": [{"MetricName": "m", "Value": 1}]}"#),
    ]

    private static let span = #""StartTime": 1773482400, "EndTime": 1773486000"#
}
