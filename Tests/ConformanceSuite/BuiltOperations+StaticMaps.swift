import TaggingLookup

extension BuiltOperations {
    static let parameterStore: [String: BuiltEntry] = [
        "GetParameter": BuiltEntry(GetParameter.self, sample: #"{"Name": "/bedrock/profiles"}"#),
        "GetParametersByPath": BuiltEntry(GetParametersByPath.self, sample: #"{"Path": "/bedrock/profiles"}"#),
    ]

    static let secretsManager: [String: BuiltEntry] = [
        "GetSecretValue": BuiltEntry(GetSecretValue.self, sample: #"{"SecretId": "bedrock/profile-map"}"#)
    ]
}
