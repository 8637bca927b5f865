import AWSCore

/// TagResource, UntagResource and ListTagsForResource of the `bedrock` service.
extension EngineState {
    /// The most user tags on one resource.
    static let tagLimit = 50

    mutating func tagResource(_ call: Call) throws(ServiceFault) -> Reply {
        let body = try call.json()
        guard body["tags"] != nil else { throw .missing("tags") }
        let tags = try tagList(body["tags"], at: "tags")
        let id = try taggableProfile(body["resourceARN"], call)
        try addTags(tags, toProfile: id, call)
        return Reply(json: [:])
    }

    mutating func untagResource(_ call: Call) throws(ServiceFault) -> Reply {
        let body = try call.json()
        guard let keys = body["tagKeys"]?.array else { throw .missing("tagKeys") }
        let id = try taggableProfile(body["resourceARN"], call)
        removeTags(keys.compactMap(\.string), fromProfile: id, call)
        return Reply(json: [:])
    }

    func listTagsForResource(_ call: Call) throws(ServiceFault) -> Reply {
        let id = try taggableProfile(try call.json()["resourceARN"], call)
        let tags = (self[call].profiles[id]?.tags ?? [:]).sorted { $0.key < $1.key }
        return Reply(json: ["tags": .array(tags.map { ["key": .string($0.key), "value": .string($0.value)] })])
    }

    mutating func addTags(_ tags: [String: String], toProfile id: String, _ call: Call) throws(ServiceFault) {
        guard let profile = self[call].profiles[id] else { return }
        let merged = profile.tags.merging(tags) { $1 }
        try checkTagCount(merged, profile.arn)
        self[call].profiles[id]?.tags = merged
        self[call].index.record(merged, of: profile.arn, at: call.now)
    }

    mutating func removeTags(_ keys: [String], fromProfile id: String, _ call: Call) {
        guard let profile = self[call].profiles[id] else { return }
        let kept = profile.tags.filter { !keys.contains($0.key) }
        self[call].profiles[id]?.tags = kept
        self[call].index.record(kept, of: profile.arn, at: call.now)
    }

    func checkTagCount(_ tags: [String: String], _ arn: String) throws(ServiceFault) {
        guard tags.count <= Self.tagLimit else {
            throw ServiceFault(
                "TooManyTagsException", 400,
                "The number of tags exceeds the limit of \(Self.tagLimit) tags for a resource.",
                members: ["resourceName": .string(arn)])
        }
    }

    /// A list of `{key, value}`, checked by the service's patterns.
    func tagList(_ value: JSONValue?, at member: String) throws(ServiceFault) -> [String: String] {
        guard let value, value != .null else { return [:] }
        guard let list = value.array, list.count <= 200 else {
            throw .constraint(member, nil, "Member must have length less than or equal to 200")
        }
        var tags: [String: String] = [:]
        for (index, tag) in list.enumerated() {
            let path = "\(member).\(index + 1).member"
            guard let key = tag["key"]?.string else { throw .missing("\(path).key") }
            guard let text = tag["value"]?.string else { throw .missing("\(path).value") }
            try Constraint.tagKey.check(key, at: "\(path).key")
            try Constraint.tagValue.check(text, at: "\(path).value")
            guard !key.lowercased().hasPrefix("aws:") else {
                throw .validation("Tag keys starting with 'aws:' are reserved for system use.")
            }
            guard tags.updateValue(text, forKey: key) == nil else {
                throw .validation("Duplicate tag keys found: '\(key)'.")
            }
        }
        return tags
    }

    /// The id of the application inference profile that `value` names.
    private func taggableProfile(_ value: JSONValue?, _ call: Call) throws(ServiceFault) -> String {
        guard let text = value?.string else { throw .missing("resourceARN") }
        guard (20...1_011).contains(text.utf8.count), let arn = ResourceName(text), arn.service == "bedrock" else {
            throw .validation("The provided resource ARN is invalid: \(text)")
        }
        guard arn.type == "application-inference-profile", arn.region == call.region, arn.account == call.account,
            self[call].profiles[arn.id] != nil
        else { throw .notFound("The resource \(text) was not found.") }
        return arn.id
    }
}
