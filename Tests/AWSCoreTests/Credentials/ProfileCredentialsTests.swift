import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

@testable import AWSCore

/// AssumeRole replies.
enum STSReply {
    static func session(
        _ key: String, expiration: String = "2026-01-31T15:05:26Z", of operation: String = "AssumeRole"
    ) -> Peer.Answer {
        .ok(
            """
            <?xml version="1.0"?><\(operation)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
            <\(operation)Result><Credentials><AccessKeyId>\(key)</AccessKeyId><SecretAccessKey>secret-\(key)</SecretAccessKey>
            <SessionToken>token-\(key)</SessionToken><Expiration>\(expiration)</Expiration></Credentials>
            <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/Biller/s</Arn>
            <AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser><PackedPolicySize>6</PackedPolicySize>
            </\(operation)Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></\(operation)Response>
            """)
    }

    static func error(_ status: Int, _ code: String, _ message: String) -> Peer.Answer {
        .status(
            status,
            """
            <ErrorResponse><Error><Type>Sender</Type><Code>\(code)</Code><Message>\(message)</Message></Error>
            <RequestId>sts-1</RequestId></ErrorResponse>
            """)
    }
}

@Suite struct `Credentials of a profile` {
    private func provider(
        _ name: String? = nil, config: String = "", credentials: String = "", variables: [String: String] = [:],
        peer: Peer = Peer(.status(500)), now: Now = Now()
    ) throws(AWSError) -> ProfileCredentialProvider {
        try ProfileCredentialProvider(
            named: name, environment: .with(variables, config: config, credentials: credentials), region: .usEast1,
            transport: peer.transport, now: { now.date })
    }

