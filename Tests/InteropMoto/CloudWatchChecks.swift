import AWSCore
import CloudWatch
import Foundation

/// Metrics, alarms and dashboards, as moto plays them.
enum CloudWatchChecks {
    static func run(_ aws: AWSClient) async {
        let cloudWatch = CloudWatchClient(aws)
        let dimensions = [MetricDimension("CostCenter", "sales & 理賠")]
        let date = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 / 60).rounded(.down) * 60 - 300)
        let tokens = Metric(.genAIRateLimiting, "InputTokens", dimensions: dimensions)
        await SDKAgainstMoto.check("cloudwatch PutMetricData and GetMetricStatistics") {
            let data = [40.0, 60].map {
                MetricDatum("InputTokens", $0, unit: .count, dimensions: dimensions, at: date)
            }
            try await cloudWatch.put(data, in: .genAIRateLimiting)
            let points = try await cloudWatch.statistics(
                of: tokens, [.sum, .average, .maximum], from: date.addingTimeInterval(-60),
                to: date.addingTimeInterval(120), period: 60)
            let point = points.first { $0[.sum] != nil }
            return point?[.sum] == 100 && point?[.average] == 50 && point?[.maximum] == 60
        }
        await SDKAgainstMoto.check("cloudwatch PutMetricData of many metrics") {
            // Fewer than would be compressed: moto inflates such a body twice, and fails for boto3, too.
            let data = (0..<80).map { MetricDatum("m\($0)", Double($0), dimensions: dimensions, at: date) }
            try await cloudWatch.put(data, in: "Many")
            return try await cloudWatch.metrics(in: "Many").collect().count == 80
        }
        await SDKAgainstMoto.check("cloudwatch GetMetricData") {
            let results = try await cloudWatch.metricData(
                [.metric("m1", tokens, .sum, period: 60)], from: date, to: date.addingTimeInterval(60))
            return results.first?.id == "m1" && results.first?.total == 100 && results.first?.status == .complete
        }
        await SDKAgainstMoto.check("cloudwatch ListMetrics by dimension") {
            let found = try await cloudWatch.metrics(
                in: .genAIRateLimiting, where: [DimensionFilter("CostCenter")]
            ).collect()
            return found == [tokens]
        }
        await SDKAgainstMoto.check("cloudwatch PutMetricAlarm, DescribeAlarms, DeleteAlarms") {
            try await cloudWatch.putAlarm(
                PutMetricAlarm("tokens", on: tokens, .sum, period: 60, .greaterOrEqual, threshold: 1000))
            let alarm = try await cloudWatch.alarms(named: ["tokens"]).collect().first
            try await cloudWatch.deleteAlarms(["tokens"])
            let rest = try await cloudWatch.alarms().collect()
            return alarm?.metric == tokens && alarm?.threshold == 1000 && alarm?.comparison == .greaterOrEqual
                && rest.isEmpty
        }
        await SDKAgainstMoto.check("cloudwatch PutDashboard and GetDashboard") {
            let dashboard = Dashboard.rateLimiting(in: .usEast1, models: ["nova-lite"], costCenters: ["sales"])
            try await cloudWatch.putDashboard(dashboard, named: "limits")
            let body = try await cloudWatch.dashboardBody(named: "limits")
            return body == dashboard.body
        }
        await SDKAgainstMoto.check("cloudwatch GetDashboard of none") {
            do throws(AWSError) {
                _ = try await cloudWatch.dashboardBody(named: "none")
                return false
            } catch {
                return error.code == .notFound
            }
        }
    }
}
