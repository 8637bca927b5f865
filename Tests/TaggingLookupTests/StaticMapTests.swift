import AWSCore
import AWSSigning
import Attribution
import BedrockCostTesting
import Foundation
import TaggingLookup
import Testing

@Suite struct StaticMapTests {
    private static func arn(_ id: String) -> String {
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/\(id)"
    }

    private let mock = MockAWS(seed: 1)

    private func aws() throws -> AWSClient {
        try AWSClient(
            region: .usEast1, transport: mock.transport, credentials: mock.credentials, environment: .empty
        ) { [mock] in
            $0.now = { mock.now }
            $0.retry.transientDelay = .zero
            $0.retry.throttlingDelay = .zero
        }
    }

    private func profiles(_ source: some ProfileMapSource, timeToLive: Duration = .seconds(300)) -> StaticProfiles {
        StaticProfiles(source, timeToLive: timeToLive) { [mock] in mock.now }
    }

    @Test func `a parameter that names departments is a map`() async throws {
        mock.putParameter("/bedrock/profiles", #"{"claims": "\#(Self.arn("c1"))", "sales": "\#(Self.arn("s1"))"}"#)
        let profiles = profiles(ParameterMapSource("/bedrock/profiles", namesAre: "dept", try aws()))
        #expect(try await profiles.profile(tagged: ["dept": "claims"]).resourceID == "c1")
        #expect(try await profiles.profile(tagged: ["dept": "sales"]).resourceID == "s1")
        let error = await #expect(throws: ProfileLookupError.self) {
            try await profiles.profile(tagged: ["dept": "legal"])
        }
        #expect(error?.description == "noMatch: no profile tagged dept=legal in the map of 2 profiles")
        #expect(mock.requests.count == 1)
    }

