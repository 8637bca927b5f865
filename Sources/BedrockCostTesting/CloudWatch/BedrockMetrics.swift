import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the simulated Bedrock reports to the simulated CloudWatch.
extension EngineState {
    /// Counts an invocation that was taken on.
    ///
    /// The runtime's metrics have a series for the model or profile that was called and one for the account, those of the
    /// OpenAI-compatible endpoint one for each project and model.
    mutating func reportInvocation(
        _ count: TokenCount, of target: InvocationTarget, tier: ServiceTier, isStreaming: Bool, account: String,
        region: String, at date: Date
    ) {
        if target.isMantle {
            let dimensions = [("Project", target.metricID), ("Model", target.model.id)]
            for (name, value) in [
                ("Inferences", 1), ("TotalInputTokens", count.wholeInput), ("TotalOutputTokens", count.output),
                ("InputTokens", count.wholeInput), ("OutputTokens", count.output),
            ] {
                report(MetricKey("AWS/BedrockMantle", name, dimensions), Double(value), "Count", account, region, date)
            }
            return
        }
        var completion = Completion()
        completion.count = count
        var values: [(name: String, value: Double, unit: String)] = [
            ("Invocations", 1, "Count"), ("InvocationLatency", Double(completion.latency), "Milliseconds"),
            ("InputTokenCount", Double(count.input), "Count"), ("OutputTokenCount", Double(count.output), "Count"),
            (
                "EstimatedTPMQuotaUsage",
                Double(count.input + count.cacheWrite + count.output * target.model.outputBurndown), "Count"
            ),
        ]
        if isStreaming {
            values.append(("TimeToFirstToken", Double(completion.firstByteLatency), "Milliseconds"))
        }
        if target.model.cacheMinimum != nil {
            values.append(("CacheReadInputTokenCount", Double(count.cacheRead), "Count"))
            values.append(("CacheWriteInputTokenCount", Double(count.cacheWrite), "Count"))
        }
        let model = (name: "ModelId", value: target.metricID)
        var sets: [[(name: String, value: String)]] = [[model], []]
        if tier != .standard {
            sets.append([model, ("ServiceTier", tier.rawValue), ("ResolvedServiceTier", tier.rawValue)])
        }
        for (name, value, unit) in values {
            for dimensions in sets {
                report(MetricKey("AWS/Bedrock", name, dimensions), value, unit, account, region, date)
            }
        }
    }

    /// Counts an invocation that was refused or failed; nothing where the model is not known.
    mutating func reportFailure(status: Int, isThrottle: Bool, _ call: Call) {
        let operations = [
            "Converse", "ConverseStream", "InvokeModel", "InvokeModelWithResponseStream", "CreateResponse",
            "CreateChatCompletion",
        ]
        guard operations.contains(call.route.operation) else { return }
        let isPath = call.route.operation.hasPrefix("Converse") || call.route.operation.hasPrefix("Invoke")
        guard let id = isPath ? call.route.label : (try? call.json())?["model"]?.string else { return }
        var keys: [MetricKey] = []
        if call.route.service.name == SimulatedService.mantle.name {
            // The endpoint has no metric for what it throttles or fails itself.
            guard !isThrottle, status < 500, let project = try? selectedProject(call),
                let offered = try? mantleModel(id, call)
            else { return }
            let dimensions = [("Project", project.id), ("Model", offered.model.id)]
            keys.append(MetricKey("AWS/BedrockMantle", "InferenceClientErrors", dimensions))
        } else if let target = try? find(id, call) {
            let name =
                isThrottle
                ? "InvocationThrottles" : status >= 500 ? "InvocationServerErrors" : "InvocationClientErrors"
            keys = [
                MetricKey("AWS/Bedrock", name, [("ModelId", target.metricID)]), MetricKey("AWS/Bedrock", name),
            ]
        }
        for key in keys { report(key, 1, "Count", call.account, call.region, call.now) }
    }

    private mutating func report(
        _ key: MetricKey, _ value: Double, _ unit: String, _ account: String, _ region: String, _ date: Date
    ) {
        self[account: account, region: region].cloudWatch.metrics.add(key, at: date.second, unit: unit) {
            $0.add(value)
        }
    }
}

extension InvocationTarget {
    /// The value of `ModelId` or `Project`: the last part of the ARN that was called.
    fileprivate var metricID: String { ResourceName(resourceARN)?.id ?? model.id }
}

extension FoundationModel {
    /// How much of the tokens-per-minute quota one output token takes: five for Claude 3.7 and later models.
    fileprivate var outputBurndown: Int {
        let early = ["claude-3-haiku", "claude-3-sonnet", "claude-3-5"]
        return provider == "Anthropic" && !early.contains { id.firstRange(ofText: $0) != nil } ? 5 : 1
    }
}
