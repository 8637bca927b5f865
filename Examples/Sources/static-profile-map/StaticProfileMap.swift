import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// Profiles written down in Parameter Store and Secrets Manager, before and behind the look-up by tags.
@main
struct StaticProfileMap: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "static-profile-map",
        abstract: "Finds profiles in a map that is kept in Parameter Store or Secrets Manager.",
        discussion: """
            Against the simulator the maps are written first. With --live they are only read: the parameter \
            /bedrock/profiles with {"department": "profile ARN"}, and the secret bedrock/profile-map.
            """)

    @OptionGroup var scenario: Scenario

    func run() async throws {
        try await scenario.run { stage in
            let created = try await Profiles.make(on: stage)
            let map = StaticProfiles(
                ParameterMapSource("/bedrock/profiles", namesAre: "dept", stage.aws), now: { stage.now })
            let resolver = try ProfileResolver(TaggingClient(stage.aws), .init(), now: { stage.now })
            try await bothOrders(map, resolver, stage, created)
            try await changeAfterAWhile(map, stage, created)
            try await otherPlaces(stage, created)
        }
    }

    /// The map first answers without a request per department; the look-up first believes the tags.
    private func bothOrders(
        _ map: StaticProfiles, _ resolver: ProfileResolver, _ stage: Stage, _ created: Profiles
    ) async throws {
        let orders = [
            ("map, then tags", ProfileChain(map, resolver)), ("tags, then map", ProfileChain(resolver, map)),
        ]
        var table = Table("order", "department", "profile", "requests")
        for (name, chain) in orders {
            for department in ["claims", "sales", "legal"] {
                let before = stage.simulator?.requests.count ?? 0
                let found = created.name(of: try? await chain.profile(tagged: ["dept": department]))
                let requests = (stage.simulator?.requests.count ?? 0) - before
                table.add(name, department, found, stage.simulator == nil ? "" : "\(requests)")
            }
        }
        print(table)
        guard stage.simulator != nil else { return }
        try stage.check(
            "claims by the map", try await orders[0].1.profile(tagged: ["dept": "claims"]) as ARN?,
            equals: created.migrated)
        try stage.check(
            "claims by its tags", try await orders[1].1.profile(tagged: ["dept": "claims"]) as ARN?,
            equals: created.claims)
    }

    /// A change of the parameter is seen once the map's 300 seconds are up.
    private func changeAfterAWhile(_ map: StaticProfiles, _ stage: Stage, _ created: Profiles) async throws {
        guard let simulator = stage.simulator, let claims = created.claims else { return }
        simulator.putParameter("/bedrock/profiles", #"{"claims": "\#(claims)"}"#)
        print("\nthe parameter now names \(created.name(of: claims)) for claims:")
        var table = Table("seconds later", "claims is")
        for seconds in [0, 200, 299, 300] {
            simulator.clock.advance(to: created.written.addingTimeInterval(Double(seconds)))
            table.add("\(seconds)", created.name(of: try await map.profile(tagged: ["dept": "claims"])))
        }
        print(table)
        try stage.check(
            "claims after the change", try await map.profile(tagged: ["dept": "claims"]) as ARN?,
            equals: created.claims)
    }

    /// A path with one parameter for each profile, and a secret with tags and models.
    private func otherPlaces(_ stage: Stage, _ created: Profiles) async throws {
        let path = StaticProfiles(
            ParameterPathMapSource("/bedrock/teams", levelsAre: ["env", "dept"], stage.aws), now: { stage.now })
        let secret = StaticProfiles(SecretMapSource("bedrock/profile-map", stage.aws), now: { stage.now })
        var table = Table("kept in", "asked for", "profile")
        for department in ["claims", "sales"] {
            let tags: TagSet = ["env": "prod", "dept": department]
            table.add("path", "\(tags)", created.name(of: try? await path.profile(tagged: tags)))
        }
        for model: ModelID in ["amazon.nova-lite-v1:0", "anthropic.claude-3-haiku-20240307-v1:0"] {
            table.add(
                "secret", "dept=claims \(model)",
                created.name(of: try? await secret.profile(tagged: ["dept": "claims"], model: model)))
        }
        print("\n\(table)")
    }
}

/// The profiles of the simulator, by the names that they were given.
struct Profiles {
    /// Found by its tags; `nil` against real AWS.
    let claims: ARN?
    /// Found in the map only.
    let migrated: ARN?
    /// When the map was written.
    let written: Date
    private let names: [ARN: String]

    /// A profile's name, or its id where this example has not made it.
    func name(of profile: ARN?) -> String { profile.map { names[$0] ?? String($0.resourceID) } ?? "none" }

    static func make(on stage: Stage) async throws -> Profiles {
        guard let simulator = stage.simulator else {
            return Profiles(claims: nil, migrated: nil, written: stage.now, names: [:])
        }
        let control = BedrockControlClient(stage.aws)
        var names: [ARN: String] = [:]
        func make(_ name: String, _ model: String, _ tags: TagSet) async throws -> ARN {
            let arn = try await control.createInferenceProfile(
                named: name, copying: .foundationModel(ModelID(rawValue: model)), tags: tags
            ).arn.arn
            names[arn] = name
            return arn
        }
        let nova = "amazon.nova-lite-v1:0"
        let haiku = "anthropic.claude-3-haiku-20240307-v1:0"
        let claims = try await make("claims-nova", nova, ["dept": "claims"])
        let sales = try await make("sales-nova", nova, ["dept": "sales"])
        // It has no tags that anybody looks for: only the map knows it.
        let migrated = try await make("claims-haiku", haiku, ["stage": "trial"])
        simulator.putParameter("/bedrock/profiles", #"{"claims": "\#(migrated)"}"#)
        simulator.putParameter("/bedrock/teams/prod/claims", claims.rawValue)
        simulator.putParameter("/bedrock/teams/prod/sales", sales.rawValue)
        simulator.putSecret(
            "bedrock/profile-map",
            """
            [{"tags": {"dept": "claims"}, "model": "amazon.nova-lite-v1:0", "profile": "\(claims)"},
             {"tags": {"dept": "claims"}, "model": "anthropic.claude-3-haiku-20240307-v1:0", "profile": "\(migrated)"}]
            """)
        return Profiles(claims: claims, migrated: migrated, written: stage.now, names: names)
    }
}