    private func refusal(
        _ name: String? = nil, config: String = "", credentials: String = "", variables: [String: String] = [:]
    ) -> AWSError? {
        #expect(throws: AWSError.self) {
            try provider(name, config: config, credentials: credentials, variables: variables)
        }
    }

    @Test func `static keys come from the credentials file, else from the config file`() async throws {
        let config = "[profile a]\naws_access_key_id = C\naws_secret_access_key = CS\n"
        #expect(try await provider("a", config: config).credentials().accessKeyID == "C")
        let both = try provider(
            "a", config: config,
            credentials: "[a]\naws_access_key_id = K\naws_secret_access_key = KS\naws_session_token = T\n")
        #expect(
            try await both.credentials()
                == Credentials(accessKeyID: "K", secretAccessKey: "KS", sessionToken: "T"))
    }

    @Test func `the profile in use is AWS_PROFILE, else default`() async throws {
        let credentials = """
            [default]
            aws_access_key_id = D
            aws_secret_access_key = DS
            [b]
            aws_access_key_id = B
            aws_secret_access_key = BS
            """
        #expect(try await provider(credentials: credentials).credentials().accessKeyID == "D")
        let named = try provider(credentials: credentials, variables: ["AWS_PROFILE": "b"])
        #expect(try await named.credentials().accessKeyID == "B")
    }

    @Test func `a role is assumed with the source profile's keys, as the profile says`() async throws {
        let peer = Peer(STSReply.session("ASIA1"))
        let provider = try provider(
            "biller",
            config: """
                [profile biller]
                role_arn = arn:aws:iam::123456789012:role/Biller
                source_profile = base
                role_session_name = bill@run
                external_id = ex+1
                duration_seconds = 1800
                region = eu-west-1
                """,
            credentials: "[base]\naws_access_key_id = AKBASE\naws_secret_access_key = S\n", peer: peer)
        let credentials = try await provider.credentials()
        #expect(
            credentials
                == Credentials(
                    accessKeyID: "ASIA1", secretAccessKey: "secret-ASIA1", sessionToken: "token-ASIA1",
                    expiration: Now.start.addingTimeInterval(3600), accountID: "123456789012"))
        _ = try await provider.credentials()
        #expect(peer.exchanges.count == 1)
        let sent = try #require(peer.exchanges.first)
        #expect(sent.request.authority == "sts.eu-west-1.amazonaws.com")
        #expect(sent["authorization"]?.contains("Credential=AKBASE/20260131/eu-west-1/sts/") == true)
        #expect(
            sent.text
                == "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2FBiller"
                + "&RoleSessionName=bill%40run&DurationSeconds=1800&ExternalId=ex%2B1")
    }

    @Test func `roles chain through source profiles`() async throws {
        let peer = Peer(STSReply.session("ASIA1"), STSReply.session("ASIA2"))
        let provider = try provider(
            "outer",
            config: """
                [profile outer]
                role_arn = arn:aws:iam::210987654321:role/Outer
                source_profile = inner
                [profile inner]
                role_arn = arn:aws:iam::123456789012:role/Inner
                source_profile = base
                [profile base]
                aws_access_key_id = AKBASE
                aws_secret_access_key = S
                """, peer: peer)
        #expect(try await provider.credentials().accessKeyID == "ASIA2")
        #expect(peer.exchanges[0]["authorization"]?.contains("Credential=AKBASE/") == true)
        #expect(peer.exchanges[1]["authorization"]?.contains("Credential=ASIA1/") == true)
        #expect(peer.exchanges[1]["x-amz-security-token"] == "token-ASIA1")
        #expect(peer.exchanges[0].text.contains("RoleSessionName=swift-bedrock-cost-1769868326") == true)
    }

    @Test func `a profile that names itself means its own keys`() async throws {
        let peer = Peer(STSReply.session("ASIA1"))
        let provider = try provider(
            "self",
            config: """
                [profile self]
                role_arn = arn:aws:iam::123456789012:role/Biller
                source_profile = self
                aws_access_key_id = AKSELF
                aws_secret_access_key = S
                """, peer: peer)
        #expect(try await provider.credentials().accessKeyID == "ASIA1")
        #expect(peer.exchanges[0]["authorization"]?.contains("Credential=AKSELF/") == true)
    }

    @Test func `credential_source Environment signs with the environment's keys`() async throws {
        let peer = Peer(STSReply.session("ASIA1"))
        let config = """
            [default]
            role_arn = arn:aws:iam::123456789012:role/Biller
            credential_source = Environment
            """
        let provider = try provider(
            config: config, variables: ["AWS_ACCESS_KEY_ID": "AKENV", "AWS_SECRET_ACCESS_KEY": "S"], peer: peer)
        _ = try await provider.credentials()
        #expect(peer.exchanges[0]["authorization"]?.contains("Credential=AKENV/") == true)
        #expect(refusal(config: config)?.message == "AWS_ACCESS_KEY_ID is not set")
    }

    @Test(arguments: ["EcsContainer", "Ec2InstanceMetadata"])
    func `credential_source signs with the container's or the instance's credentials`(source: String) async throws {
        let fake = CredentialFake()
        let environment = AWSEnvironment.with(
            ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/1"],
            config: "[default]\n\(Self.role)credential_source = \(source)", files: fake.files)
        let provider = try ProfileCredentialProvider(environment: environment, using: fake.client())
        #expect(try await provider.credentials().accessKeyID == "A2")
        #expect(fake.exchanges.last?["authorization"]?.contains("Credential=A1/") == true)
    }

    @Test func `a profile with a token's file assumes its role with it`() async throws {
        let fake = CredentialFake()
        let config = """
            [default]
            \(Self.role)web_identity_token_file = /var/token
            role_session_name = pod
            region = eu-west-1
            """
        let provider = try ProfileCredentialProvider(
            environment: .with(config: config, files: fake.files), using: fake.client())
        #expect(try await provider.credentials().accessKeyID == "A1")
        let sent = try #require(fake.exchanges.first)
        #expect(sent.request.authority == "sts.eu-west-1.amazonaws.com")
        #expect(sent.text.contains("RoleSessionName=pod&WebIdentityToken=first-token"))
    }

    @Test func `calls to STS keep the time limits and the clock they are given`() async throws {
        let (peer, clock) = (
            Peer(STSReply.error(400, "Throttling", "slow"), STSReply.session("ASIA1")), RecordingClock()
        )
        let provider = try ProfileCredentialProvider(
            environment: .with(
                config: "[default]\n\(Self.role)source_profile = b",
                credentials: "[b]\naws_access_key_id = K\naws_secret_access_key = S"),
            transport: peer.transport, now: { Now.start }
        ) {
            $0.clock = clock
            $0.jitter = { 1 }
        }
        #expect(try await provider.credentials().accessKeyID == "ASIA1")
        #expect(clock.sleeps.count == 1)
    }

    @Test func `a session is renewed before it ends`() async throws {
        let (now, peer) = (
            Now(), Peer(STSReply.session("A1"), STSReply.session("A2", expiration: "2026-01-31T16:05:26Z"))
        )
        let provider = try provider(
            "a", config: "[profile a]\nrole_arn = arn:aws:iam::123456789012:role/B\nsource_profile = b",
            credentials: "[b]\naws_access_key_id = K\naws_secret_access_key = S", peer: peer, now: now)
        #expect(try await provider.credentials().accessKeyID == "A1")
        now.advance(by: 3599)
        #expect(try await provider.credentials().accessKeyID == "A2")
    }

    @Test func `what STS refuses is the error, with STS's words`() async throws {
        let peer = Peer(STSReply.error(403, "AccessDenied", "User is not authorized to perform: sts:AssumeRole"))
        let provider = try provider(
            "a", config: "[profile a]\nrole_arn = arn:aws:iam::123456789012:role/B\nsource_profile = b",
            credentials: "[b]\naws_access_key_id = K\naws_secret_access_key = S", peer: peer)
        let error = await #expect(throws: AWSError.self) { try await provider.credentials() }
        #expect(
            error?.description
                == "accessDenied in STS.AssumeRole: AccessDenied: User is not authorized to perform: sts:AssumeRole"
                + " (HTTP 403, request sts-1, sent with SigV4)")
    }

    private static let role = "role_arn = arn:aws:iam::123456789012:role/B\n"

    @Test func `profiles that cannot work are refused by name`() {
        let role = Self.role
        let base = "[profile b]\naws_access_key_id = K\naws_secret_access_key = S\n"
        #expect(refusal("no")?.description == "credentials: the profile \"no\" is in neither shared file")
        #expect(
            refusal("a", config: "[profile a]\nregion = x")?.message
                == "the profile \"a\" has no keys, no role_arn, no SSO settings and no credential_process")
        #expect(
            refusal("a", config: "[profile a]\naws_access_key_id = K")?.message
                == "the profile \"a\" has half a key pair")
        #expect(
            refusal("a", config: "[profile a]\n\(role)")?.message
                == "the profile \"a\" has a role_arn, but no source_profile, credential_source or web_identity_token_file"
        )
        #expect(
            refusal("a", config: "[profile a]\n\(role)source_profile = b\ncredential_source = Environment")?.message
                == "the profile \"a\" has both source_profile and credential_source")
        #expect(
            refusal("a", config: "[profile a]\n\(role)credential_source = ec2")?.message
                == "credential_source = ec2 of the profile \"a\" is not known: it is Environment, EcsContainer or"
                + " Ec2InstanceMetadata")
        #expect(
            refusal("a", config: "[profile a]\n\(role)credential_source = EcsContainer")?.message
                == "neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set")
        #expect(
            refusal("a", config: "[profile a]\nlogin_session = arn:aws:iam::123456789012:user/me")?.message
                == "the profile \"a\" is of \"aws login\", whose tokens only the AWS CLI can renew: set its"
                + " credential_process to \"aws configure export-credentials --profile a --format process\"")
        #expect(
            refusal("a", config: "[profile a]\n\(role)source_profile = gone")?.message
                == "the profile \"gone\" is in neither shared file")
        #expect(
            refusal("a", config: "[profile a]\n\(role)source_profile = b\nmfa_serial = m\n\(base)")?.message
                == "the profile \"a\" wants an MFA code, which a service cannot type")
        #expect(
            refusal("a", config: "[profile a]\n\(role)source_profile = b\nduration_seconds = 1h\n\(base)")?.message
                == "duration_seconds of \"a\" must be a whole number, not \"1h\"")
        #expect(
            refusal("a", config: "[profile a]\n\(role)source_profile = b\nduration_seconds = 60\n\(base)")?.message
                == "DurationSeconds: must be from 900 to 43200, not 60")
        #expect(
            refusal("a", config: "[profile a]\nrole_arn = Biller\nsource_profile = b\n\(base)")?.message
                == "RoleArn: \"Biller\" is not the ARN of a role")
    }

    @Test func `a circle of source profiles is shown`() {
        let config = """
            [profile a]
            \(Self.role)source_profile = b
            [profile b]
            \(Self.role)source_profile = c
            [profile c]
            \(Self.role)source_profile = a
            """
        let error = refusal("a", config: config)
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message == "source_profile goes in a circle: a → b → c → a")
    }
}

