import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// Step 3 of the Japanese guide, "使用状況のモニタリング", with the metrics that CloudWatch has.
@main
struct UsageMetrics: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage-metrics",
        abstract:
            "Shows what was called through each department's profile in the last 24 hours, as CloudWatch counted it.")

    @Option(help: "How many hours to look back.")
    var hours = 24

    @OptionGroup var scenario: Scenario

    func run() async throws {
        try await scenario.run { stage in
            let profiles = try await createProfiles(stage)
            try await call(profiles, stage)
            stage.letPass("for the metrics to arrive", .seconds(180))

            let cloudWatch = CloudWatchClient(stage.aws)
            let usages = try await cloudWatch.usage(of: profiles.map { $0.profile }, last: .hours(hours))
            var table = Table("department", "ModelId", "calls", "input", "cached", "output", "throttled", "errors")
            for (entry, usage) in zip(profiles, usages) {
                table.add(
                    entry.department, usage.modelID ?? "", "\(usage.invocations)", "\(usage.tokens.input)",
                    "\(usage.tokens.cacheRead + usage.tokens.cacheWrite5m)", "\(usage.tokens.output)",
                    "\(usage.throttles)", "\(usage.clientErrors + usage.serverErrors)")
            }
            print("the last \(hours) hours by inference profile:\n\(table)")
            printTimes(of: usages, profiles)
            try await showInventedNames(cloudWatch, profiles[0].profile)
            try await check(usages, profiles, stage)
        }
    }

    private typealias Entry = (department: String, profile: InferenceProfileARN)

    private func createProfiles(_ stage: Stage) async throws -> [Entry] {
        let control = BedrockControlClient(stage.aws)
        var entries: [Entry] = []
        for (department, source) in [
            ("claims", "us.anthropic.claude-3-7-sonnet-20250219-v1:0"), ("underwriting", "us.amazon.nova-lite-v1:0"),
        ] {
            stage.progress("creating the profile of \(department)")
            let created = try await control.createInferenceProfile(
                named: "\(department)_dept_profile", copying: .systemDefined(ModelID(rawValue: source)),
                tags: ["dept": department])
            entries.append((department, created.arn))
        }
        return entries
    }

    /// Calls of different kinds: answers whole and streamed, a prompt that is cached, one that is refused, a throttled one.
    private func call(_ entries: [Entry], _ stage: Stage) async throws {
        let runtime = BedrockRuntimeClient(stage.aws)
        for (department, profile) in entries {
            stage.progress("calling through the profile of \(department)")
            for number in 1...4 {
                _ = try await runtime.converse(model: profile, "Summarise case \(number) of \(department).")
            }
            _ = try await runtime.converseStream(model: profile, "Write a letter to the customer.") { events in
                for try await _ in events {}
            }
        }
        let policy = String(repeating: "The policy covers water damage up to the insured sum. ", count: 120)
        for question in ["Is the cellar covered?", "Is the roof covered?"] {
            _ = try await runtime.converse(
                Converse(
                    modelID: entries[0].profile.modelID, messages: [.user(question)],
                    system: [.text(policy), .cachePoint(CachePointBlock())]))
        }
        // The simulator throttles once; the client tries again, and the call is an invocation after all.
        stage.simulator?.faults.add(.throttle, for: "Converse")
        _ = try await runtime.converse(model: entries[1].profile, "Assess the risk of flooding.")
    }

    private func printTimes(of usages: [BedrockUsage], _ entries: [Entry]) {
        var table = Table("department", "average ms", "p50", "p90", "p99", "first token")
        for (entry, usage) in zip(entries, usages) {
            func milliseconds(_ duration: Duration?) -> String {
                duration.map { "\(Int(($0 / .milliseconds(1)).rounded()))" } ?? "no data"
            }
            let latency = usage.latency
            table.add(
                entry.department, milliseconds(latency?.average), milliseconds(latency?.percentiles[.p50]),
                milliseconds(latency?.percentiles[.p90]), milliseconds(latency?.percentiles[.p99]),
                milliseconds(usage.timeToFirstToken?.average))
        }
        print("\n\(table)")
    }

    /// The guide's own four names and its dimension: none of them exists, and nothing is sent.
    private func showInventedNames(_ cloudWatch: CloudWatchClient, _ profile: InferenceProfileARN) async throws {
        print("\nthe guide's metrics:")
        let now = cloudWatch.aws.configuration.now()
        let modelID = MetricDimension("ModelId", profile.profileID)
        for metric in [
            Metric(.bedrock, "InvocationCount", dimensions: [modelID]),
            Metric(.bedrock, "ProcessingTime", dimensions: [modelID]),
            Metric(.bedrock, "TokenCount", dimensions: [modelID]),
            Metric(.bedrock, "CharacterCount", dimensions: [modelID]),
            Metric(
                .bedrock, "Invocations", dimensions: [MetricDimension("InferenceProfileName", "claims_dept_profile")]),
        ] {
            do throws(AWSError) {
                _ = try await cloudWatch.statistics(
                    of: metric, [.sum, .average], from: now.addingTimeInterval(-86_400), to: now, period: 3600)
                throw AWSError(.service, "\(metric) was not refused")
            } catch {
                guard error.code == .invalidInput else { throw error }
                print("- \(error.message)")
            }
        }
    }

    /// What CloudWatch counted is what was billed.
    private func check(_ usages: [BedrockUsage], _ entries: [Entry], _ stage: Stage) async throws {
        guard let simulator = stage.simulator else { return }
        for (entry, usage) in zip(entries, usages) {
            let rows = simulator.bill.rows.filter { $0.resource == entry.profile.rawValue }
            try stage.check(
                "the tokens of \(entry.department)", usage.tokens.total, equals: rows.reduce(0) { $0 + $1.tokens })
            let calls = simulator.requests.filter {
                $0.service == "bedrock-runtime" && $0.status == 200 && $0.target.contains(entry.profile.profileID)
            }
            try stage.check("the calls of \(entry.department)", usage.invocations, equals: calls.count)
        }
        let invented = simulator.requests.filter { $0.operation == "GetMetricStatistics" }
        try stage.check("requests with invented names", invented.count, equals: 0)
        print("\nThe tokens are those of the bill.")
    }
}
