import AWSCore
import AWSSigning
import BedrockCostTesting
import BedrockProjects
import Foundation
import HTTPTypes
import Synchronization
import Testing

@Suite struct ProjectAuthenticationTests {
    private static let key = "ABSKaW50ZXJvcC1hcGkta2V5"
    private static let listing = #"{"object":"list","data":[],"has_more":false}"#

    private func request(
        authentication: Authentication? = nil, environment: [String: String] = [:], region: Region = .usEast1,
        configure: (inout AWSClientConfiguration) -> Void = { _ in }
    ) async throws -> (sent: MantleDouble.Exchange?, error: AWSError?) {
        let double = MantleDouble(.init(Self.listing))
        let aws = try double.aws(
            region: region, authentication: authentication, environment: environment, configure: configure)
        let error = await failure { try await aws.send(ListProjects()) }
        return (double.exchanges.first, error)
    }

    @Test func `credentials sign for bedrock-mantle, or for the name that the client sets`() async throws {
        let usual = try await request(region: .euWest1)
        #expect(usual.sent?.url == "https://bedrock-mantle.eu-west-1.api.aws")
        #expect(usual.sent?.header("Authorization")?.contains("/eu-west-1/bedrock-mantle/aws4_request") == true)
        let renamed = try await request { $0.signingNames["Bedrock Mantle"] = "bedrock" }
        #expect(renamed.sent?.header("Authorization")?.contains("/us-east-1/bedrock/aws4_request") == true)
    }

    @Test func `a key goes as a bearer token, given or from the environment`() async throws {
        let given = try await request(authentication: .bearerToken(try BedrockAPIKey(Self.key)))
        #expect(given.sent?.header("Authorization") == "Bearer \(Self.key)")
        let found = try await request(environment: ["AWS_BEARER_TOKEN_BEDROCK": Self.key])
        #expect(found.sent?.header("Authorization") == "Bearer \(Self.key)")
        let shadowed = try await request(
            authentication: .credentials(MantleDouble.credentials),
            environment: ["AWS_BEARER_TOKEN_BEDROCK": Self.key])
        #expect(shadowed.sent?.header("Authorization")?.hasPrefix("AWS4-HMAC-SHA256") == true)
    }

    @Test func `a generated key renews itself, and is one of the client's Region`() async throws {
        let now = Mutex(Date(timeIntervalSince1970: 1_772_064_000))
        let double = MantleDouble(.init(Self.listing))
        let provider = ShortTermKeyProvider(
            MantleDouble.credentials, lifetime: .seconds(3600), now: { now.withLock { $0 } })
        let aws = try double.aws(authentication: .bearerToken(provider)) { $0.now = { now.withLock { $0 } } }
        for _ in 0..<2 { _ = try await aws.send(ListProjects()) }
        now.withLock { $0 += 3590 }
        _ = try await aws.send(ListProjects())
        let keys = double.exchanges.compactMap { $0.header("Authorization") }
        #expect(keys.count == 3)
        #expect(keys[0] == keys[1])
        #expect(keys[1] != keys[2])
        #expect(keys.allSatisfy { $0.hasPrefix("Bearer bedrock-api-key-") })
    }

    @Test func `a short-term key of another Region is not sent`() async throws {
        let key = try BedrockAPIKey(
            signedWith: MantleDouble.credentials, region: "us-west-2", at: Date(), lifetime: .seconds(600))
        let (sent, error) = try await request(authentication: .bearerToken(key))
        #expect(sent == nil)
        #expect(error?.code == .credentials)
        #expect(error?.message == "the Bedrock API key was made for us-west-2 and cannot be used in us-east-1")
    }

    @Test func `two proofs in one request are not sent`() async throws {
        struct OwnProof: OpenAIOperation, AWSOperation {
            typealias Service = BedrockMantleService
            typealias Output = ObjectPage<Project>
            static let name = "OwnProof"
            var field: HTTPField.Name
            var route: InferenceRoute { .mantle }
            func encode() -> EncodedRequest {
                EncodedRequest(.get, "/v1/organization/projects", headers: [field: "Bearer mine"])
            }
        }
        let double = MantleDouble(.init(Self.listing))
        let apiKey = try #require(HTTPField.Name("x-api-key"))
        for field in [HTTPField.Name.authorization, apiKey] {
            for authentication in [.credentials(MantleDouble.credentials), .bearerToken(try BedrockAPIKey(Self.key))]
                as [Authentication]
            {
                let aws = try double.aws(authentication: authentication)
                let error = await failure { try await aws.send(OwnProof(field: field)) }
                #expect(error?.code == .credentials)
                #expect(error?.message.contains("only one can be meant") == true)
                #expect(error?.description.contains("mine") == false)
            }
        }
        #expect(double.exchanges.isEmpty)
        // Who turns the client's own proof off may bring another.
        let aws = try double.aws(authentication: .anonymous)
        _ = try await aws.send(OwnProof(field: .authorization))
        #expect(double.exchanges.first?.header("Authorization") == "Bearer mine")
    }

