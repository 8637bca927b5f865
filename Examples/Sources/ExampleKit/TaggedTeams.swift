public import BedrockCost

/// Teams that call models through profiles of their own, each tagged with its team: spend to look at.
public struct TaggedTeams: Sendable {
    /// A team and the model behind its profile.
    public struct Team: Sendable {
        /// The tag's value.
        public let name: String
        /// What its profile copies.
        public let source: InferenceProfileSource
        /// How many calls it makes a day.
        public let callsPerDay: Int

        /// A team.
        public init(_ name: String, _ source: InferenceProfileSource, callsPerDay: Int = 1) {
            self.name = name
            self.source = source
            self.callsPerDay = callsPerDay
        }
    }

    private let stage: Stage
    private let aws: AWSClient
    private let profiles: [(team: Team, model: ModelID)]

    /// Creates a profile for each team, tagged with its name.
    ///
    /// - Parameters:
    ///   - stage: What the example plays on.
    ///   - aws: The account that calls; the stage's own where `nil`.
    ///   - key: The tag's key.
    ///   - teams: The teams.
    public init(_ stage: Stage, in aws: AWSClient? = nil, tag key: String, _ teams: [Team]) async throws {
        self.stage = stage
        self.aws = aws ?? stage.aws
        var profiles: [(team: Team, model: ModelID)] = []
        for team in teams {
            stage.progress("creating the profile of \(team.name)")
            let profile = try await BedrockControlClient(self.aws).createInferenceProfile(
                named: "\(team.name)_profile", copying: team.source, tags: TagSet([(key, team.name)]))
            profiles.append((team, profile.modelID))
        }
        self.profiles = profiles
    }

    /// A day's calls of all teams, `times` as many as usual.
    public func workADay(times: Int = 1) async throws {
        let runtime = BedrockRuntimeClient(aws)
        for (team, model) in profiles {
            stage.progress("\(team.callsPerDay * times) calls of \(team.name)")
            for number in 1...max(1, team.callsPerDay * times) {
                _ = try await runtime.converse(model: model, "Summarise ticket \(number) for \(team.name).") {
                    $0.inferenceConfig = InferenceConfiguration(maxTokens: 200)
                }
            }
        }
    }
}
