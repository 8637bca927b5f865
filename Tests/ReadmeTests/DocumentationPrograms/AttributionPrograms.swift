import BedrockCost

/// The code of Attribution's articles.
enum AttributionPrograms {
    static func policy() throws {
        let policy = try TagPolicy([
            .required("team", oneOf: ["claims": "理赔部", "sales": "销售部"], named: ["部门"]),
            .required("env", oneOf: ["dev", "staging", "prod"], default: "dev"),
            .optional("costCenter", matching: "cc-[0-9]{4}"),
        ])

        let tags = try policy.resolve(["部门": "理赔部", "env": "prod"])
        print(tags)
        print(policy.displayed(tags))

        do {
            try policy.validate(["teem": "claims", "env": "prd"])
        } catch {
            for violation in error.violations { print(violation.code, violation) }
        }
    }

    static func context(_ question: String, answer: @escaping @Sendable (String) async throws -> Void) async throws {
        try await withCostContext(["team": "claims", "env": "prod"], attributes: ["user": "u-4711"]) {
            try await withCostContext(["costCenter": "cc-0042"], attributes: ["run": "7"]) {
                try await answer(question)
            }
        }

        let context = CostContext.current
        let detached = Task.detached {
            try await withCostContext(context) { try await answer(question) }
        }
        try await detached.value
    }

    static func channels(
        _ policy: TagPolicy, _ request: inout Converse, _ profiles: ProfileResolver, _ aws: AWSClient, _ role: String
    ) async throws {
        let attribution = try policy.attribution(of: .current)
        request.requestMetadata = attribution.requestMetadata
        let arn = try await profiles.profile(tagged: attribution.profileTags)
        let project = try attribution.requiredProject()
        let acting = try aws.assuming(
            role: role, sessionName: attribution.sessionName(), tags: attribution.sessionTags())
        print(arn, project, acting.configuration.region)
    }
}
