import AWSCore
import AWSSigning

extension BuiltOperations {
    static let securityToken: [String: BuiltEntry] = [
        "AssumeRole": BuiltEntry(
            sample: #"{"RoleArn": "arn:aws:iam::123456789012:role/r", "RoleSessionName": "session"}"#
        ) { params in
            BuiltOperation(try assumeRole(params)) { json($0) }
        },
        "GetCallerIdentity": BuiltEntry { _ in BuiltOperation(GetCallerIdentity()) { json($0) } },
    ]

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

    private static func json(_ output: AssumeRole.Output) -> JSON {
        .members([
            (
                "Credentials",
                .members([
                    ("AccessKeyId", .string(output.credentials.accessKeyID)),
                    ("SecretAccessKey", .string(output.credentials.secretAccessKey)),
                    ("SessionToken", output.credentials.sessionToken.map(JSON.string)),
                    (
                        "Expiration",
                        output.credentials.expiration.map { .string(TimestampFormat.iso8601.string(from: $0)) }
                    ),
                ])
            ),
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
