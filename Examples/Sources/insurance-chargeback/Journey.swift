import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// From tagged profiles to the chargeback, step by step.
struct Journey {
    let stage: Stage
    let prompts: PromptFile

    private var aws: AWSClient { stage.aws }
    private var simulator: MockAWS? { stage.simulator }
    private var control: BedrockControlClient { BedrockControlClient(aws) }
    private var runtime: BedrockRuntimeClient { BedrockRuntimeClient(aws) }

    func run() async throws -> Chargeback {
        let firstDay = stage.now
        let costExplorer = CostExplorerClient(aws)
        var usage = TokenUsage.zero

        for department in Department.all { try await ensureProfile(of: department) }
        let profiles = try await resolveProfiles()

        // Cost Explorer learns of a tag from a billed resource that carries it, so each profile is used once first.
        for (department, profile) in zip(Department.all, profiles) {
            stage.progress("first call through the profile of \(department.code)")
            usage += try await converse("Say hello.", through: profile.modelID)
        }
        stage.letPass("for the tags to show in billing")
        try await activateTags(with: costExplorer)
        stage.letPass("for the activation to count")

        for (number, line) in prompts.lines.enumerated() {
            stage.progress("call \(number + 1) of \(prompts.lines.count): \(line.department ?? "nobody")")
            usage += try await call(line, profiles)
        }
        stage.letPass("for the bill to reach Cost Explorer")
        stage.letPass("for its last refresh")

        stage.progress("asking Cost Explorer")
        let report = try await costExplorer.modelCosts(in: .lastDays(days(since: firstDay), now: stage.now), by: "dept")
        return Chargeback(
            rows: report.rows.compactMap { row in
                row.tag.map { Chargeback.Row(department: $0, model: row.model, amount: row.amount) }
            },
            untagged: report.untagged, total: report.total,
            simulatorTotal: try simulator.map { try Money($0.bill.total) },
            tokensSeen: usage.total,
            tokensBilled: simulator.map { $0.bill.tokens.values.reduce(0, +) },
            billableRequests: report.billableRequests, matchedServices: report.matchedServices)
    }

    private func ensureProfile(of department: Department) async throws {
        do {
            _ = try await ProfileResolver(TaggingClient(aws)).profile(tagged: department.tags)
            return stage.progress("the profile of \(department.code) exists")
        } catch {
            guard error.code == .noMatch else { throw error }
            stage.progress("creating the profile of \(department.code)")
        }
        _ = try await control.createInferenceProfile(
            named: department.profileName, copying: department.source, description: "Profile of \(department.code)",
            tags: department.tags)
    }

    private func resolveProfiles() async throws -> [ARN] {
        let resolver = ProfileResolver(TaggingClient(aws))
        var profiles: [ARN] = []
        for department in Department.all {
            stage.progress("looking up the profile of \(department.code) by its tags")
            profiles.append(try await resolver.profile(tagged: department.tags))
        }
        return profiles
    }

    private func activateTags(with costExplorer: CostExplorerClient) async throws {
        stage.progress("activating the tag \"dept\" for cost allocation")
        do {
            try await costExplorer.activateCostAllocationTags(["dept"])
        } catch {
            guard simulator == nil, !error.failedCostAllocationTags.isEmpty else { throw error }
            stage.progress("not yet: \(error.message). Run this again in a day; until then all cost is untagged.")
        }
    }

    private func call(_ line: PromptFile.Line, _ profiles: [ARN]) async throws -> TokenUsage {
        guard let index = Department.all.firstIndex(where: { $0.code == line.department }) else {
            return try await line.api == .invoke
                ? invokeNova(line.prompt, Department.untaggedModel)
                : converse(line.prompt, through: Department.untaggedModel)
        }
        let profile = profiles[index].modelID
        guard line.api == .invoke else { return try await converse(line.prompt, through: profile) }
        return try await Department.all[index].speaksMessages
            ? invokeClaude(line.prompt, profile) : invokeNova(line.prompt, profile)
    }

    /// Streams an answer and returns the usage that came with its last event.
    private func converse(_ prompt: String, through model: ModelID) async throws -> TokenUsage {
        try await runtime.converseStream(model: model, prompt) { events in
            var usage: TokenUsage?
            for try await event in events {
                if let reported = event.usage { usage = reported.tokenUsage }
            }
            return try usage.orThrow()
        }
    }

    private func invokeClaude(_ prompt: String, _ model: ModelID) async throws -> TokenUsage {
        let answer = try await runtime.messages(
            model: model, AnthropicMessages(maxTokens: 400, messages: [.user(.text(prompt))]))
        return answer.usage.tokenUsage
    }

    private func invokeNova(_ prompt: String, _ model: ModelID) async throws -> TokenUsage {
        let request: JSONValue = [
            "messages": [["role": "user", "content": [["text": .string(prompt)]]]],
            "inferenceConfig": ["maxTokens": 400],
        ]
        let answer = try await runtime.invokeModel(model: model, body: try request.serialized())
        return try answer.usage.orThrow().tokenUsage
    }

    private func days(since start: Date) -> Int {
        let day = 86_400.0
        return Int(stage.now.timeIntervalSince1970 / day) - Int(start.timeIntervalSince1970 / day) + 1
    }
}

/// An answer that says nothing of its tokens, which this example cannot do without.
struct UsageMissing: Error, CustomStringConvertible {
    let description = "an answer came without its token usage"
}

extension Optional {
    fileprivate func orThrow() throws -> Wrapped {
        guard let self else { throw UsageMissing() }
        return self
    }
}
