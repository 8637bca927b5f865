import AWSCore
import Attribution
import BedrockCostTesting
import Foundation
import TaggingLookup
import Testing

private let claims: TagSet = ["dept": "claims", "env": "prod"]
private let claimsProfile = TaggingDouble.Profile(
    arn: profileARN("claims000001"), tags: ["dept": "claims", "env": "prod", "owner": "x"])

@Suite(.timeLimit(.minutes(1))) struct `Finding a profile by its tags` {
    let service = TaggingDouble()

    @Test func `asks for all tags, for application profiles, and verifies what it finds`() async throws {
        service.change { $0.profiles = [claimsProfile] }
        #expect(try await service.resolver().profile(tagged: claims) == claimsProfile.arn)
        #expect(
            service.bodies("GetResources") == [
                [
                    "TagFilters": [
                        ["Key": "dept", "Values": ["claims"]], ["Key": "env", "Values": ["prod"]],
                    ],
                    "ResourceTypeFilters": ["bedrock:application-inference-profile"], "ResourcesPerPage": 100,
                ]
            ])
        #expect(service.count("GetInferenceProfile") == 1)
    }

    @Test func `reads all pages, also after an empty one`() async throws {
        service.change { state in
            state.profiles = [claimsProfile]
            state.pages = [([], "t1"), ([], "t2"), ([claimsProfile], "")]
        }
        #expect(try await service.resolver().profile(tagged: claims) == claimsProfile.arn)
        #expect(service.bodies("GetResources").map { $0["PaginationToken"]?.string } == [nil, "t1", "t2"])
    }

    @Test func `counts a profile that two pages show as one`() async throws {
        service.change { state in
            state.profiles = [claimsProfile]
            state.pages = [([claimsProfile], "t1"), ([claimsProfile], "")]
        }
        #expect(try await service.resolver().profile(tagged: claims) == claimsProfile.arn)
    }

    @Test func `passes over profiles that were tagged once or have another value`() async throws {
        let once = TaggingDouble.Profile(arn: profileARN("once00000001"), tags: [:])
        let other = TaggingDouble.Profile(arn: profileARN("other0000001"), tags: ["dept": "claims", "env": "test"])
        service.change { $0.profiles = [once, other, claimsProfile] }
        #expect(try await service.resolver().profile(tagged: claims) == claimsProfile.arn)
        #expect(service.count("GetInferenceProfile") == 1)
    }

    @Test(arguments: [nil, "CREATING"]) func `passes over profiles that are gone or not active`(
        _ status: String?
    ) async throws {
        var second = claimsProfile
        second.arn = profileARN("second000001")
        second.status = status
        service.change { [second] in $0.profiles = [second, claimsProfile] }
        #expect(try await service.resolver().profile(tagged: claims) == claimsProfile.arn)
        service.change { [second] in $0.profiles = [second] }
        let error = await #expect(throws: ProfileLookupError.self) {
            try await service.resolver().profile(tagged: claims)
        }
        #expect(error?.code == .noMatch)
        #expect(error?.candidates == [second.arn])
        #expect(
            error?.message == "no profile tagged dept=claims,env=prod in us-east-1; not active, gone or for another "
                + "model: \(second.arn)")
    }

    @Test func `is an error that lists the profiles where several match`() async throws {
        let sonnet = TaggingDouble.Profile(
            arn: profileARN("aaaaaaaaaaaa"), tags: claimsProfile.tags, model: "anthropic.claude-sonnet-4-v1:0")
        service.change { $0.profiles = [claimsProfile, sonnet] }
        let resolver = try service.resolver()
        let error = await #expect(throws: ProfileLookupError.self) { try await resolver.profile(tagged: claims) }
        #expect(error?.code == .ambiguous)
        #expect(error?.candidates == [sonnet.arn, claimsProfile.arn])
        #expect(
            error?.description == "ambiguous: 2 profiles tagged dept=claims,env=prod in us-east-1: \(sonnet.arn), "
                + "\(claimsProfile.arn)")
    }

    @Test(
        arguments: [
            "anthropic.claude-sonnet-4-v1:0", "us.anthropic.claude-sonnet-4-v1:0",
            "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-4-v1:0",
        ] as [ModelID])
    func `picks one of several by its model`(_ model: ModelID) async throws {
        let sonnet = TaggingDouble.Profile(
            arn: profileARN("aaaaaaaaaaaa"), tags: claimsProfile.tags, model: "anthropic.claude-sonnet-4-v1:0")
        service.change { $0.profiles = [claimsProfile, sonnet] }
        let resolver = try service.resolver()
        #expect(try await resolver.profile(tagged: claims, model: model) == sonnet.arn)
        #expect(resolver.cachedProfile(tagged: claims, model: model) == sonnet.arn)
        #expect(resolver.cachedProfile(tagged: claims) == nil)
    }

    @Test func `says so where none has the model`() async throws {
        service.change { $0.profiles = [claimsProfile] }
        let resolver = try service.resolver()
        let error = await #expect(throws: ProfileLookupError.self) {
            try await resolver.profile(tagged: claims, model: "amazon.nova-pro-v1:0")
        }
        #expect(
            error?.message
                == "no profile tagged dept=claims,env=prod for amazon.nova-pro-v1:0 in us-east-1; not active, "
                + "gone or for another model: \(claimsProfile.arn)")
    }

    @Test func `verifies many at a time and keeps their order`() async throws {
        let many = (0..<40).map { number -> TaggingDouble.Profile in
            TaggingDouble.Profile(
                arn: profileARN("p\(1000 + number)"), tags: claimsProfile.tags,
                status: number % 2 == 0 ? "ACTIVE" : nil)
        }
        service.change { $0.profiles = many }
        let resolver = try service.resolver()
        let error = await #expect(throws: ProfileLookupError.self) { try await resolver.profile(tagged: claims) }
        #expect(error?.candidates == stride(from: 0, to: 40, by: 2).map { many[$0].arn })
    }

    @Test func `goes without the control plane where it is told to`() async throws {
        var gone = claimsProfile
        gone.status = nil
        service.change { [gone] in $0.profiles = [gone] }
        let resolver = try ProfileResolver(unverified: TaggingClient(service.aws()))
        #expect(try await resolver.profile(tagged: claims) == claimsProfile.arn)
        #expect(service.count("GetInferenceProfile") == 0)
        let error = await #expect(throws: ProfileLookupError.self) {
            try await resolver.profile(tagged: claims, model: "a.b")
        }
        #expect(error?.description == "invalidInput: an unverified resolver cannot tell models apart")
    }

    @Test(
        arguments: [
            ([:], "invalidInput: without any tag every profile would match"),
            (["aws:x": "y"], "invalidInput: tag key \"aws:x\": the prefix aws: is reserved for AWS"),
        ] as [(TagSet, String)])
    func `is refused before anything is sent where the tags cannot match`(_ tags: TagSet, _ message: String)
        async throws
    {
        let resolver = try service.resolver()
        let error = await #expect(throws: ProfileLookupError.self) { try await resolver.profile(tagged: tags) }
        #expect(error?.description == message)
        #expect(service.count("GetResources") == 0)
    }
}

