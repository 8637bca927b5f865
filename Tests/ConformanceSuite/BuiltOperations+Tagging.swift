import TaggingLookup

extension BuiltOperations {
    static let tagging: [String: BuiltEntry] = [
        "GetResources": BuiltEntry(GetResources.self),
        "GetTagKeys": BuiltEntry(GetTagKeys.self),
        "GetTagValues": BuiltEntry(GetTagValues.self, sample: #"{"Key": "k"}"#),
        "TagResources": BuiltEntry(
            TagResources.self, sample: #"{"ResourceARNList": ["\#(profileARN)"], "Tags": {"k": "v"}}"#),
        "UntagResources": BuiltEntry(
            UntagResources.self, sample: #"{"ResourceARNList": ["\#(profileARN)"], "TagKeys": ["k"]}"#),
    ]
}
