import BedrockCost
import Foundation

/// The code of the CloudWatch target's page.
enum CloudWatchPrograms {
    static func usage(_ aws: AWSClient, _ profile: InferenceProfile) async throws {
        let cloudWatch = CloudWatchClient(aws)
        let usage = try await cloudWatch.usage(of: profile, last: .hours(24))
        print(usage.invocations, usage.tokens.input, usage.tokens.cacheRead, usage.tokens.output, usage.throttles)
        print(usage.latency?.average ?? .zero, usage.latency?.percentiles[.p99] ?? .zero)
        let hourly = try await cloudWatch.usage(of: profile, last: .hours(24), every: .hours(1))
        print(hourly.count)
    }

    static func rateLimiting(
        _ cloudWatch: CloudWatchClient, _ labels: RateLimitingLabels, _ answer: ConverseResponse, at now: Date
    ) async throws {
        var output = StandardOutput()
        let call = RateLimitedCall(labels, .succeeded(answer.usage.tokenUsage), at: now)
        try await cloudWatch.put(
            RateLimitedCall.data(for: [call], by: [[.model], [.costCenter]]), in: .genAIRateLimiting)
        try call.embedded(by: [[.costCenter]], fields: ["requestId": "ded98994"]).write(to: &output)
    }

    static func watch(_ cloudWatch: CloudWatchClient, _ profile: InferenceProfile, _ topic: ARN) async throws {
        let denied = MetricExpression.sum(.search(.rateLimitDenied, where: [(.costCenter, ["sales"])], period: 300))
        let dashboard = Dashboard(
            region: .usEast1,
            widgets: [.text("# Sales"), .graph("Denied", [.expression(.fill(denied), label: "sales")])])
        try await cloudWatch.putDashboard(dashboard, named: "sales")
        try await cloudWatch.putAlarm(
            PutMetricAlarm(
                "claims-throttled", on: .bedrock(.invocationThrottles, of: profile), .sum, period: 300, .greaterOrEqual,
                threshold: 1, actions: [topic]))
    }
}