    @Test func `a secret that lists tags and models is a map`() async throws {
        mock.putSecret(
            "bedrock/profile-map",
            """
            [{"tags": {"dept": "claims", "env": "prod"}, "model": "amazon.nova-lite-v1:0", "profile": "\(Self.arn("lite"))"},
             {"tags": {"dept": "claims", "env": "prod"}, "model": "amazon.nova-pro-v1:0", "profile": "\(Self.arn("pro"))"}]
            """)
        let profiles = profiles(SecretMapSource("bedrock/profile-map", try aws()))
        let lite = try await profiles.profile(tagged: ["dept": "claims"], model: "us.amazon.nova-lite-v1:0")
        #expect(lite.resourceID == "lite")
        let error = await #expect(throws: ProfileLookupError.self) {
            try await profiles.profile(tagged: ["dept": "claims"])
        }
        #expect(error?.code == .ambiguous)
        #expect(error?.candidates.map(\.resourceID) == ["lite", "pro"])
    }

    @Test func `parameters under a path are a map, all pages of them`() async throws {
        for number in 1...23 { mock.putParameter("/bedrock/profiles/prod/team\(number)", Self.arn("p\(number)")) }
        mock.putParameter("/bedrock/profiles/prod/claims/amazon.nova-lite-v1", Self.arn("lite"))
        mock.putParameter("/bedrock/profiles/prod/claims/amazon.nova-pro-v1", Self.arn("pro"))
        mock.putParameter("/bedrock/profiles/README", "not a profile")
        let profiles = profiles(ParameterPathMapSource("/bedrock/profiles", levelsAre: ["env", "dept"], try aws()))
        #expect(try await profiles.profile(tagged: ["env": "prod", "dept": "team17"]).resourceID == "p17")
        let pro = try await profiles.profile(tagged: ["dept": "claims"], model: "amazon.nova-pro-v1:0")
        #expect(pro.resourceID == "pro")
        #expect(mock.requests.map(\.operation) == Array(repeating: "GetParametersByPath", count: 3))
        #expect(try await profiles.map().entries.count == 25)
    }

    @Test func `a change is seen after the time to live, and not before`() async throws {
        mock.putParameter("/map", #"{"claims": "\#(Self.arn("old"))"}"#)
        let profiles = profiles(ParameterMapSource("/map", namesAre: "dept", try aws()))
        #expect(try await profiles.profile(tagged: ["dept": "claims"]).resourceID == "old")
        mock.putParameter("/map", #"{"claims": "\#(Self.arn("new"))"}"#)
        mock.clock.advance(by: .seconds(299))
        #expect(try await profiles.profile(tagged: ["dept": "claims"]).resourceID == "old")
        mock.clock.advance(by: .seconds(1))
        #expect(try await profiles.profile(tagged: ["dept": "claims"]).resourceID == "new")
        #expect(mock.requests.count == 2)
        profiles.invalidate()
        #expect(try await profiles.profile(tagged: ["dept": "claims"]).resourceID == "new")
        #expect(mock.requests.count == 3)
    }

    @Test func `callers who ask at once share one request`() async throws {
        mock.putParameter("/map", #"{"claims": "\#(Self.arn("c"))"}"#)
        let profiles = profiles(ParameterMapSource("/map", namesAre: "dept", try aws()))
        try await withThrowingTaskGroup(of: ARN.self) { group in
            for _ in 0..<50 { group.addTask { try await profiles.profile(tagged: ["dept": "claims"]) } }
            for try await arn in group { #expect(arn.resourceID == "c") }
        }
        #expect(mock.requests.count == 1)
    }

    @Test func `an old map serves for a day while the new one cannot be read`() async throws {
        mock.putParameter("/map", #"{"claims": "\#(Self.arn("c"))"}"#)
        let profiles = profiles(ParameterMapSource("/map", namesAre: "dept", try aws()))
        _ = try await profiles.profile(tagged: ["dept": "claims"])
        mock.faults.add(.serverError(500), for: "GetParameter", times: 3)
        mock.clock.advance(by: .seconds(301))
        #expect(try await profiles.profile(tagged: ["dept": "claims"]).resourceID == "c")
        // For ten seconds after a failure nobody asks again.
        let requests = mock.requests.count
        _ = try await profiles.profile(tagged: ["dept": "claims"])
        #expect(mock.requests.count == requests)
        mock.faults.removeAll()
        mock.faults.add(.serverError(500), for: "GetParameter", times: 3)
        mock.clock.advance(by: .seconds(90_000))
        let error = await #expect(throws: ProfileLookupError.self) {
            try await profiles.profile(tagged: ["dept": "claims"])
        }
        #expect(error?.code == .requestFailed)
        #expect(error?.underlyingError?.code == .serviceFault)
    }

    @Test func `a chain asks in the caller's order, and passes on where nothing matches`() async throws {
        mock.putParameter("/map", #"{"claims": "\#(Self.arn("static"))"}"#)
        mock.addResource(Self.arn("dynamic"), tags: ["dept": "claims"])
        mock.addResource(Self.arn("sales"), tags: ["dept": "sales"])
        let aws = try aws()
        let map = profiles(ParameterMapSource("/map", namesAre: "dept", aws))
        let resolver = try ProfileResolver(unverified: TaggingClient(aws))
        let staticFirst = ProfileChain(map, resolver)
        #expect(try await staticFirst.profile(tagged: ["dept": "claims"]).resourceID == "static")
        #expect(mock.requests.map(\.operation) == ["GetParameter"])
        #expect(try await staticFirst.profile(tagged: ["dept": "sales"]).resourceID == "sales")
        let dynamicFirst = ProfileChain(resolver, map)
        #expect(try await dynamicFirst.profile(tagged: ["dept": "claims"]).resourceID == "dynamic")
        let error = await #expect(throws: ProfileLookupError.self) {
            try await dynamicFirst.profile(tagged: ["dept": "legal"])
        }
        #expect(error?.code == .noMatch)
        #expect(
            error?.message
                == "no profile tagged dept=legal in us-east-1; no profile tagged dept=legal in the map of 1 profiles")
    }

    @Test func `a source that fails passes the question on, and is blamed only where nobody else knows`() async throws {
        mock.addResource(Self.arn("dynamic"), tags: ["dept": "claims"])
        let aws = try aws()
        let chain = ProfileChain(
            profiles(ParameterMapSource("/missing", namesAre: "dept", aws)),
            try ProfileResolver(unverified: TaggingClient(aws)))
        #expect(try await chain.profile(tagged: ["dept": "claims"]).resourceID == "dynamic")
        let error = await #expect(throws: ProfileLookupError.self) {
            try await chain.profile(tagged: ["dept": "legal"])
        }
        #expect(error?.code == .requestFailed)
        #expect(error?.underlyingError?.code == .notFound)
        #expect(error?.underlyingError?.serviceCode == "ParameterNotFound")
    }

    @Test func `a chain stops at a source that knows several profiles`() async throws {
        mock.addResource(Self.arn("one"), tags: ["dept": "claims"])
        mock.addResource(Self.arn("two"), tags: ["dept": "claims"])
        mock.putParameter("/map", #"{"claims": "\#(Self.arn("static"))"}"#)
        let aws = try aws()
        let chain = ProfileChain(
            try ProfileResolver(unverified: TaggingClient(aws)),
            profiles(ParameterMapSource("/map", namesAre: "dept", aws)))
        let error = await #expect(throws: ProfileLookupError.self) {
            try await chain.profile(tagged: ["dept": "claims"])
        }
        #expect(error?.code == .ambiguous)
    }

    @Test(arguments: [
        ("canary, not JSON", "the profile map is not JSON"),
        (#""canary""#, "the profile map is neither an object nor a list"),
        (#"{"claims": "canary"}"#, "entry 1 of the profile map names no ARN of a Bedrock profile"),
        (#"{"claims": "arn:aws:s3:::canary"}"#, "entry 1 of the profile map names no ARN of a Bedrock profile"),
        (#"[{"profile": "canary"}]"#, "entry 1 of the profile map has no tags of texts"),
        (#"[{"tags": {"dept": 7}, "profile": "canary"}]"#, "entry 1 of the profile map has no tags of texts"),
        (#"[{"tags": {"dept": "a"}}]"#, "entry 1 of the profile map names no ARN of a Bedrock profile"),
    ])
    func `a document that is no map is refused with the place, and never shown`(
        _ document: String, _ message: String
    ) async throws {
        mock.putSecret("map", document)
        let profiles = profiles(SecretMapSource("map", namesAre: "dept", try aws()))
        let error = await #expect(throws: ProfileLookupError.self) { try await profiles.profile(tagged: ["dept": "a"]) }
        #expect(error?.underlyingError?.code == .malformedResponse)
        #expect(error?.underlyingError?.message == message)
        #expect(error?.description.contains("canary") == false)
    }

    @Test func `names without a tag are no map, and neither is a path of other values`() async throws {
        let error = #expect(throws: AWSError.self) { try ProfileMap(json: #"{"a": "b"}"#) }
        #expect(error?.message == "the profile map has names, and nobody said which tag they are of")
        mock.putParameter("/p/claims", "canary")
        let source = ParameterPathMapSource("/p", levelsAre: ["dept"], try aws())
        let path = await #expect(throws: AWSError.self) { try await source.profileMap() }
        #expect(path?.message == "the parameter /p/claims does not hold the ARN of a Bedrock profile")
    }

    @Test func `no description shows what a parameter or a secret holds`() async throws {
        mock.putParameter("/p", "canary")
        mock.putSecret("s", "canary")
        let aws = try aws()
        let parameter = try await aws.send(GetParameter("/p"))
        let secret = try await aws.send(GetSecretValue("s"))
        #expect(parameter.parameter?.value == "canary")
        #expect(secret.text == "canary")
        var dumped = ""
        dump(parameter, to: &dumped)
        dump(secret, to: &dumped)
        for text in ["\(parameter)", "\(secret)", String(reflecting: parameter), String(reflecting: secret), dumped] {
            #expect(!text.contains("canary"))
        }
        #expect("\(secret)".hasPrefix("secret s version "))
    }

    @Test func `input that the services would refuse is refused before it is sent`() async throws {
        let cases: [(any Error & Sendable, String)] = [
            (
                #expect(throws: AWSError.self) { try GetParameter("").validate() } ?? AWSError(.service, ""),
                "Name: must have 1 to 2048 characters, not 0"
            ),
            (
                #expect(throws: AWSError.self) { try GetParametersByPath("bedrock").validate() }
                    ?? AWSError(.service, ""),
                #"Path: "bedrock" does not begin with a slash"#
            ),
            (
                #expect(throws: AWSError.self) {
                    try GetParametersByPath("/" + (1...16).map(String.init).joined(separator: "/")).validate()
                } ?? AWSError(.service, ""), "Path: at most 15 levels, got 16"
            ),
            (
                #expect(throws: AWSError.self) { try GetParametersByPath("/a", maxResults: 11).validate() }
                    ?? AWSError(.service, ""), "MaxResults: from 1 to 10, got 11"
            ),
            (
                #expect(throws: AWSError.self) { try GetSecretValue("").validate() } ?? AWSError(.service, ""),
                "SecretId: must have 1 to 2048 characters, not 0"
            ),
            (
                #expect(throws: AWSError.self) { try GetSecretValue("s", versionID: "v").validate() }
                    ?? AWSError(.service, ""), "VersionId: must have 32 to 64 characters, not 1"
            ),
        ]
        for (error, message) in cases { #expect((error as? AWSError)?.message == message) }
        let none = await #expect(throws: ProfileLookupError.self) {
            try await StaticProfiles(ParameterMapSource("/p", try aws())).profile(tagged: [:])
        }
        #expect(none?.code == .invalidInput)
    }
}
