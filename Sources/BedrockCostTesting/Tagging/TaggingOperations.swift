import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The Resource Groups Tagging API.
extension EngineState {
    /// How long a pagination token is good for.
    private static let tokenLife: TimeInterval = 900

    mutating func performTagging(_ call: Call) throws(ServiceFault) -> Reply {
        let body = try call.json()
        switch call.route.operation {
        case "GetResources": return try getResources(body, call)
        case "GetTagKeys":
            return try page(Set(indexed(call).flatMap(\.tags.keys)).sorted(), "TagKeys", body, call)
        case "GetTagValues":
            guard let key = body["Key"]?.string, (1...128).contains(key.unicodeScalars.count) else {
                throw Self.invalidParameter("Key must have between 1 and 128 characters.")
            }
            return try page(Set(indexed(call).compactMap { $0.tags[key] }).sorted(), "TagValues", body, call)
        case "TagResources": return try tagResources(body, call)
        case "UntagResources": return try untagResources(body, call)
        default: throw .unknownOperation(call.route.operation)
        }
    }

    private static func invalidParameter(_ message: String) -> ServiceFault {
        ServiceFault("InvalidParameterException", 400, message)
    }

    private func indexed(_ call: Call) -> [TaggingIndex.Resource] {
        let date = call.now.addingTimeInterval(-options.taggingDelay.inSeconds)
        return self[call].index.resources(asOf: date)
    }

    // MARK: Reading

