import AWSCore
import CloudWatch
import Foundation
import Testing

@Suite struct InputTests {
    private let start = Date(timeIntervalSince1970: 1_793_448_000)
    private let end = Date(timeIntervalSince1970: 1_793_534_400)
    private let own = Metric("Mine", "m")

    private func refusal(of queries: [MetricDataQuery]) -> String? {
        let data = GetMetricData(queries, from: start, to: end)
        return CloudWatchTests.refusal { () throws(AWSError) in try data.validate() }
    }

    @Test func `lines of GetMetricData keep the service's rules`() {
        #expect(refusal(of: [.metric("m1", own, .sum, period: 60)]) == nil)
        #expect(refusal(of: []) == "MetricDataQueries: must hold 1 to 500 items, not 0")
        #expect(
            refusal(of: [.metric("M1", own, .sum, period: 60)])
                == "MetricDataQueries.Id: \"M1\" must begin with a lower-case letter and go on with letters, digits and "
                + "underscores")
        #expect(
            refusal(of: [.metric("a", own, .sum, period: 60), .expression("a", "a + 1")])
                == "MetricDataQueries.Id: \"a\" stands there twice")
        #expect(
            refusal(of: [.metric("a", own, .sum, period: 90)])
                == "Period: must be 1, 5, 10, 20, 30 or a multiple of 60 seconds, not 90")
        #expect(
            refusal(of: [.metric("a", own, "Mean", period: 60)])?.hasPrefix("Stat: \"Mean\" is no statistic") == true)
        #expect(
            refusal(of: [.metric("a", own, .sum, period: 60, returnsData: false)])
                == "MetricDataQueries: no line returns its data")
        #expect(
            refusal(of: [.expression("a", MetricExpression(rawValue: String(repeating: "1", count: 2049)))])
                == "Expression: must have 1 to 2048 characters, not 2049")
        var both = MetricDataQuery.metric("a", own, .sum, period: 60)
        both.expression = "1"
        #expect(
            refusal(of: [both])
                == "MetricDataQueries: line \"a\" must be a MetricStat or an Expression, and not both")
    }

    @Test(arguments: ["p99", "p99.9", "p0", "tm90", "tc10", "wm98", "IQM", "TM(10%:90%)", "PR(:300)", "SampleCount"])
    func `statistics that CloudWatch computes pass`(name: String) {
        #expect(refusal(of: [.metric("a", own, Statistic(rawValue: name), period: 60)]) == nil)
    }

    @Test(arguments: ["p101", "p", "p9x", "sum", "TM(10%)", "TM(:)", "90"])
    func `statistics that it does not compute are refused`(name: String) {
        let refusal = refusal(of: [.metric("a", own, Statistic(rawValue: name), period: 60)])
        #expect(refusal?.hasPrefix("Stat: \"\(name)\" is no statistic") == true)
    }

    @Test func `an end that is not after the start is refused`() {
        let data = GetMetricData([.metric("a", own, .sum, period: 60)], from: end, to: start)
        #expect(
            CloudWatchTests.refusal { () throws(AWSError) in try data.validate() }
                == "EndTime: 2026-10-31T12:00:00Z is not after StartTime, 2026-11-01T12:00:00Z")
    }

    @Test func `more than 1440 periods of GetMetricStatistics are refused`() throws {
        let minutes = GetMetricStatistics(own, [.sum], from: start.addingTimeInterval(-60), to: end, period: 60)
        #expect(
            CloudWatchTests.refusal { () throws(AWSError) in try minutes.validate() }
                == "Period: 1441 periods of 60 s are more than the 1440 that one request may ask for")
        try GetMetricStatistics(own, [.sum], from: start, to: end, period: 60).validate()
        let none = GetMetricStatistics(own, [], from: start, to: end, period: 60)
        #expect(
            CloudWatchTests.refusal { () throws(AWSError) in try none.validate() }
                == "Statistics: name at least one statistic, basic or extended")
    }

    @Test func `statistics are sorted into basic and extended ones`() async throws {
        let cloudWatch = ScriptedCloudWatch { _ in
            .init(body: [
                "Label": "m",
                "Datapoints": [
                    ["Timestamp": 1_793_451_600, "Sum": 2, "ExtendedStatistics": ["p99": 7.5]],
                    ["Timestamp": 1_793_448_000, "Sum": 1, "Unit": "Count"],
                ],
            ])
        }
        let points = try await cloudWatch.client().statistics(
            of: own, [.sum, .p99, .average], from: start, to: end, period: 3600)
        #expect(points.map { $0[.sum] } == [1, 2])
        #expect(points[1][.p99] == 7.5)
        #expect(points[0][.average] == nil)
        let body = cloudWatch.requests[0].body
        #expect(body["Statistics"] == ["Sum", "Average"])
        #expect(body["ExtendedStatistics"] == ["p99"])
        #expect(body["StartTime"] == 1_793_448_000)
    }

    @Test func `dimensions keep the service's rules`() {
        func refusal(_ dimensions: [MetricDimension]) -> String? {
            self.refusal(of: [.metric("a", Metric("Mine", "m", dimensions: dimensions), .sum, period: 60)])
        }
        #expect(refusal([MetricDimension("a", "")]) == "Dimensions.Value: must have 1 to 1024 characters, not 0")
        #expect(refusal([MetricDimension("a", "1"), MetricDimension("a", "2")]) == "Dimensions: a stands there twice")
        let many = (0...30).map { MetricDimension("d\($0)", "v") }
        #expect(refusal(many) == "Dimensions: must hold 0 to 30 items, not 31")
    }

    @Test func `dashboard names are ASCII letters, digits, hyphens and underscores`() {
        #expect(
            CloudWatchTests.refusal { () throws(AWSError) in try GetDashboard("my dashboard").validate() }
                == "DashboardName: must be 1 to 255 ASCII letters, digits, hyphens and underscores, not \"my dashboard\""
        )
        #expect(
            CloudWatchTests.refusal { () throws(AWSError) in try PutDashboard("d", body: "[]").validate() }
                == "DashboardBody: is not a JSON object")
    }

    @Test func `alarm names go by the hundred`() {
        let names = (0...100).map { "a\($0)" }
        #expect(
            CloudWatchTests.refusal { () throws(AWSError) in try DeleteAlarms(names).validate() }
                == "AlarmNames: must hold 1 to 100 items, not 101")
        #expect(
            CloudWatchTests.refusal { () throws(AWSError) in
                try DescribeAlarms(named: ["a"], namePrefix: "b").validate()
            } == "AlarmNamePrefix: goes with no AlarmNames")
    }
}
