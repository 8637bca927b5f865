import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An application inference profile.
struct InferenceProfile {
    let id: String
    let arn: String
    let name: String
    let description: String?
    let model: FoundationModel
    let isGlobal: Bool
    /// Whether it was copied from a system-defined profile.
    let isCrossRegion: Bool
    let modelARNs: [String]
    let created: Date
    var tags: [String: String]

    var document: JSONValue {
        var members: [String: JSONValue] = [
            "inferenceProfileName": .string(name), "inferenceProfileArn": .string(arn),
            "inferenceProfileId": .string(id), "status": "ACTIVE", "type": "APPLICATION",
            "createdAt": .string(created.iso8601), "updatedAt": .string(created.iso8601),
            "models": .array(modelARNs.map { ["modelArn": .string($0)] }),
        ]
        if let description { members["description"] = .string(description) }
        return .object(members)
    }
}

extension SystemProfile {
    func document(in region: String, account: String) -> JSONValue {
        [
            "inferenceProfileName": .string(name), "description": .string(description),
            "inferenceProfileArn": .string(arn(in: region, account: account)), "inferenceProfileId": .string(id),
            "status": "ACTIVE", "type": "SYSTEM_DEFINED", "createdAt": .string("\(model.launch)T00:00:00Z"),
            "updatedAt": .string("\(model.launch)T00:00:00Z"),
            "models": .array(modelARNs(from: region).map { ["modelArn": .string($0)] }),
        ]
    }
}

/// The inference-profile operations of the `bedrock` service.
extension EngineState {
    mutating func createInferenceProfile(_ call: Call) throws(ServiceFault) -> Reply {
        let body = try call.json()
        guard let name = body["inferenceProfileName"]?.string else { throw .missing("inferenceProfileName") }
        try Constraint.profileName.check(name, at: "inferenceProfileName")
        let description = body["description"]?.string
        if let description {
            try Constraint.profileDescription.check(description, at: "description", isSensitive: true)
        }
        guard let source = body["modelSource"]?["copyFrom"]?.string else { throw .missing("modelSource") }
        try Constraint.copyFrom.check(source, at: "modelSource.copyFrom")
        let tags = try tagList(body["tags"], at: "tags")
        let token = body["clientRequestToken"]?.string
        if let token {
            try Constraint.clientToken.check(token, at: "clientRequestToken")
            if let earlier = self[call].clientTokens[token] {
                guard earlier.body == body.without("clientRequestToken") else {
                    throw ServiceFault(
                        "ConflictException", 400, "The client request token was used before with other parameters.")
                }
                return Reply(201, json: ["inferenceProfileArn": .string(earlier.arn), "status": "ACTIVE"])
            }
        }
        guard self[call].profiles.count < options.profileQuota else {
            throw ServiceFault(
                "ServiceQuotaExceededException", 400,
                "The maximum number of inference profiles per account (\(options.profileQuota)) has been reached.")
        }
        let id = generator.text(12, from: Self.profileAlphabet)
        let arn = "arn:aws:bedrock:\(call.region):\(call.account):application-inference-profile/\(id)"
        try checkTagCount(tags, arn)

        let profile: InferenceProfile
        guard let named = ResourceName(source), named.region == call.region else {
            throw .validation("The model source \(source) is not in the Region \(call.region).")
        }
        if named.type == "foundation-model" {
            guard let model = ModelCatalogue.model(named.id) else {
                throw .notFound("Could not find the foundation model \(named.id).")
            }
            profile = InferenceProfile(
                id: id, arn: arn, name: name, description: description, model: model, isGlobal: false,
                isCrossRegion: false, modelARNs: [model.arn(in: call.region)], created: call.now, tags: tags)
        } else {
            guard named.account.isEmpty || named.account == call.account,
                let system = SystemProfile.named(named.id, in: call.region)
            else { throw .notFound("Could not find the inference profile \(named.id).") }
            profile = InferenceProfile(
                id: id, arn: arn, name: name, description: description, model: system.model,
                isGlobal: system.geography == "global", isCrossRegion: true,
                modelARNs: system.modelARNs(from: call.region), created: call.now, tags: tags)
        }
        self[call].profiles[id] = profile
        self[call].profileOrder.append(id)
        if let token { self[call].clientTokens[token] = (body.without("clientRequestToken"), arn) }
        if !tags.isEmpty { self[call].index.record(tags, of: arn, at: call.now) }
        return Reply(201, json: ["inferenceProfileArn": .string(arn), "status": "ACTIVE"])
    }

