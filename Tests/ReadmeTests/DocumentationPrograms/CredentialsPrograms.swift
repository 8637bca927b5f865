import AWSEventStream
import BedrockCost
import BedrockCostTesting
import Foundation
import HTTPTypes

/// The code of the articles on credentials and on the layers below the services.
enum CredentialsPrograms {
    static func sources() async throws {
        let base = try AWSClient(region: .euWest1, authentication: .anonymous)
        let pod = try ContainerCredentialProvider(using: base)
        let aws = base.authenticated(by: .credentials(pod))
        let dev = try ProfileCredentialProvider(named: "dev", using: base)
        let signed = try AWSClient(authentication: .credentials(DefaultCredentialProvider(using: base)))
        let keyed = try AWSClient(authentication: .bearerToken(ShortTermKeyProvider(pod), otherwise: pod))
        _ = (aws, dev, signed, keyed)
    }

    struct VaultCredentials: CredentialProvider {
        func credentials() async throws(AWSError) -> Credentials {
            guard let secret = try await readFromVault() else { throw AWSError(.credentials, "the vault is sealed") }
            return Credentials(accessKeyID: secret.id, secretAccessKey: secret.key)
        }

        private func readFromVault() async throws(AWSError) -> (id: String, key: String)? { nil }
    }

    static func roles(_ aws: AWSClient) async throws -> CreateInferenceProfile.Output {
        let claims = try aws.assuming(
            role: "arn:aws:iam::210987654321:role/BedrockManagementRole", sessionName: "CrossAccountProfileCreation",
            externalID: "insurance", tags: ["dept": "claims"], transitiveTagKeys: ["dept"], sourceIdentity: "alice",
            duration: .seconds(3_600))
        let profile = try await BedrockControlClient(claims).createInferenceProfile(
            named: "claims nova", copying: .foundationModel("amazon.nova-lite-v1:0"), tags: ["dept": "claims"])
        return profile
    }

    static func accounts(_ aws: AWSClient) async throws -> Int {
        let accounts = try AccountSet(
            ["210987654321", "345678901234"], role: "BedrockManagementRole", regions: [.usEast1, .euWest1], using: aws
        ) {
            $0.externalID = "insurance"
        }
        let outcome = await accounts.run { place in
            try await BedrockControlClient(place.aws).inferenceProfiles().collect()
        }
        for found in outcome.results { print(found.location, found.value.count) }
        for failed in outcome.failures { print(failed.location, failed.error) }
        let everything = try outcome.complete()
        return everything.count
    }

    struct GetSSMParameter: JSONRPCOperation, Encodable {
        enum Service: JSONRPCService {
            static let serviceID = "SSM"
            static let signingName = "ssm"
            static let endpoint = EndpointRule.regional("ssm")
            static let targetPrefix = "AmazonSSM"
        }
        static let name = "GetParameter"
        static let isIdempotent = true
        var Name: String

        struct Output: Decodable, Sendable {
            struct Parameter: Decodable, Sendable { var Value: String }
            var Parameter: Parameter
        }
    }

    static func operation(_ aws: AWSClient) async throws -> String {
        let value = try await aws.send(GetSSMParameter(Name: "/profiles/claims")).Parameter.Value
        return value
    }

    static func signing(_ body: [UInt8], _ credentials: Credentials, _ date: Date) throws -> HTTPRequest {
        let signer = SigV4Signer(service: "bedrock", region: "us-east-1")
        var request = HTTPRequest(
            method: .post, scheme: "https", authority: "bedrock-runtime.us-east-1.amazonaws.com",
            path: "/model/m/converse")
        try signer.sign(&request, body: body, with: credentials, at: date)
        return request
    }

    static func transfer(_ transport: any HTTPTransport, _ request: HTTPRequest) async throws -> Int {
        let size = try await transport.withResponse(to: request, body: [], options: TransportOptions()) {
            response, body in
            guard response.status == .ok else { return 0 }
            var count = 0
            while let chunk = try await body.next() { count += chunk.count }
            return count
        }
        return size
    }

    static func curl() throws -> Region {
        let transport = try CurlTransport(.defaults { $0.proxy = .url("http://proxy.internal:3128") })
        defer { transport.shutdown() }
        let aws = try AWSClient(region: .usEast1, transport: transport)
        return aws.configuration.region
    }

    static func events(_ chunks: [[UInt8]]) throws {
        var decoder = EventStreamDecoder()
        for chunk in chunks {
            decoder.append(chunk)
            while let message = try decoder.next() { print(message.eventType ?? "-", message.payload.count) }
        }
        try decoder.finish()
    }
}