    @Test(
        arguments: [
            (
                "https://bedrock-mantle.us-west-2.api.aws",
                "is in us-west-2, and the request would be signed for us-east-1"
            ),
            ("http://bedrock-mantle.us-east-1.api.aws", "is reached by https only"),
            ("https://BEDROCK-MANTLE.us-west-2.API.aws:8443", "is in us-west-2"),
            ("https://bedrock-mantle.us-east-1.api.aws/v1", "must be given without /v1"),
            ("https://bedrock-mantle.us-east-1.api.aws/openai/v1/", "must be given without /openai/v1"),
        ])
    func `a host that the request would not be meant for is refused, whoever names it`(
        url: String, message: String
    ) async throws {
        let key = Authentication.bearerToken(try BedrockAPIKey(Self.key))
        for authentication in [nil, key] {
            let (sent, error) = try await request(authentication: authentication) { $0.endpointURL = url }
            #expect(sent == nil)
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.message.contains(message) == true, "\(error?.description ?? "-")")
            let named = try await request(
                authentication: authentication, environment: ["AWS_ENDPOINT_URL_BEDROCK_MANTLE": url])
            #expect(named.sent == nil)
            #expect(named.error?.message.hasPrefix("AWS_ENDPOINT_URL_BEDROCK_MANTLE: ") == true)
        }
    }

    @Test(arguments: ["https://api.openai.com", "http://proxy.example:8080", "https://127.0.0.1.example.com"])
    func `a variable does not make a key leave AWS, and the program may`(url: String) async throws {
        let key = Authentication.bearerToken(try BedrockAPIKey(Self.key))
        let (sent, error) = try await request(authentication: key, environment: ["AWS_ENDPOINT_URL": url])
        #expect(sent == nil)
        #expect(error?.code == .invalidConfiguration)
        #expect(error?.message.contains("is not a host of AWS") == true)
        #expect(error?.description.contains(Self.key) == false)
        let signed = try await request(environment: ["AWS_ENDPOINT_URL": url])
        #expect(signed.sent?.url == url)
        let meant = try await request(authentication: key) { $0.endpointURL = url }
        #expect(meant.sent?.header("Authorization") == "Bearer \(Self.key)")
    }

    @Test(
        arguments: [
            "http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000",
            "https://vpce-0a1b.bedrock-mantle.us-east-1.vpce.amazonaws.com", "https://bedrock-mantle.us-east-1.api.aws",
        ])
    func `a key goes to this machine and to hosts of AWS`(url: String) async throws {
        let key = Authentication.bearerToken(try BedrockAPIKey(Self.key))
        let (sent, error) = try await request(authentication: key, environment: ["AWS_ENDPOINT_URL": url])
        #expect(error == nil)
        #expect(sent?.url == url)
    }

    @Test func `the runtime's host is held against the Region, too`() async throws {
        let double = MantleDouble(.init("{}"))
        let aws = try double.aws { $0.endpointURL = "https://bedrock-runtime-fips.us-west-2.amazonaws.com" }
        let error = await failure {
            try await BedrockProjectsClient(aws, route: .runtime)
                .createResponse(model: "m", "hi", project: .defaultProject)
        }
        #expect(error?.message.contains("is in us-west-2") == true)
        #expect(double.exchanges.isEmpty)
    }

    @Test func `there is no FIPS endpoint to fall back from`() async throws {
        let (sent, error) = try await request { $0.endpointOptions.useFIPS = true }
        #expect(sent == nil)
        #expect(error?.message == "Bedrock Mantle has no FIPS endpoint")
        let dual = try await request { $0.endpointOptions.useDualStack = true }
        #expect(dual.sent?.url == "https://bedrock-mantle.us-east-1.api.aws")
    }
}