    func getInferenceProfile(_ call: Call) throws(ServiceFault) -> Reply {
        let (type, id) = try profileIdentifier(call)
        if type != "application-inference-profile", let system = SystemProfile.named(id, in: call.region) {
            return Reply(json: system.document(in: call.region, account: call.account))
        }
        guard type != "inference-profile", let profile = self[call].profiles[id] else {
            throw .notFound("The inference profile \(call.route.label) was not found.")
        }
        return Reply(json: profile.document)
    }

    mutating func deleteInferenceProfile(_ call: Call) throws(ServiceFault) -> Reply {
        let (type, id) = try profileIdentifier(call)
        if type == "inference-profile" || SystemProfile.named(id, in: call.region) != nil {
            throw .validation("The inference profile \(call.route.label) is system-defined and cannot be deleted.")
        }
        guard let profile = self[call].profiles.removeValue(forKey: id) else {
            throw .notFound("The inference profile \(call.route.label) was not found.")
        }
        self[call].profileOrder.removeAll { $0 == id }
        self[call].index.record(nil, of: profile.arn, at: call.now)
        return Reply(json: [:])
    }

    func listInferenceProfiles(_ call: Call) throws(ServiceFault) -> Reply {
        let documents: [JSONValue]
        switch call.request.queryItem("type") {
        case nil, "SYSTEM_DEFINED":
            documents = SystemProfile.available(in: call.region).map {
                $0.document(in: call.region, account: call.account)
            }
        case "APPLICATION":
            documents = self[call].profileOrder.compactMap { self[call].profiles[$0]?.document }
        case let other?:
            throw .constraint("type", other, "Member must satisfy enum value set: [SYSTEM_DEFINED, APPLICATION]")
        }
        var size = 100
        if let text = call.request.queryItem("maxResults") {
            guard let number = Int(text), (1...1_000).contains(number) else {
                throw .constraint("maxResults", text, "Member must have value between 1 and 1000")
            }
            size = number
        }
        let scope = "ListInferenceProfiles \(call.request.queryItem("type") ?? "")"
        var start = 0
        if let token = call.request.queryItem("nextToken") {
            guard let page = PageToken(token), page.scope == scope else {
                throw .validation("The nextToken is not valid for this request.")
            }
            start = page.offset
        }
        let page = documents.dropFirst(start).prefix(size)
        var reply: [String: JSONValue] = ["inferenceProfileSummaries": .array(Array(page))]
        if start + page.count < documents.count {
            reply["nextToken"] = .string(PageToken(scope: scope, offset: start + page.count, issued: call.now).text)
        }
        return Reply(json: .object(reply))
    }

    /// The identifier in the path: a profile id, or an ARN with its type.
    private func profileIdentifier(_ call: Call) throws(ServiceFault) -> (type: String?, id: String) {
        let label = call.route.label
        guard label.hasPrefix("arn:") else {
            guard !label.isEmpty, label.utf8.allSatisfy({ Constraint.isAlphanumeric($0) || "-:.".utf8.contains($0) })
            else {
                throw .constraint(
                    "inferenceProfileIdentifier", label,
                    "Member must satisfy regular expression pattern: "
                        + "(arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):"
                        + "(inference-profile|application-inference-profile)/)?[a-zA-Z0-9-:.]+")
            }
            return (nil, label)
        }
        guard let arn = ResourceName(label), arn.service == "bedrock", !arn.id.isEmpty,
            ["inference-profile", "application-inference-profile"].contains(arn.type)
        else { throw .validation("The provided inference profile identifier is invalid: \(label)") }
        guard arn.region == call.region, arn.account == call.account || arn.account.isEmpty else {
            throw .notFound("The inference profile \(label) was not found.")
        }
        return (arn.type, arn.id)
    }

    private static let profileAlphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
}