    private func getResources(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> Reply {
        var resources = indexed(call)
        let filters = body["TagFilters"]?.array ?? []
        let types = body["ResourceTypeFilters"]?.array?.compactMap(\.string) ?? []
        if let arns = body["ResourceARNList"]?.array?.compactMap(\.string), !arns.isEmpty {
            guard filters.isEmpty, types.isEmpty, body["ResourcesPerPage"] == nil,
                body["PaginationToken"]?.string ?? "" == ""
            else {
                throw Self.invalidParameter(
                    "ResourceARNList cannot be combined with TagFilters, ResourceTypeFilters or paging parameters.")
            }
            guard arns.count <= 100 else { throw Self.invalidParameter("ResourceARNList holds more than 100 ARNs.") }
            resources = resources.filter { arns.contains($0.arn) }
        }
        guard filters.count <= 50 else { throw Self.invalidParameter("TagFilters holds more than 50 filters.") }
        for filter in filters {
            guard let key = filter["Key"]?.string, (1...128).contains(key.unicodeScalars.count) else {
                throw Self.invalidParameter("The key of a tag filter must have between 1 and 128 characters.")
            }
            let values = filter["Values"]?.array?.compactMap(\.string) ?? []
            guard values.count <= 20 else { throw Self.invalidParameter("A tag filter holds more than 20 values.") }
            resources = resources.filter { resource in
                guard let value = resource.tags[key] else { return false }
                return values.isEmpty || values.contains(value)
            }
        }
        if !types.isEmpty {
            guard types.count <= 100 else { throw Self.invalidParameter("More than 100 resource types.") }
            resources = resources.filter { resource in types.contains { Self.matches(resource.arn, $0) } }
        }
        var size = options.taggingPageSize
        if let value = body["ResourcesPerPage"], value != .null {
            guard let number = value.int, (1...100).contains(number) else {
                throw Self.invalidParameter("ResourcesPerPage must be between 1 and 100.")
            }
            size = min(size, number)
        }
        let scope = "GetResources " + String(Self.scopeFingerprint(body), radix: 16)
        var start = try offset(body, scope, call)
        // The service is known to give a page without resources whose token leads on.
        if start == 0, body["PaginationToken"]?.string ?? "" == "", options.startsWithEmptyTaggingPage,
            !resources.isEmpty
        {
            let token = PageToken(scope: scope, offset: 0, issued: call.now).text
            return reply(["ResourceTagMappingList": [], "PaginationToken": .string(token)])
        }
        start = min(start, resources.count)
        let page = resources[start...].prefix(size)
        let isLast = start + page.count >= resources.count
        let token = isLast ? "" : PageToken(scope: scope, offset: start + page.count, issued: call.now).text
        return reply([
            "ResourceTagMappingList": .array(
                page.map { resource in
                    [
                        "ResourceARN": .string(resource.arn),
                        "Tags": .array(
                            resource.tags.sorted { $0.key < $1.key }.map {
                                ["Key": .string($0.key), "Value": .string($0.value)]
                            }),
                    ]
                }),
            "PaginationToken": .string(token),
        ])
    }

    /// The request without its token: a token continues only the request that it came from.
    private static func scopeFingerprint(_ body: JSONValue) -> UInt64 {
        var fingerprint = Fingerprint()
        fingerprint.add(body.without("PaginationToken").bytes)
        return fingerprint.value
    }

    /// Whether the ARN is of the type `service` or `service:type`.
    static func matches(_ arn: String, _ type: String) -> Bool {
        guard let name = ResourceName(arn) else { return false }
        let wanted = type.split(separator: ":", maxSplits: 1)
        guard let service = wanted.first, service == name.service else { return false }
        guard wanted.count == 2 else { return true }
        if !name.type.isEmpty { return wanted[1] == name.type }
        let parts = name.id.split(separator: ":")
        if parts.count > 1 { return wanted[1] == parts[0] }
        // These ARNs do not name their type.
        return (service == "s3" && wanted[1] == "bucket") || (service == "sqs" && wanted[1] == "queue")
    }

    private func page(
        _ values: [String], _ member: String, _ body: JSONValue, _ call: Call
    ) throws(ServiceFault) -> Reply {
        let scope = member + " " + (body["Key"]?.string ?? "")
        let start = min(try offset(body, scope, call), values.count)
        let page = values[start...].prefix(options.taggingPageSize)
        let isLast = start + page.count >= values.count
        let token = isLast ? "" : PageToken(scope: scope, offset: start + page.count, issued: call.now).text
        return reply([member: .array(page.map { .string($0) }), "PaginationToken": .string(token)])
    }

    private func offset(_ body: JSONValue, _ scope: String, _ call: Call) throws(ServiceFault) -> Int {
        guard let text = body["PaginationToken"]?.string, !text.isEmpty else { return 0 }
        guard let token = PageToken(text), token.scope == scope else {
            throw Self.invalidParameter("The pagination token is not valid for this request.")
        }
        guard call.now.timeIntervalSince(token.issued) < Self.tokenLife else {
            throw ServiceFault("PaginationTokenExpiredException", 400, "The pagination token has expired.")
        }
        return token.offset
    }

    // MARK: Writing

    private mutating func tagResources(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> Reply {
        let arns = try arnList(body)
        guard let tags = body["Tags"]?.object, (1...50).contains(tags.count) else {
            throw Self.invalidParameter("Tags must hold between 1 and 50 tags.")
        }
        var failures: [String: JSONValue] = [:]
        for arn in arns {
            do throws(ServiceFault) {
                let list = tags.map { JSONValue.object(["key": .string($0.key), "value": $0.value]) }
                let checked = try tagList(.array(list), at: "tags")
                let id = try ownProfile(arn, call)
                try addTags(checked, toProfile: id, call)
            } catch {
                failures[arn] = Self.failure(error)
            }
        }
        return reply(["FailedResourcesMap": .object(failures)])
    }

    private mutating func untagResources(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> Reply {
        let arns = try arnList(body)
        guard let keys = body["TagKeys"]?.array?.compactMap(\.string), (1...50).contains(keys.count) else {
            throw Self.invalidParameter("TagKeys must hold between 1 and 50 keys.")
        }
        var failures: [String: JSONValue] = [:]
        for arn in arns {
            do throws(ServiceFault) {
                removeTags(keys, fromProfile: try ownProfile(arn, call), call)
            } catch {
                failures[arn] = Self.failure(error)
            }
        }
        return reply(["FailedResourcesMap": .object(failures)])
    }

    private func arnList(_ body: JSONValue) throws(ServiceFault) -> [String] {
        guard let arns = body["ResourceARNList"]?.array?.compactMap(\.string), (1...20).contains(arns.count) else {
            throw Self.invalidParameter("ResourceARNList must hold between 1 and 20 ARNs.")
        }
        return arns
    }

    private func ownProfile(_ text: String, _ call: Call) throws(ServiceFault) -> String {
        guard let arn = ResourceName(text) else { throw Self.invalidParameter("\(text) is not an ARN.") }
        guard arn.service == "bedrock", arn.type == "application-inference-profile", arn.region == call.region,
            arn.account == call.account, self[call].profiles[arn.id] != nil
        else { throw .notFound("The resource \(text) was not found.") }
        return arn.id
    }

    private static func failure(_ fault: ServiceFault) -> JSONValue {
        [
            "StatusCode": .int(Int64(fault.status)), "ErrorCode": .string(fault.code),
            "ErrorMessage": .string(fault.message),
        ]
    }

    private func reply(_ body: [String: JSONValue]) -> Reply {
        Reply(contentType: WireProtocol.awsJSON.contentType, bytes: JSONValue.object(body).bytes)
    }
}