@Suite(.timeLimit(.minutes(1))) struct `A profile that was found` {
    let service = TaggingDouble()
    let renewed = TaggingDouble.Profile(arn: profileARN("renewed00001"), tags: claimsProfile.tags)

    init() { service.change { $0.profiles = [claimsProfile] } }

    @Test func `is handed out again without a request, for the same tags in any order`() async throws {
        let resolver = try service.resolver()
        for _ in 1...3 { #expect(try await resolver.profile(tagged: claims) == claimsProfile.arn) }
        #expect(try await resolver.profile(tagged: ["env": "prod", "dept": "claims"]) == claimsProfile.arn)
        #expect(resolver.cachedProfile(tagged: claims) == claimsProfile.arn)
        #expect(service.count("GetResources") == 1)
        #expect(resolver.statistics.hits == 4)
        #expect(resolver.statistics.misses == 1)
        #expect(resolver.statistics.flights == 1)
        #expect(resolver.statistics.entries == 1)
    }

    @Test func `is fresh until its time to live ends`() async throws {
        let resolver = try service.resolver()
        _ = try await resolver.profile(tagged: claims)
        service.clock.advance(by: 299.9)
        #expect(resolver.cachedProfile(tagged: claims) == claimsProfile.arn)
        service.clock.advance(by: 0.2)
        #expect(resolver.cachedProfile(tagged: claims) == nil)
    }

    @Test func `ages earlier by the jitter`() async throws {
        let aws = try service.aws().with { $0.jitter = { 1 } }
        let resolver = try ProfileResolver(TaggingClient(aws), .init { $0.jitter = 0.5 })
        _ = try await resolver.profile(tagged: claims)
        service.clock.advance(by: 149)
        #expect(resolver.cachedProfile(tagged: claims) == claimsProfile.arn)
        service.clock.advance(by: 2)
        #expect(resolver.cachedProfile(tagged: claims) == nil)
    }

    @Test func `is handed out while one look-up in the background renews it`() async throws {
        let resolver = try service.resolver()
        _ = try await resolver.profile(tagged: claims)
        service.clock.advance(by: 301)
        let gate = Signal()
        service.change { state in
            state.profiles = [renewed]
            state.gate = gate
        }
        for _ in 1...10 { #expect(try await resolver.profile(tagged: claims) == claimsProfile.arn) }
        #expect(resolver.statistics.staleHits == 10)
        #expect(resolver.statistics.flights == 2)
        gate.fire()
        await eventually { resolver.cachedProfile(tagged: claims) == renewed.arn }
        #expect(service.count("GetResources") == 2)
    }

    @Test func `is waited for where it is too old to be handed out`() async throws {
        let resolver = try service.resolver()
        _ = try await resolver.profile(tagged: claims)
        service.clock.advance(by: 601)
        service.change { $0.profiles = [renewed] }
        #expect(try await resolver.profile(tagged: claims) == renewed.arn)
        #expect(resolver.statistics.misses == 2)
    }

    @Test(arguments: [301, 3600, 86_000]) func `is handed out in an outage`(_ age: TimeInterval) async throws {
        let resolver = try service.resolver()
        _ = try await resolver.profile(tagged: claims)
        service.clock.advance(by: age)
        service.change { $0.failure = (503, "InternalServiceException") }
        for _ in 1...5 { #expect(try await resolver.profile(tagged: claims) == claimsProfile.arn) }
        await eventually { resolver.statistics.failures == 1 }
        #expect(service.count("GetResources") == 2)
        // After a failure there is a pause of ten seconds before the next look-up.
        service.clock.advance(by: 9)
        #expect(try await resolver.profile(tagged: claims) == claimsProfile.arn)
        #expect(service.count("GetResources") == 2)
        service.clock.advance(by: 2)
        service.change { state in
            state.failure = nil
            state.profiles = [renewed]
        }
        _ = try await resolver.profile(tagged: claims)
        await eventually { resolver.cachedProfile(tagged: claims) == renewed.arn }
    }

    @Test func `is no longer handed out after a day of outage`() async throws {
        let resolver = try service.resolver()
        _ = try await resolver.profile(tagged: claims)
        service.clock.advance(by: 86_400 + 301)
        service.change { $0.failure = (503, "InternalServiceException") }
        let error = await #expect(throws: ProfileLookupError.self) { try await resolver.profile(tagged: claims) }
        #expect(error?.code == .requestFailed)
        #expect(error?.underlyingError?.code == .serviceFault)
    }

    @Test func `is forgotten when the look-up shows that it is gone`() async throws {
        let resolver = try service.resolver()
        _ = try await resolver.profile(tagged: claims)
        service.clock.advance(by: 301)
        service.change { $0.profiles = [] }
        #expect(try await resolver.profile(tagged: claims) == claimsProfile.arn)
        await eventually { resolver.statistics.flights == 2 && service.count("GetResources") == 2 }
        let error = await #expect(throws: ProfileLookupError.self) {
            while true { _ = try await resolver.profile(tagged: claims) }
        }
        #expect(error?.code == .noMatch)
    }

    @Test func `is looked up anew after an invalidation by tags, by profile, and of all`() async throws {
        let resolver = try service.resolver()
        let invalidations: [() -> Void] = [
            { resolver.invalidate(tagged: ["env": "prod", "dept": "claims"]) },
            { resolver.invalidate(profile: claimsProfile.arn) },
            { resolver.invalidateAll() },
        ]
        for (number, invalidate) in invalidations.enumerated() {
            _ = try await resolver.profile(tagged: claims)
            #expect(service.count("GetResources") == number + 1)
            resolver.invalidate(tagged: ["dept": "sales"])
            resolver.invalidate(profile: renewed.arn)
            #expect(resolver.cachedProfile(tagged: claims) == claimsProfile.arn)
            invalidate()
            #expect(resolver.cachedProfile(tagged: claims) == nil)
            #expect(resolver.statistics.entries == 0)
        }
    }

    @Test func `is not remembered from a look-up that began before an invalidation`() async throws {
        let resolver = try service.resolver()
        let gate = Signal()
        service.change { $0.gate = gate }
        async let early = resolver.profile(tagged: claims)
        await eventually { service.arrivals == 1 }
        resolver.invalidateAll()
        gate.fire()
        #expect(try await early == claimsProfile.arn)
        #expect(resolver.cachedProfile(tagged: claims) == nil)
        #expect(resolver.statistics.entries == 0)
    }
}

@Suite(.timeLimit(.minutes(1))) struct `No profile` {
    let service = TaggingDouble()

    @Test func `is remembered for thirty seconds`() async throws {
        let resolver = try service.resolver()
        for _ in 1...3 {
            let error = await #expect(throws: ProfileLookupError.self) { try await resolver.profile(tagged: claims) }
            #expect(error?.description == "noMatch: no profile tagged dept=claims,env=prod in us-east-1")
        }
        #expect(service.count("GetResources") == 1)
        #expect(resolver.statistics.negativeHits == 2)
        service.change { $0.profiles = [claimsProfile] }
        service.clock.advance(by: 29)
        await #expect(throws: ProfileLookupError.self) { try await resolver.profile(tagged: claims) }
        service.clock.advance(by: 2)
        #expect(try await resolver.profile(tagged: claims) == claimsProfile.arn)
    }

    @Test func `is not remembered from a request that failed`() async throws {
        service.change { state in
            state.profiles = [claimsProfile]
            state.failure = (400, "ThrottledException")
        }
        let resolver = try service.resolver()
        let error = await #expect(throws: ProfileLookupError.self) { try await resolver.profile(tagged: claims) }
        #expect(error?.code == .requestFailed)
        #expect(error?.underlyingError?.code == .throttled)
        #expect(
            error?.message
                == "the profile tagged dept=claims,env=prod could not be looked up: throttled in Resource Groups "
                + "Tagging API.GetResources: ThrottledException: because (HTTP 400)")
        service.change { $0.failure = nil }
        #expect(try await resolver.profile(tagged: claims) == claimsProfile.arn)
        #expect(resolver.statistics.failures == 1)
        #expect(resolver.statistics.negativeHits == 0)
    }

    @Test func `is remembered where several match, too`() async throws {
        var second = claimsProfile
        second.arn = profileARN("second000001")
        service.change { [second] in $0.profiles = [claimsProfile, second] }
        let resolver = try service.resolver()
        for _ in 1...2 {
            let error = await #expect(throws: ProfileLookupError.self) { try await resolver.profile(tagged: claims) }
            #expect(error?.candidates.count == 2)
        }
        #expect(service.count("GetResources") == 1)
    }

    @Test func `is no verdict on a profile where the control plane fails`() async throws {
        struct Broken: ProfileVerifying {
            func verify(_ profile: ARN) async throws(AWSError) -> VerifiedProfile? {
                throw AWSError(.accessDenied, "no bedrock:GetInferenceProfile")
            }
        }
        service.change { $0.profiles = [claimsProfile] }
        let resolver = try ProfileResolver(TaggingClient(service.aws()), .init(), verifier: Broken())
        let error = await #expect(throws: ProfileLookupError.self) { try await resolver.profile(tagged: claims) }
        #expect(error?.code == .requestFailed)
        #expect(error?.underlyingError?.code == .accessDenied)
        #expect(resolver.statistics.entries == 0)
    }
}

@Suite(.timeLimit(.minutes(1))) struct `Callers at once` {
    let service = TaggingDouble()
    let gate = Signal()

    init() {
        service.change { [gate] state in
            state.profiles = [claimsProfile]
            state.gate = gate
        }
    }

    @Test func `a thousand of them make one request`() async throws {
        let resolver = try service.resolver()
        let answers = try await withThrowingTaskGroup(of: ARN.self) { group in
            for _ in 1...1000 { group.addTask { try await resolver.profile(tagged: claims) } }
            await eventually { resolver.statistics.misses == 1000 }
            gate.fire()
            return try await group.reduce(into: Set<ARN>()) { $0.insert($1) }
        }
        #expect(answers == [claimsProfile.arn])
        #expect(service.count("GetResources") == 1)
        #expect(service.count("GetInferenceProfile") == 1)
        #expect(resolver.statistics.flights == 1)
    }

    @Test func `for other tags do not wait for each other`() async throws {
        let resolver = try service.resolver()
        async let slow = resolver.profile(tagged: claims)
        await eventually { service.arrivals == 1 }
        service.change { $0.gate = nil }
        #expect(try await resolver.profile(tagged: ["dept": "claims"]) == claimsProfile.arn)
        #expect(resolver.cachedProfile(tagged: claims) == nil)
        gate.fire()
        #expect(try await slow == claimsProfile.arn)
    }

    @Test func `one that is cancelled leaves the others waiting, even if it was the first`() async throws {
        let resolver = try service.resolver()
        let first = Task { try await resolver.profile(tagged: claims) }
        await eventually { resolver.statistics.misses == 1 }
        async let second = resolver.profile(tagged: claims)
        await eventually { resolver.statistics.misses == 2 }
        first.cancel()
        let error = await #expect(throws: ProfileLookupError.self) { try await first.value }
        #expect(error?.code == .cancelled)
        gate.fire()
        #expect(try await second == claimsProfile.arn)
        #expect(service.count("GetResources") == 1)
        #expect(resolver.cachedProfile(tagged: claims) == claimsProfile.arn)
    }

    @Test func `one that is cancelled before it asks gets its error at once`() async throws {
        let resolver = try service.resolver()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await resolver.profile(tagged: claims)
        }
        let error = await #expect(throws: ProfileLookupError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        gate.fire()
        await eventually { resolver.cachedProfile(tagged: claims) != nil }
    }

    @Test func `all get the error of the look-up they share, and the next one tries again`() async throws {
        let resolver = try service.resolver()
        service.change { $0.failure = (400, "InvalidParameterException") }
        let failures = await withTaskGroup(of: Bool.self) { group in
            for _ in 1...20 {
                group.addTask {
                    do {
                        _ = try await resolver.profile(tagged: claims)
                        return false
                    } catch {
                        return (error as? ProfileLookupError)?.code == .requestFailed
                    }
                }
            }
            await eventually { resolver.statistics.misses == 20 }
            gate.fire()
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(failures == 20)
        #expect(service.count("GetResources") == 1)
        service.change { $0.failure = nil }
        #expect(try await resolver.profile(tagged: claims) == claimsProfile.arn)
    }
}

@Suite struct `A resolver's settings` {
    @Test(
        arguments: [
            (.init { $0.timeToLive = .zero }, "timeToLive must be longer than zero"),
            (.init { $0.jitter = 1.5 }, "jitter must be from 0 to 1, not 1.5"),
            (
                .init { $0.staleIfError = .seconds(-1) },
                "staleWhileRevalidate, staleIfError and pauseAfterFailure must not be negative"
            ),
            (
                .init { $0.negativeTimeToLive = .seconds(31) },
                "negativeTimeToLive must be from 0 to 30 s, not 31.0 seconds"
            ),
            (.init { $0.maximumEntries = 0 }, "maximumEntries must be positive, not 0"),
        ] as [(ProfileResolverConfiguration, String)])
    func `that cannot work are refused`(_ settings: ProfileResolverConfiguration, _ message: String) throws {
        let client = TaggingClient(try TaggingDouble().aws())
        let error = #expect(throws: AWSError.self) { try ProfileResolver(client, settings) }
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message == message)
        #expect(throws: AWSError.self) { try ProfileResolver(unverified: client, settings) }
    }
}
