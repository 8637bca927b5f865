import AWSCore
import AWSSigning

extension BuiltOperations {
    static let securityToken: [String: BuiltEntry] = [
        "AssumeRole": BuiltEntry(
            sample: #"{"RoleArn": "arn:aws:iam::123456789012:role/r", "RoleSessionName": "session"}"#
        ) { params in
            BuiltOperation(try assumeRole(params)) { json($0) }
        },
        "AssumeRoleWithWebIdentity": BuiltEntry(
            sample:
                #"{"RoleArn": "arn:aws:iam::123456789012:role/r", "RoleSessionName": "session", "WebIdentityToken": "token"}"#
        ) { params in
            BuiltOperation(assumeRoleWithWebIdentity(params)) { json($0) }
        },
        "GetCallerIdentity": BuiltEntry { _ in BuiltOperation(GetCallerIdentity()) { json($0) } },
        "GetSessionToken": BuiltEntry { params in
            var operation = GetSessionToken()
            operation.durationSeconds = params["DurationSeconds"].int
            operation.serialNumber = params["SerialNumber"].string
            operation.tokenCode = params["TokenCode"].string
            return BuiltOperation(operation) { .members([("Credentials", json($0.credentials))]) }
        },
    ]

    static let sso: [String: BuiltEntry] = [
        "GetRoleCredentials": BuiltEntry(sample: #"{"roleName": "r", "accountId": "1", "accessToken": "t"}"#) {
            params in
            BuiltOperation(
                GetRoleCredentials(
                    roleName: try require(params["roleName"].string, "no roleName"),
                    accountID: try require(params["accountId"].string, "no accountId"),
                    accessToken: try require(params["accessToken"].string, "no accessToken")))
        }
    ]

    static let ssoOIDC: [String: BuiltEntry] = [
        "CreateToken": BuiltEntry(
            CreateToken.self, sample: #"{"clientId": "c", "clientSecret": "s", "grantType": "refresh_token"}"#)
    ]

    private static func assumeRoleWithWebIdentity(_ params: JSON) -> AssumeRoleWithWebIdentity {
        var operation = AssumeRoleWithWebIdentity(
            roleARN: params["RoleArn"].string ?? "", sessionName: params["RoleSessionName"].string ?? "",
            token: params["WebIdentityToken"].string ?? "")
        operation.durationSeconds = params["DurationSeconds"].int
        operation.providerID = params["ProviderId"].string
        operation.policy = params["Policy"].string
        operation.policyARNs = params["PolicyArns"].array.compactMap { $0["arn"].string }
        return operation
    }

    private static func assumeRole(_ params: JSON) throws -> AssumeRole {
        var operation = AssumeRole(
            roleARN: params["RoleArn"].string ?? "", sessionName: params["RoleSessionName"].string ?? "")
        operation.durationSeconds = params["DurationSeconds"].int
        operation.externalID = params["ExternalId"].string
        operation.policy = params["Policy"].string
        operation.policyARNs = params["PolicyArns"].array.compactMap { $0["arn"].string }
        operation.tags = try params["Tags"].array.map {
            .init($0["Key"].string ?? "", try require($0["Value"].string, "Tags: a tag without a value"))
        }
        operation.providedContexts = params["ProvidedContexts"].array.map {
            .init(providerARN: $0["ProviderArn"].string, assertion: $0["ContextAssertion"].string)
        }
        operation.transitiveTagKeys = params["TransitiveTagKeys"].array.compactMap(\.string)
        operation.sourceIdentity = params["SourceIdentity"].string
        operation.serialNumber = params["SerialNumber"].string
        operation.tokenCode = params["TokenCode"].string
        return operation
    }

    private static func json(_ credentials: Credentials) -> JSON {
        .members([
            ("AccessKeyId", .string(credentials.accessKeyID)),
            ("SecretAccessKey", .string(credentials.secretAccessKey)),
            ("SessionToken", credentials.sessionToken.map(JSON.string)),
            ("Expiration", credentials.expiration.map { .string(TimestampFormat.iso8601.string(from: $0)) }),
        ])
    }

    private static func json(_ output: AssumeRoleWithWebIdentity.Output) -> JSON {
        .members([
            ("Credentials", json(output.credentials)),
            ("SubjectFromWebIdentityToken", output.subject.map(JSON.string)),
            (
                "AssumedRoleUser",
                .members([
                    ("AssumedRoleId", output.assumedRoleID.map(JSON.string)),
                    ("Arn", output.assumedRoleARN.map(JSON.string)),
                ])
            ),
            ("PackedPolicySize", output.packedPolicySize.map { .number("\($0)") }),
            ("Provider", output.provider.map(JSON.string)), ("Audience", output.audience.map(JSON.string)),
            ("SourceIdentity", output.sourceIdentity.map(JSON.string)),
        ])
    }

    private static func json(_ output: AssumeRole.Output) -> JSON {
        .members([
            ("Credentials", json(output.credentials)),
            (
                "AssumedRoleUser",
                .members([
                    ("AssumedRoleId", output.assumedRoleID.map(JSON.string)),
                    ("Arn", output.assumedRoleARN.map(JSON.string)),
                ])
            ),
            ("PackedPolicySize", output.packedPolicySize.map { .number("\($0)") }),
            ("SourceIdentity", output.sourceIdentity.map(JSON.string)),
        ])
    }

    private static func json(_ output: GetCallerIdentity.Output) -> JSON {
        .members([
            ("UserId", .string(output.userID)), ("Account", .string(output.account)), ("Arn", .string(output.arn)),
        ])
    }
}
