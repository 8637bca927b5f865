import AWSCore
import AWSSigning
import BedrockCostTesting
import Foundation
import Testing

@Suite struct `Roles and sessions` {
    private static let outer = "arn:aws:iam::210987654321:role/teams/Outer"
    private static let inner = "arn:aws:iam::345678901234:role/Inner"
    private static let issuer = "https://oidc.example.com/id/1"

    private let mock = MockAWS(seed: 4)

    private func aws(_ mock: MockAWS? = nil) throws -> AWSClient {
        let mock = mock ?? self.mock
        return try AWSClient(
            region: .usEast1, transport: mock.transport, credentials: mock.credentials, environment: .empty
        ) {
            $0.now = { mock.now }
        }
    }

    /// The code and message with which STS refuses to let `aws` make a call.
    private func refusal(_ aws: AWSClient) async -> String? {
        let error = await #expect(throws: AWSError.self) { try await STSClient(aws).callerIdentity() }
        return error.map { "\($0.serviceCode ?? ""): \($0.message)" }
    }

    @Test func `a trust policy decides by account, by ARN and by external id`() async throws {
        let user = "arn:aws:iam::123456789012:user/mock"
        let denied =
            "AccessDenied: User: \(user) is not authorized to perform: sts:AssumeRole on resource: \(Self.outer)"
        mock.addRole(MockAWS.Role(Self.outer, trusting: ["999999999999"]))
        #expect(await refusal(try aws().assuming(role: Self.outer)) == denied)
        for trusted in ["123456789012", "arn:aws:iam::123456789012:root", user, "*"] {
            mock.addRole(MockAWS.Role(Self.outer, trusting: [trusted]))
            let identity = try await STSClient(aws().assuming(role: Self.outer, sessionName: "run")).callerIdentity()
            #expect(identity.arn == "arn:aws:sts::210987654321:assumed-role/Outer/run")
        }
        mock.addRole(MockAWS.Role(Self.outer, trusting: ["*"], externalID: "ex-1"))
        #expect(await refusal(try aws().assuming(role: Self.outer)) == denied)
        #expect(await refusal(try aws().assuming(role: Self.outer, externalID: "ex-2")) == denied)
        _ = try await STSClient(aws().assuming(role: Self.outer, externalID: "ex-1")).callerIdentity()
    }

    @Test func `roles that were not added stand open, unless only added ones count`() async throws {
        _ = try await STSClient(aws().assuming(role: Self.outer)).callerIdentity()
        let strict = MockAWS(seed: 4) { $0.hasOnlyAddedRoles = true }
        #expect(await refusal(try aws(strict).assuming(role: Self.outer))?.hasPrefix("AccessDenied: ") == true)
        strict.addRole(MockAWS.Role(Self.outer, trusting: ["*"]))
        _ = try await STSClient(aws(strict).assuming(role: Self.outer)).callerIdentity()
    }

