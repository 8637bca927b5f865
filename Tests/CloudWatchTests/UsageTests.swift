import AWSCore
import CloudWatch
import Foundation
import Metering
import Testing

@Suite struct UsageTests {
    private let profile = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6"

    /// Answers each line that asks for one of `values`, by metric and statistic, in the first period.
    private func cloudWatch(_ values: [String: Double], status: JSONValue = "Complete") -> ScriptedCloudWatch {
        ScriptedCloudWatch { request in
            let start = request.body["StartTime"] ?? 0
            let results = (request.body["MetricDataQueries"]?.array ?? []).map { query -> JSONValue in
                let name = query["MetricStat"]?["Metric"]?["MetricName"]?.string ?? query["Expression"]?.string ?? ""
                let key = "\(name) \(query["MetricStat"]?["Stat"]?.string ?? "")"
                let found = values.first { key == $0.key || query["Expression"] != nil && key.contains($0.key) }
                return [
                    "Id": query["Id"] ?? "", "StatusCode": status,
                    "Timestamps": found == nil ? [] : [start], "Values": found.map { [.double($0.value)] } ?? [],
                ]
            }
            return .init(body: ["MetricDataResults": .array(results)])
        }
    }

    @Test func `usage of a profile is asked for under its id, and comes by class`() async throws {
        let cloudWatch = cloudWatch([
            "Invocations Sum": 12, "InputTokenCount Sum": 3400, "OutputTokenCount Sum": 900,
            "CacheReadInputTokenCount Sum": 70, "InvocationThrottles Sum": 2, "InvocationClientErrors Sum": 1,
            "InvocationLatency Sum": 6000, "InvocationLatency SampleCount": 12, "InvocationLatency p99": 900.5,
            "InvocationLatency Maximum": 1000,
        ])
        let usage = try await cloudWatch.client().usage(of: try #require(ARN(profile)), last: .hours(24))
        #expect(usage.modelID == "a1b2c3d4e5f6")
        #expect(usage.invocations == 12)
        #expect(usage.tokens.input == 3400)
        #expect(usage.tokens.output == 900)
        #expect(usage.tokens.cacheRead == 70)
        #expect(usage.throttles == 2)
        #expect(usage.clientErrors == 1)
        #expect(usage.serverErrors == 0)
        #expect(usage.latency?.average == .milliseconds(500))
        #expect(usage.latency?.count == 12)
        #expect(usage.latency?.percentiles[.p99] == .microseconds(900_500))
        #expect(usage.latency?.percentiles[.p50] == nil)
        #expect(usage.timeToFirstToken == nil)
        #expect(usage.isComplete)
        #expect(usage.hasData)
        #expect(!usage.reported.contains(.timeToFirstToken))
        let body = try #require(cloudWatch.requests.first).body
        let queries = body["MetricDataQueries"]?.array ?? []
        #expect(queries.count == 22)
        for query in queries {
            #expect(
                query["MetricStat"]?["Metric"]?["Dimensions"] == [["Name": "ModelId", "Value": "a1b2c3d4e5f6"]])
            #expect(query["MetricStat"]?["Period"] == 86_400)
        }
        #expect(body["StartTime"] == 1_793_448_000)
        #expect(body["EndTime"] == 1_793_534_400)
    }

    @Test(arguments: ["CacheReadInputTokenCount", "CacheReadInputTokens"])
    func `cached tokens are found under both spellings`(name: String) async throws {
        let usage = try await cloudWatch(["\(name) Sum": 70]).client()
            .usage(of: ModelID(rawValue: "amazon.nova-lite-v1:0"), last: .hours(1))
        #expect(usage.tokens.cacheRead == 70)
        #expect(usage.tokens.input == 0)
    }

    @Test func `tokens under both spellings are the same tokens`() async throws {
        let usage = try await cloudWatch(["CacheReadInputTokenCount Sum": 70, "CacheReadInputTokens Sum": 70]).client()
            .usage(of: ModelID(rawValue: "amazon.nova-lite-v1:0"), last: .hours(1))
        #expect(usage.tokens.cacheRead == 70)
    }

    @Test func `no data is told from zero`() async throws {
        let usage = try await cloudWatch([:]).client().usage(of: ModelID(rawValue: "a1b2c3d4e5f6"), last: .hours(1))
        #expect(!usage.hasData)
        #expect(usage.invocations == 0)
        #expect(usage.latency == nil)
    }

    @Test func `data that could not be read whole is said to be incomplete`() async throws {
        let usage = try await cloudWatch(["Invocations Sum": 1], status: "InternalError").client()
            .usage(of: ModelID(rawValue: "a1b2c3d4e5f6"), last: .hours(1))
        #expect(!usage.isComplete)
        #expect(usage.invocations == 1)
    }

