import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// From tagged projects to what each of them spent.
struct ProjectJourney {
    static let tagKeys = ["Application", "CostCenter", "Environment"]

    let stage: Stage

    private var projects: BedrockProjectsClient { BedrockProjectsClient(stage.aws) }
    private var costExplorer: CostExplorerClient { CostExplorerClient(stage.aws) }

    func run() async throws -> ProjectReport {
        let firstDay = stage.now
        var created: [Project] = []
        for workload in Workload.all { created.append(try await ensureProject(of: workload)) }

        // Billing learns of a tag from usage that carries it.
        var usage = TokenUsage.zero
        for (project, workload) in zip(created, Workload.all) {
            usage += try await run(.response(Workload.openWeight, "Say hello to \(workload.name)."), project.id)
        }
        stage.letPass("for the tags to show in billing")
        stage.progress("activating \(Self.tagKeys.joined(separator: ", ")) for cost allocation")
        try await costExplorer.activateCostAllocationTags(Self.tagKeys)
        stage.letPass("for the activation to count")

        let activeFrom = stage.now
        for (project, workload) in zip(created, Workload.all) {
            for call in workload.calls {
                stage.progress("a call of \(workload.name)")
                usage += try await run(call, project.id)
            }
        }
        stage.progress("a call that names the default project: nobody will be charged for it")
        usage += try await run(.response(Workload.openWeight, "Which project is this?"), .defaultProject)
        stage.letPass("for the bill to reach Cost Explorer")
        stage.letPass("for its last refresh")

        let days = Int(stage.now.timeIntervalSince(firstDay) / 86_400) + 1
        let period = CostPeriod.lastDays(days, now: stage.now)
        var reports: [(String, ModelCostReport)] = []
        for key in Self.tagKeys {
            stage.progress("asking Cost Explorer for the costs by \(key)")
            reports.append((key, try await costExplorer.modelCosts(in: period, by: key)))
        }
        try check(reports, usage, since: activeFrom)
        return ProjectReport(projects: created, reports: reports, tokens: usage)
    }

    private func ensureProject(of workload: Workload) async throws -> Project {
        for try await project in projects.projects() where project.name == workload.name {
            stage.progress("\(workload.name) exists")
            return try await projects.setTags(workload.tags, of: project.id)
        }
        stage.progress("creating \(workload.name)")
        return try await projects.createProject(named: workload.name, tags: workload.tags)
    }

    /// Makes one call, charged to `project`, and returns what it used.
    private func run(_ call: Workload.Call, _ project: ProjectID) async throws -> TokenUsage {
        let usage: TokenUsage?
        switch call {
        case .response(let model, let text):
            usage = try await projects.createResponse(model: model, "\(text)", project: project).tokenUsage
        case .streamedResponse(let model, let text):
            usage = try await projects.streamResponse(model: model, "\(text)", project: project) { events in
                var usage: TokenUsage?
                for try await event in events { usage = event.finished?.tokenUsage ?? usage }
                return usage
            }
        case .backgroundResponse(let model, let text):
            var request = ResponseRequest(model: model, input: .text(text))
            request.background = true
            let queued = try await projects.createResponse(request, project: project)
            stage.letPass("while the response is made in the background", .seconds(60))
            usage = try await projects.finishedResponse(queued, project: project).tokenUsage
        case .chat(let model, let text):
            usage = try await projects.createChatCompletion(model: model, [.user(text)], project: project).tokenUsage
        case .streamedChat(let model, let text):
            usage = try await projects.streamChatCompletion(model: model, [.user(text)], project: project) { chunks in
                var usage: TokenUsage?
                for try await chunk in chunks { usage = chunk.usage?.tokenUsage ?? usage }
                return usage
            }
        }
        guard let usage else { throw UsageMissing() }
        return usage
    }

    /// Holds every amount against the simulator's own bill: tag by tag, model by model, and in total.
    private func check(_ reports: [(String, ModelCostReport)], _ usage: TokenUsage, since activeFrom: Date) throws {
        guard let bill = stage.simulator?.bill else { return }
        try stage.check("the number of tokens", usage.total, equals: bill.tokens.values.reduce(0, +))
        let active = bill.rows.filter { $0.day >= activeFrom.ISO8601Format().prefix(10) }
        for (key, report) in reports {
            try stage.check("the total by \(key)", report.total, equals: Money(bill.total))
            let attributed = Set(active.compactMap { $0.tags[key] })
            try stage.check("the values of \(key)", Set(report.rows.compactMap(\.tag)), equals: attributed)
            for value in attributed {
                let billed = try Money.sum(active.filter { $0.tags[key] == value }.map { try Money($0.cost) })
                let reported = try Money.sum(report.rows.filter { $0.tag == value }.map(\.amount))
                try stage.check("\(key) \(value)", reported, equals: billed)
            }
        }
    }
}

/// An answer that says nothing of its tokens, which this example cannot do without.
struct UsageMissing: Error, CustomStringConvertible {
    let description = "an answer came without its token usage"
}
