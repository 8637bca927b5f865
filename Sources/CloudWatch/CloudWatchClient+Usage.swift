public import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension CloudWatchClient {
    /// What was called through a model or an inference profile: calls, tokens by class, times, throttles and errors.
    ///
    /// The metrics of an application inference profile stand under its id, the last part of its ARN. The end of the stretch
    /// is rounded up to whole minutes, and to five minutes or hours where older data is asked for.
    /// - Parameters:
    ///   - model: An inference profile, or a model's id or ARN.
    ///   - window: The stretch of time that ends now.
    /// - Throws: `AWSError`; of code `invalidInput` before anything is sent, as for a profile's name.
    public func usage(
        of model: some ModelIdentifying, last window: MetricWindow
    ) async throws(AWSError) -> BedrockUsage {
        try await usages(of: [model.modelID], last: window, every: nil)[0][0]
    }

    /// What was called through a model or an inference profile, period by period, the earliest first.
    ///
    /// - Parameters:
    ///   - model: An inference profile, or a model's id or ARN.
    ///   - window: The stretch of time that ends now.
    ///   - step: The length of a period. Data is kept by minutes for 15 days, by five minutes for 63 days, by hours for
    ///     455 days.
    /// - Throws: `AWSError`; of code `invalidInput` before anything is sent.
    public func usage(
        of model: some ModelIdentifying, last window: MetricWindow, every step: MetricWindow
    ) async throws(AWSError) -> [BedrockUsage] {
        try await usages(of: [model.modelID], last: window, every: step)[0]
    }

    /// What was called through each of several models or profiles, in their order; 22 to a request.
    ///
    /// - Parameters:
    ///   - models: Inference profiles, or models' ids or ARNs.
    ///   - window: The stretch of time that ends now.
    /// - Throws: `AWSError`; of code `invalidInput` before anything is sent.
    public func usage(
        of models: [some ModelIdentifying], last window: MetricWindow
    ) async throws(AWSError) -> [BedrockUsage] {
        try await usages(of: models.map(\.modelID), last: window, every: nil).map { $0[0] }
    }

    /// What the whole account called in the Region.
    ///
    /// - Parameter window: The stretch of time that ends now.
    /// - Throws: `AWSError`.
    public func accountUsage(last window: MetricWindow) async throws(AWSError) -> BedrockUsage {
        try await usages(of: [nil], last: window, every: nil)[0][0]
    }

    /// What was called through a project of the OpenAI- and Anthropic-compatible endpoint.
    ///
    /// - Parameters:
    ///   - id: The project's id, such as `proj_a1b2…`, or `default`.
    ///   - window: The stretch of time that ends now.
    /// - Throws: `AWSError`; of code `invalidInput` before anything is sent.
    public func usage(ofProject id: String, last window: MetricWindow) async throws(AWSError) -> ProjectUsage {
        try await usage(ofProjects: [id], last: window)[0]
    }

    /// What was called through each of several projects, in their order.
    ///
    /// - Parameters:
    ///   - ids: The projects' ids.
    ///   - window: The stretch of time that ends now.
    /// - Throws: `AWSError`; of code `invalidInput` before anything is sent.
    public func usage(
        ofProjects ids: [String], last window: MetricWindow
    ) async throws(AWSError) -> [ProjectUsage] {
        let periods = try UsagePeriods(last: window, every: nil, now: aws.configuration.now())
        var usages: [ProjectUsage] = []
        // 12 lines for each project.
        for part in ids.parts(of: 40) {
            let (sums, isComplete) = try await read(
                UsageQueries(projects: Array(part), period: periods.period), part.count, periods)
            usages += zip(part, sums).map { id, sums in
                sums[0].usage(ofProject: id, from: periods.start, to: periods.end, isComplete: isComplete)
            }
        }
        return usages
    }

    private func usages(
        of models: [ModelID?], last window: MetricWindow, every step: MetricWindow?
    ) async throws(AWSError) -> [[BedrockUsage]] {
        let periods = try UsagePeriods(last: window, every: step, now: aws.configuration.now())
        let starts = periods.starts
        var usages: [[BedrockUsage]] = []
        // 22 lines for each model.
        for part in models.parts(of: 22) {
            let (sums, isComplete) = try await read(
                UsageQueries(models: Array(part), period: periods.period), part.count, periods)
            for (model, sums) in zip(part, sums) {
                let modelID = model.map(BedrockMetric.dimensionValue(of:))
                usages.append(
                    zip(starts, sums).map { start, sums in
                        let end = min(start.addingTimeInterval(Double(periods.period)), periods.end)
                        return sums.usage(of: modelID, from: start, to: end, isComplete: isComplete)
                    })
            }
        }
        return usages
    }

    /// The sums of each subject in each period.
    private func read(
        _ asked: UsageQueries, _ subjects: Int, _ periods: UsagePeriods
    ) async throws(AWSError) -> (sums: [[UsageSums]], isComplete: Bool) {
        let results = try await metricData(asked.queries, from: periods.start, to: periods.end)
        var sums = Array(repeating: Array(repeating: UsageSums(), count: periods.starts.count), count: subjects)
        for isFallback in [false, true] {
            let known = sums
            for result in results {
                guard let meaning = result.id.flatMap({ asked.meanings[$0] }), meaning.isFallback == isFallback else {
                    continue
                }
                for (date, value) in result.points {
                    guard let index = periods.index(of: date), index < periods.starts.count,
                        !isFallback || !known[meaning.subject][index].has(meaning.line.metric)
                    else { continue }
                    sums[meaning.subject][index].add(value, to: meaning.line)
                }
            }
        }
        return (sums, results.allSatisfy { $0.status == nil || $0.status == .complete })
    }
}

extension Array {
    /// Slices of at most `count` elements.
    fileprivate func parts(of count: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: self.count, by: count).map { self[$0..<Swift.min($0 + count, self.count)] }
    }
}
