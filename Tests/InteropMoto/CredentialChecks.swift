import AWSCore
import AWSSigning
import CurlTransport

/// Roles of other accounts, web identities and the metadata of an instance, as moto plays them.
enum CredentialChecks {
    static func run(_ aws: AWSClient) async {
        await SDKAgainstMoto.check("sts: an account set over two accounts and two Regions") {
            let accounts = try AccountSet(
                ["111122223333", "444455556666"], role: "BedrockManagementRole", regions: [.usEast1, .euWest1],
                using: aws
            ) {
                $0.sessionName = "survey"
                $0.tags = [.init("dept", "claims")]
            }
            let outcome = try await accounts.send(GetCallerIdentity()).complete()
            return outcome.map { "\($0.location) \($0.value.account)" } == [
                "111122223333/us-east-1 111122223333", "111122223333/eu-west-1 111122223333",
                "444455556666/us-east-1 444455556666", "444455556666/eu-west-1 444455556666",
            ]
        }
        await SDKAgainstMoto.check("sts: a role assumed through a role") {
            let outer = try aws.assuming(role: "arn:aws:iam::111122223333:role/Outer", sessionName: "outer")
            let inner = try outer.assuming(role: "arn:aws:iam::444455556666:role/Inner", sessionName: "inner")
            return try await STSClient(inner).callerIdentity().arn
                == "arn:aws:sts::444455556666:assumed-role/Inner/inner"
        }
        await SDKAgainstMoto.check("sts AssumeRoleWithWebIdentity, unsigned") {
            let request = AssumeRoleWithWebIdentity(
                roleARN: "arn:aws:iam::111122223333:role/Pod", sessionName: "pod", token: "header.payload.signature")
            let session = try await STSClient(aws).assumeRole(request)
            return session.credentials.expiration != nil
                && session.assumedRoleARN == "arn:aws:sts::111122223333:assumed-role/Pod/pod"
        }
        await SDKAgainstMoto.check("sts GetSessionToken") {
            try await STSClient(aws).sessionToken().sessionToken?.isEmpty == false
        }
        await instance(aws)
    }

    private static func instance(_ aws: AWSClient) async {
        var variables = AWSEnvironment.process.variables
        variables["AWS_EC2_METADATA_DISABLED"] = nil
        variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = variables["AWS_ENDPOINT_URL"]
        variables["AWS_METADATA_SERVICE_TIMEOUT"] = "20"
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] { variables[name] = nil }
        let environment = AWSEnvironment(variables)
        await SDKAgainstMoto.check("an instance's Region and role") {
            let metadata = try InstanceMetadata(environment, using: aws)
            let (region, credentials) = (try await metadata.region(), try await metadata.credentials())
            return region == .usEast1 && credentials.accessKeyID == "test-key"
                && credentials.sessionToken == "test-session-token"
        }
        await SDKAgainstMoto.check("the default chain ends at the instance") {
            let client = try AWSClient(region: .usEast1, transport: CurlTransport(), environment: environment)
            return try await STSClient(client).callerIdentity().account == "123456789012"
        }
    }
}