    @Test func `hourly usage has an entry for every hour`() async throws {
        let usages = try await cloudWatch(["Invocations Sum": 3]).client()
            .usage(of: ModelID(rawValue: "a1b2c3d4e5f6"), last: .hours(24), every: .hours(1))
        #expect(usages.count == 24)
        #expect(usages.map(\.invocations) == [3] + Array(repeating: 0, count: 23))
        #expect(usages[1].start.timeIntervalSince(usages[0].start) == 3600)
    }

    @Test func `many profiles go in few requests`() async throws {
        let cloudWatch = cloudWatch(["Invocations Sum": 3])
        let models = (0..<50).map { ModelID(rawValue: "profile.\($0)") }
        let usages = try await cloudWatch.client().usage(of: models, last: .hours(1))
        #expect(usages.map(\.modelID) == models.map(\.rawValue))
        #expect(cloudWatch.requests.map { $0.body["MetricDataQueries"]?.array?.count } == [484, 484, 132])
    }

    @Test func `older data is asked for in the periods in which it is kept`() async throws {
        let cloudWatch = cloudWatch([:])
        let client = try cloudWatch.client(at: Date(timeIntervalSince1970: 1_793_534_461))
        let model = ModelID(rawValue: "a1b2c3d4e5f6")
        _ = try await client.usage(of: model, last: .days(30))
        _ = try await client.usage(of: model, last: .days(90))
        let periods = cloudWatch.requests.map { $0.body["MetricDataQueries"]?[0]?["MetricStat"]?["Period"]?.int ?? 0 }
        #expect(periods == [30 * 86_400, 90 * 86_400])
        #expect(cloudWatch.requests[0].body["EndTime"] == 1_793_534_700)
        #expect(cloudWatch.requests[1].body["EndTime"] == 1_793_538_000)
        let error = await #expect(throws: AWSError.self) {
            try await client.usage(of: model, last: .days(30), every: .minutes(1))
        }
        #expect(error?.message == "every: data of the last 720 h is kept by 5 min, not by 1 min")
    }

    @Test func `a window that is empty or longer than data is kept is refused`() async throws {
        let client = try cloudWatch([:]).client()
        for window in [MetricWindow.hours(0), .days(456), .days(.max)] {
            let error = await #expect(throws: AWSError.self) {
                try await client.usage(of: ModelID(rawValue: "a1b2c3d4e5f6"), last: window)
            }
            #expect(error?.message.contains("455 days") == true)
        }
    }

    @Test func `a profile's name is refused before anything is sent`() async throws {
        let cloudWatch = cloudWatch([:])
        let client = try cloudWatch.client()
        let error = await #expect(throws: AWSError.self) {
            try await client.usage(of: ModelID(rawValue: "claims_dept_profile"), last: .hours(24))
        }
        #expect(error?.message.contains("CloudWatch does not know profiles by their names") == true)
        #expect(cloudWatch.requests.isEmpty)
    }

    @Test func `the account as a whole has no dimension`() async throws {
        let cloudWatch = cloudWatch(["Invocations Sum": 9])
        let usage = try await cloudWatch.client().accountUsage(last: .hours(1))
        #expect(usage.modelID == nil)
        #expect(usage.invocations == 9)
        #expect(cloudWatch.requests[0].body["MetricDataQueries"]?[0]?["MetricStat"]?["Metric"]?["Dimensions"] == nil)
    }

    @Test func `a project's own series counts, and the sum over models where there is none`() async throws {
        let own = try await cloudWatch([
            "Inferences Sum": 5, "TotalInputTokens Sum": 100, "MetricName=\"TotalInputTokens\"": 999,
        ]).client().usage(ofProject: "proj_a", last: .hours(1))
        #expect(own.inputTokens == 100)
        #expect(own.inferences == 5)
        let summed = try await cloudWatch(["MetricName=\"TotalOutputTokens\"": 40]).client()
            .usage(ofProject: "proj_a", last: .hours(1))
        #expect(summed.outputTokens == 40)
        #expect(summed.inputTokens == 0)
        #expect(summed.reported == [.totalOutputTokens])
    }

    @Test func `pages are joined by id`() async throws {
        let cloudWatch = ScriptedCloudWatch { request in
            let isFirst = request.body["NextToken"] == nil
            let result: JSONValue = [
                "Id": "m1", "Label": "x", "Timestamps": [isFirst ? 60 : 120], "Values": [isFirst ? 1 : 2],
                "StatusCode": isFirst ? "PartialData" : "Complete",
            ]
            return .init(
                body: isFirst
                    ? ["MetricDataResults": [result], "NextToken": "2"] : ["MetricDataResults": [result]])
        }
        let results = try await cloudWatch.client().metricData(
            [.metric("m1", Metric("Mine", "m"), .sum, period: 60)], from: Date(timeIntervalSince1970: 0),
            to: Date(timeIntervalSince1970: 180))
        #expect(results.count == 1)
        #expect(results[0].values == [1, 2])
        #expect(results[0].status == .complete)
        #expect(results[0].total == 3)
    }
}