    @Test func `a trust policy may ask for tags, or for none`() async throws {
        var role = MockAWS.Role(Self.outer, trusting: ["*"])
        role.requiredTags = ["dept": "claims", "env": "*"]
        mock.addRole(role)
        for tags in [[:], ["dept": "claims"], ["dept": "sales", "env": "prod"]] {
            #expect(
                await refusal(try aws().assuming(role: Self.outer, tags: tags))?.contains("sts:AssumeRole") == true)
        }
        _ = try await STSClient(aws().assuming(role: Self.outer, tags: ["Dept": "claims", "env": "test"]))
            .callerIdentity()
        role = MockAWS.Role(Self.outer, trusting: ["*"])
        role.allowsTags = false
        role.allowsSourceIdentity = false
        mock.addRole(role)
        #expect(
            await refusal(try aws().assuming(role: Self.outer, tags: ["a": "b"]))?.contains("sts:TagSession") == true)
        #expect(
            await refusal(try aws().assuming(role: Self.outer, sourceIdentity: "alice"))?
                .contains("sts:SetSourceIdentity") == true)
    }

    @Test func `transitive tags and the source identity go along a chain, and the records show them`() async throws {
        var role = MockAWS.Role(Self.inner, trusting: [Self.outer])
        role.requiredTags = ["dept": "claims"]
        mock.addRole(role)
        let first = try aws().assuming(
            role: Self.outer, sessionName: "first", tags: ["dept": "claims", "env": "prod"],
            transitiveTagKeys: ["DEPT"],
            sourceIdentity: "alice")
        let second = try first.assuming(role: Self.inner, sessionName: "second", tags: ["run": "7"])
        _ = try await STSClient(second).callerIdentity()
        let records = mock.requests
        #expect(
            records.map(\.principalARN) == [
                "arn:aws:iam::123456789012:user/mock", "arn:aws:sts::210987654321:assumed-role/Outer/first",
                "arn:aws:sts::345678901234:assumed-role/Inner/second",
            ])
        #expect(
            records.map(\.sessionTags) == [[:], ["dept": "claims", "env": "prod"], ["dept": "claims", "run": "7"]])
        #expect(records.map(\.sourceIdentity) == [nil, "alice", "alice"])

        #expect(
            await refusal(try first.assuming(role: Self.inner, tags: ["Dept": "sales"]))
                == "ValidationError: One of the specified transitive tag keys can't be set because it conflicts with a"
                + " transitive tag key from the calling session.")
        #expect(
            await refusal(try first.assuming(role: Self.inner, sourceIdentity: "bob"))
                == "AccessDenied: The source identity of a session cannot be changed.")
    }

    @Test func `a session is as long as the role and the chain allow`() async throws {
        mock.addRole(MockAWS.Role(Self.outer, trusting: ["*"]))
        #expect(
            await refusal(try aws().assuming(role: Self.outer, duration: .seconds(3601)))
                == "ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
        var request = AssumeRole(roleARN: Self.inner, sessionName: "run")
        request.durationSeconds = 3601
        let chained = try aws().assuming(role: Self.outer).assuming(request)
        #expect(
            await refusal(chained)
                == "ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by"
                + " role chaining")
    }

    @Test func `tags that do not fit are too large`() async throws {
        let tags = Dictionary(uniqueKeysWithValues: (0..<50).map { ("key\($0)", String(repeating: "v", count: 200)) })
        #expect(
            await refusal(try aws().assuming(role: Self.outer, tags: tags))?.hasPrefix("PackedPolicyTooLarge") == true)
    }

    @Test func `a web identity's token opens the role that trusts its subject`() async throws {
        var role = MockAWS.Role(Self.outer, trusting: [])
        role.webIdentity = MockAWS.Role.WebIdentity(issuer: Self.issuer, subject: "system:serviceaccount:claims:biller")
        mock.addRole(role)
        func token(_ subject: String = "system:serviceaccount:claims:biller", audience: String = "sts.amazonaws.com")
            -> String
        {
            mock.webIdentityToken(
                issuer: Self.issuer, subject: subject, audience: audience, lifetime: .seconds(600),
                tags: ["dept": "claims"], transitiveTagKeys: ["dept"])
        }
        func answer(_ token: String) async throws(AWSError) -> AssumeRoleWithWebIdentity.Output {
            let anonymous = try AWSClient(
                region: .usEast1, transport: mock.transport, authentication: .anonymous, environment: .empty)
            return try await STSClient(anonymous).assumeRole(
                AssumeRoleWithWebIdentity(roleARN: Self.outer, sessionName: "pod", token: token))
        }
        func code(_ token: String) async -> String? {
            await #expect(throws: AWSError.self) { try await answer(token) }?.serviceCode
        }
        let good = token()
        let output = try await answer(good)
        #expect(output.subject == "system:serviceaccount:claims:biller")
        #expect(output.provider == Self.issuer)
        #expect(output.audience == "sts.amazonaws.com")
        #expect(mock.requests.last?.authentication == .unsigned)
        let pod = try aws().authenticated(by: .credentials(output.credentials))
        _ = try await STSClient(pod.assuming(role: Self.inner, sessionName: "next")).callerIdentity()
        #expect(mock.requests.last?.sessionTags == ["dept": "claims"])

        #expect(await code("header.payload.signature") == "InvalidIdentityToken")
        #expect(
            await code(MockAWS(seed: 5).webIdentityToken(issuer: Self.issuer, subject: "x")) == "InvalidIdentityToken")
        #expect(await code(token("system:serviceaccount:sales:x")) == "AccessDenied")
        #expect(await code(token(audience: "other")) == "InvalidIdentityToken")
        mock.clock.advance(by: .seconds(600))
        #expect(await code(good) == "ExpiredTokenException")
    }

    @Test func `a session token is given to lasting keys only`() async throws {
        let session = try await STSClient(aws()).sessionToken()
        #expect(session.expiration == mock.now.addingTimeInterval(43_200))
        let again = try aws().authenticated(by: .credentials(session))
        let error = await #expect(throws: AWSError.self) { try await STSClient(again).sessionToken() }
        #expect(error?.message == "Cannot call GetSessionToken with session credentials")
        var long = AssumeRole(roleARN: Self.outer, sessionName: "run")
        long.durationSeconds = 7200
        _ = try await STSClient(again).assumeRole(long)
    }
}
