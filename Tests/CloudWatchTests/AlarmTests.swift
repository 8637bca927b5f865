import AWSCore
import Attribution
import CloudWatch
import Foundation
import HTTPTypes
import Testing

@Suite struct AlarmTests {
    private let throttles = Metric.bedrock(.invocationThrottles, of: ModelID(rawValue: "a1b2c3d4e5f6"))

    private func refusal(_ alarm: PutMetricAlarm) -> String? {
        CloudWatchTests.refusal { () throws(AWSError) in try alarm.validate() }
    }

    private func alarm(
        _ comparison: ComparisonOperator = .greater, period: Int = 300, periods: Int = 1, datapoints: Int? = nil
    ) -> PutMetricAlarm {
        PutMetricAlarm(
            "throttled", on: throttles, .sum, period: period, comparison, threshold: 1, evaluationPeriods: periods,
            datapointsToAlarm: datapoints)
    }

    @Test func `an alarm on one metric goes out under the service's names`() async throws {
        let cloudWatch = ScriptedCloudWatch()
        let topic = try #require(ARN("arn:aws:sns:us-east-1:123456789012:t"))
        var alarm = PutMetricAlarm(
            "slow", on: .bedrock(.invocationLatency, of: ModelID(rawValue: "a1b2c3d4e5f6")), .p99, period: 300,
            .greaterOrEqual, threshold: 2500, evaluationPeriods: 3, datapointsToAlarm: 2, actions: [topic])
        alarm.tags = ["dept": "claims"]
        try await cloudWatch.client().putAlarm(alarm)
        let request = try #require(cloudWatch.requests.first)
        #expect(
            request.body == [
                "AlarmName": "slow", "Namespace": "AWS/Bedrock", "MetricName": "InvocationLatency",
                "Dimensions": [["Name": "ModelId", "Value": "a1b2c3d4e5f6"]], "ExtendedStatistic": "p99", "Period": 300,
                "EvaluationPeriods": 3, "DatapointsToAlarm": 2, "Threshold": 2500,
                "ComparisonOperator": "GreaterThanOrEqualToThreshold", "TreatMissingData": "notBreaching",
                "AlarmActions": ["arn:aws:sns:us-east-1:123456789012:t"], "Tags": [["Key": "dept", "Value": "claims"]],
            ])
        #expect(request.head.headerFields[.amzTarget] == "GraniteServiceVersion20100801.PutMetricAlarm")
        #expect(request.head.headerFields[.contentType] == "application/x-amz-json-1.0")
    }

    @Test func `an anomaly alarm has a band as its threshold`() async throws {
        let cloudWatch = ScriptedCloudWatch()
        try await cloudWatch.client().putAlarm(
            PutMetricAlarm("odd", onAnomaliesOf: throttles, .sum, period: 300, bandWidth: 2.5))
        let body = try #require(cloudWatch.requests.first).body
        #expect(body["ThresholdMetricId"] == "band")
        #expect(body["Threshold"] == nil)
        #expect(body["Metrics"]?[1]?["Expression"] == "ANOMALY_DETECTION_BAND(m1, 2.5)")
        #expect(body["ComparisonOperator"] == "GreaterThanUpperThreshold")
    }

    @Test func `metric math has one line that is watched, and no search`() {
        let metric = MetricDataQuery.metric("m1", throttles, .sum, period: 300, returnsData: false)
        let rate = MetricDataQuery.expression("rate", "m1 / 300")
        #expect(refusal(PutMetricAlarm("a", on: [metric, rate], .greater, threshold: 1)) == nil)
        #expect(
            refusal(PutMetricAlarm("a", on: [metric], .greater, threshold: 1))
                == "Metrics: exactly one line must return its data, not 0")
        let search = MetricDataQuery.expression("s", .sum(.search(.invocations, .sum, period: 300)))
        #expect(
            refusal(PutMetricAlarm("a", on: [search], .greater, threshold: 1))
                == "Metrics: line \"s\" searches; an alarm can only watch series that are named")
    }

    @Test func `a comparison with a band needs a band`() {
        #expect(
            refusal(alarm(.aboveBand))
                == "ComparisonOperator: GreaterThanUpperThreshold needs ThresholdMetricId, an anomaly detection band")
        var banded = PutMetricAlarm("a", onAnomaliesOf: throttles, .sum, period: 300)
        banded.comparison = .greater
        #expect(
            refusal(banded)
                == "ComparisonOperator: GreaterThanThreshold compares with a number, not with an anomaly detection band"
        )
        banded.comparison = .aboveBand
        banded.thresholdMetricID = "m1"
        #expect(refusal(banded)?.contains("is no line with an ANOMALY_DETECTION_BAND") == true)
    }

    @Test func `periods keep the service's limits`() {
        #expect(refusal(alarm()) == nil)
        #expect(
            refusal(alarm(period: 45)) == "Period: must be 10, 20, 30 or a multiple of 60 seconds, not 45")
        #expect(
            refusal(alarm(periods: 2, datapoints: 3))
                == "DatapointsToAlarm: must be from 1 to EvaluationPeriods, 2, not 3")
        #expect(
            refusal(alarm(period: 300, periods: 289))
                == "EvaluationPeriods: 289 periods of 300 s are more than a day, the farthest to look back")
        #expect(refusal(alarm(period: 3600, periods: 168)) == nil)
        #expect(refusal(alarm(period: 3600, periods: 169))?.contains("more than a week") == true)
    }

    @Test func `what belongs together is asked for together`() {
        var alarm = alarm()
        alarm.alarmActions = Array(repeating: "arn:aws:sns:us-east-1:123456789012:t", count: 6)
        #expect(refusal(alarm) == "AlarmActions: must hold 0 to 5 items, not 6")
        alarm.alarmActions = nil
        alarm.extendedStatistic = .p99
        #expect(refusal(alarm) == "Statistic: name a Statistic or an ExtendedStatistic, and not both")
        alarm.extendedStatistic = nil
        alarm.threshold = nil
        #expect(refusal(alarm) == "Threshold: name a Threshold or a ThresholdMetricId, and not both")
        alarm.metric = nil
        #expect(
            refusal(alarm)
                == "Metrics: an alarm watches a metric, metric math or a PromQL query: one of them, not 0")
        var unknown = self.alarm()
        unknown.missingData = "guess"
        #expect(refusal(unknown) == "TreatMissingData: must be missing, notBreaching, breaching or ignore, not guess")
    }

    @Test func `alarms come from all pages with their states`() async throws {
        let cloudWatch = ScriptedCloudWatch { request in
            request.body["NextToken"] == nil
                ? .init(body: ["MetricAlarms": [["AlarmName": "a", "StateValue": "ALARM"]], "NextToken": "2"])
                : .init(body: ["MetricAlarms": [["AlarmName": "b", "StateValue": "UNHEARD_OF"]], "NextToken": ""])
        }
        let alarms = try await cloudWatch.client().alarms(namePrefix: "x").collect()
        #expect(alarms.map(\.name) == ["a", "b"])
        #expect(alarms.map(\.state) == [.alarm, "UNHEARD_OF"])
        #expect(cloudWatch.requests.map { $0.body["NextToken"] } == [nil, "2"])
    }

    @Test func `errors carry the codes of the query protocol`() async throws {
        let cloudWatch = ScriptedCloudWatch { _ in
            .init(
                status: 400,
                body: [
                    "__type": "com.amazonaws.cloudwatch.v2010_08_01#LimitExceededFault", "message": "too many alarms",
                ],
                queryError: "LimitExceeded;Sender")
        }
        let error = await #expect(throws: AWSError.self) { try await cloudWatch.client().putAlarm(alarm()) }
        #expect(error?.serviceCode == "LimitExceeded")
        #expect(error?.code == .quotaExceeded)
        #expect(cloudWatch.requests.count == 1)
    }
}