@Suite struct `Assuming a role` {
    @Test func `every member goes into the form`() async throws {
        let peer = Peer(STSReply.session("ASIA1"))
        var request = AssumeRole(roleARN: "arn:aws:iam::123456789012:role/B", sessionName: "run")
        request.policyARNs = ["p1", "p2"]
        request.policy = "{}"
        request.tags = [.init("dept", "claims & more"), .init("env", "")]
        request.transitiveTagKeys = ["dept"]
        request.sourceIdentity = "alice"
        request.serialNumber = "mfa"
        request.tokenCode = "123456"
        let output = try await STSClient(makeClient(peer)).assumeRole(request)
        #expect(output.assumedRoleARN == "arn:aws:sts::123456789012:assumed-role/Biller/s")
        #expect(output.assumedRoleID == "AROA:s")
        #expect(output.packedPolicySize == 6)
        #expect(
            peer.exchanges[0].text == "Action=AssumeRole&Version=2011-06-15"
                + "&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2FB&RoleSessionName=run"
                + "&PolicyArns.member.1.arn=p1&PolicyArns.member.2.arn=p2&Policy=%7B%7D"
                + "&Tags.member.1.Key=dept&Tags.member.1.Value=claims%20%26%20more"
                + "&Tags.member.2.Key=env&Tags.member.2.Value="
                + "&TransitiveTagKeys.member.1=dept&SerialNumber=mfa&TokenCode=123456&SourceIdentity=alice")
    }

    @Test func `input beyond STS's limits is refused`() {
        func refusal(_ change: (inout AssumeRole) -> Void) -> String? {
            var request = AssumeRole(roleARN: "arn:aws:iam::123456789012:role/B", sessionName: "run")
            change(&request)
            let made = request
            return #expect(throws: AWSError.self) { try made.validate() }?.message
        }
        #expect(
            refusal { $0.sessionName = "a b" }
                == "RoleSessionName: must be 2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -")
        #expect(refusal { $0.sessionName = "x" }?.hasPrefix("RoleSessionName") == true)
        #expect(refusal { $0.externalID = "x" } == "ExternalId: must have 2 to 1224 characters, not 1")
        #expect(refusal { $0.sourceIdentity = "x" } == "SourceIdentity: must have 2 to 64 characters, not 1")
        #expect(
            refusal { $0.tags = Array(repeating: .init("k", "v"), count: 51) }
                == "Tags: at most 50 session tags, got 51")
        #expect(
            refusal { $0.tags = [.init("", "v")] }
                == "Tags: \"\": a key has 1 to 128 characters and a value at most 256")
        #expect(
            refusal { $0.policyARNs = Array(repeating: "p", count: 11) }
                == "PolicyArns: at most 10 managed policies, got 11")
        #expect(refusal { $0.externalID = "a b" } == "ExternalId: takes A-Z a-z 0-9 and _ + = , . @ : / - only")
        #expect(refusal { $0.sourceIdentity = "a/b" } == "SourceIdentity: takes A-Z a-z 0-9 and _ + = , . @ - only")
        #expect(
            refusal { $0.tags = [.init("dept", "a"), .init("Dept", "b")] }
                == "Tags: \"Dept\" stands twice: the case of keys does not count")
        #expect(
            refusal { $0.transitiveTagKeys = ["dept"] } == "TransitiveTagKeys: \"dept\" is no key of the session's tags"
        )
        #expect(refusal { $0.serialNumber = "mfa" } == "TokenCode: an MFA device and its code go together")
        #expect(
            refusal {
                $0.serialNumber = "mfa"
                $0.tokenCode = "12345a"
            } == "TokenCode: must be six digits")
    }

    @Test func `the case of a transitive key does not count`() throws {
        var request = AssumeRole(roleARN: "arn:aws:iam::123456789012:role/B", sessionName: "run")
        request.tags = [.init("dept", "a")]
        request.transitiveTagKeys = ["DEPT"]
        try request.validate()
    }

    @Test func `a session of the calling user takes a second factor`() async throws {
        let peer = Peer(
            .ok(
                "<GetSessionTokenResponse><GetSessionTokenResult><Credentials><AccessKeyId>ASIA1</AccessKeyId>"
                    + "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
                    + "<Expiration>2026-02-01T02:05:26Z</Expiration></Credentials></GetSessionTokenResult>"
                    + "</GetSessionTokenResponse>"))
        var request = GetSessionToken()
        request.durationSeconds = 43_200
        request.serialNumber = "arn:aws:iam::123456789012:mfa/u"
        request.tokenCode = "012345"
        let credentials = try await STSClient(makeClient(peer)).sessionToken(request)
        #expect(credentials.accessKeyID == "ASIA1" && credentials.sessionToken == "t")
        #expect(credentials.expiration == Now.start.addingTimeInterval(43_200))
        #expect(
            peer.exchanges[0].text == "Action=GetSessionToken&Version=2011-06-15&DurationSeconds=43200"
                + "&SerialNumber=arn%3Aaws%3Aiam%3A%3A123456789012%3Amfa%2Fu&TokenCode=012345")
        request.durationSeconds = 129_601
        let tooLong = request
        #expect(
            #expect(throws: AWSError.self) { try tooLong.validate() }?.message
                == "DurationSeconds: must be from 900 to 129600, not 129601")
    }

    @Test func `a client is made for a role in one line, and its rules are checked at once`() async throws {
        let peer = Peer(STSReply.session("ASIA1"), .ok("{}"))
        let aws = try makeClient(peer)
        let claims = try aws.assuming(
            role: "arn:aws:iam::210987654321:role/BedrockManagementRole", sessionName: "CrossAccountProfileCreation",
            externalID: "ex-1", tags: ["env": "prod", "dept": "claims"], transitiveTagKeys: ["dept"],
            sourceIdentity: "alice", duration: .seconds(1800))
        #expect(peer.exchanges.isEmpty)
        _ = try await claims.send(GetWidget())
        #expect(
            peer.exchanges[0].text == "Action=AssumeRole&Version=2011-06-15"
                + "&RoleArn=arn%3Aaws%3Aiam%3A%3A210987654321%3Arole%2FBedrockManagementRole"
                + "&RoleSessionName=CrossAccountProfileCreation&DurationSeconds=1800"
                + "&Tags.member.1.Key=dept&Tags.member.1.Value=claims&Tags.member.2.Key=env&Tags.member.2.Value=prod"
                + "&TransitiveTagKeys.member.1=dept&ExternalId=ex-1&SourceIdentity=alice")
        #expect(peer.exchanges[1]["authorization"]?.contains("Credential=ASIA1/") == true)
        let role = "arn:aws:iam::210987654321:role/R"
        let tooLong = #expect(throws: AWSError.self) { try claims.assuming(role: role, duration: .seconds(7200)) }
        #expect(
            tooLong?.message == "DurationSeconds: a role assumed through a role lasts 3600 seconds at most, not 7200")
        _ = try aws.assuming(role: role, duration: .seconds(7200))
        let wrong = #expect(throws: AWSError.self) { try aws.assuming(role: "R") }
        #expect(wrong?.message == "RoleArn: \"R\" is not the ARN of a role")
    }

    @Test func `a client that assumes a role signs with its session and renews it`() async throws {
        let now = Now()
        let peer = Peer(
            STSReply.session("A1"), .ok("{}"), STSReply.session("A2", expiration: "2026-01-31T16:05:26Z"), .ok("{}"))
        let client = try makeClient(peer, now: now)
            .assuming(AssumeRole(roleARN: "arn:aws:iam::123456789012:role/B", sessionName: "run"))
        _ = try await client.send(GetWidget())
        now.advance(by: 3599)
        _ = try await client.send(GetWidget())
        #expect(peer.exchanges[0]["authorization"]?.contains("Credential=AKIDEXAMPLE/") == true)
        #expect(peer.exchanges[1]["authorization"]?.contains("Credential=A1/") == true)
        #expect(peer.exchanges[3]["authorization"]?.contains("Credential=A2/") == true)
    }

    @Test(arguments: [
        "<AssumeRoleResponse/>", "<a><AssumeRoleResult><Credentials/></AssumeRoleResult></a>", "{}", "",
    ])
    func `a reply without whole credentials is malformed`(_ body: String) async throws {
        let client = STSClient(try makeClient(Peer(.ok(body))))
        let error = await #expect(throws: AWSError.self) {
            try await client.assumeRole(AssumeRole(roleARN: "arn:aws:iam::123456789012:role/B", sessionName: "run"))
        }
        #expect(error?.code == .malformedResponse)
    }
}
