import BedrockControl

extension BuiltOperations {
    static let profileARN = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6"

    static let bedrock: [String: BuiltEntry] = [
        "CreateInferenceProfile": BuiltEntry(
            CreateInferenceProfile.self,
            sample:
                #"{"inferenceProfileName": "p", "modelSource": {"copyFrom": "arn:aws:bedrock:us-east-1::foundation-model/a.b"}}"#
        ),
        "DeleteInferenceProfile": BuiltEntry(
            DeleteInferenceProfile.self, sample: #"{"inferenceProfileIdentifier": "a1b2c3d4e5f6"}"#),
        "GetFoundationModel": BuiltEntry(GetFoundationModel.self, sample: #"{"modelIdentifier": "a.b"}"#),
        "GetInferenceProfile": BuiltEntry(
            GetInferenceProfile.self, sample: #"{"inferenceProfileIdentifier": "a1b2c3d4e5f6"}"#),
        "ListFoundationModels": BuiltEntry(ListFoundationModels.self),
        "ListInferenceProfiles": BuiltEntry(ListInferenceProfiles.self),
        "ListTagsForResource": BuiltEntry(
            ListTagsForResource.self, sample: #"{"resourceARN": "\#(profileARN)"}"#),
        "PutModelInvocationLoggingConfiguration": BuiltEntry(
            PutModelInvocationLoggingConfiguration.self,
            sample: #"{"loggingConfig": {"s3Config": {"bucketName": "logs"}}}"#),
        "GetModelInvocationLoggingConfiguration": BuiltEntry(sample: "{}") { _ in
            BuiltOperation(GetModelInvocationLoggingConfiguration())
        },
        "DeleteModelInvocationLoggingConfiguration": BuiltEntry(sample: "{}") { _ in
            BuiltOperation(DeleteModelInvocationLoggingConfiguration())
        },
        "TagResource": BuiltEntry(
            TagResource.self, sample: #"{"resourceARN": "\#(profileARN)", "tags": [{"key": "k", "value": "v"}]}"#),
        "UntagResource": BuiltEntry(
            UntagResource.self, sample: #"{"resourceARN": "\#(profileARN)", "tagKeys": ["k"]}"#),
    ]
}
