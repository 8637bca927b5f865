import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A parameter of Parameter Store with all its versions, oldest first.
struct SimulatedParameter {
    struct Version {
        let value: String
        let kind: String
        let date: Date
    }

    var versions: [Version]
}

extension MockAWS {
    /// Writes a parameter of Parameter Store, or a new version of it.
    ///
    /// - Parameters:
    ///   - name: Its name, such as `/bedrock/profiles`.
    ///   - value: Its value.
    ///   - region: The Region that has it.
    public func putParameter(_ name: String, _ value: String, region: String = "us-east-1") {
        let (account, date) = (options.accountID, now)
        engine.withState { state in
            state[account: account, region: region].parameters[name, default: SimulatedParameter(versions: [])].versions
                .append(.init(value: value, kind: "String", date: date))
        }
    }
}

/// Parameter Store. A `SecureString` that is not decrypted shows its length only.
extension EngineState {
    mutating func performParameterStore(_ call: Call) throws(ServiceFault) -> Reply {
        let body = try call.json()
        let reply: JSONValue
        switch call.route.operation {
        case "GetParameter":
            let name = body["Name"]?.string ?? ""
            guard let parameter = try parameter(name, body, call) else {
                throw ServiceFault("ParameterNotFound", 400, "Parameter \(name) not found.")
            }
            reply = ["Parameter": parameter]
        case "GetParameters":
            var found: [JSONValue] = []
            var missing: [JSONValue] = []
            let names = body["Names"]?.array?.compactMap(\.string) ?? []
            guard (1...10).contains(names.count) else { throw .validation("Names must hold 1 to 10 names.") }
            for name in names {
                if let parameter = try parameter(name, body, call) {
                    found.append(parameter)
                } else {
                    missing.append(.string(name))
                }
            }
            reply = ["Parameters": .array(found), "InvalidParameters": .array(missing)]
        case "GetParametersByPath": reply = try parametersByPath(body, call)
        case "PutParameter": reply = try putParameter(body, call)
        case "DeleteParameter":
            let name = body["Name"]?.string ?? ""
            guard self[call].parameters.removeValue(forKey: name) != nil else {
                throw ServiceFault("ParameterNotFound", 400, "Parameter \(name) not found.")
            }
            reply = [:]
        default: throw .unknownOperation(call.route.operation)
        }
        return Reply(contentType: WireProtocol.awsJSON.contentType, bytes: reply.bytes)
    }

    /// A parameter by name, ARN, and `:` with a version; `nil` where there is none.
    private func parameter(_ text: String, _ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue? {
        guard !text.isEmpty else { throw .validation("Name must have between 1 and 2048 characters.") }
        var name = text
        if let arn = ResourceName(text), arn.service == "ssm" {
            name = arn.id.hasPrefix("parameter:") ? String(arn.id.dropFirst(10)) : "/" + arn.id
        }
        let halves = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let parameter = self[call].parameters[halves[0]] else { return nil }
        guard halves.count == 2 else {
            return document(halves[0], parameter, parameter.versions.count, body, call)
        }
        guard let version = Int(halves[1]), parameter.versions.indices.contains(version - 1) else {
            throw ServiceFault("ParameterVersionNotFound", 400, "Version \(halves[1]) of \(halves[0]) was not found.")
        }
        var members = document(halves[0], parameter, version, body, call).object ?? [:]
        members["Selector"] = .string(":\(version)")
        return .object(members)
    }

    private func document(
        _ name: String, _ parameter: SimulatedParameter, _ number: Int, _ body: JSONValue, _ call: Call
    ) -> JSONValue {
        let version = parameter.versions[number - 1]
        let isHidden = version.kind == "SecureString" && body["WithDecryption"] != .bool(true)
        return [
            "Name": .string(name), "Type": .string(version.kind),
            "Value": .string(isHidden ? "encrypted:\(version.value.utf8.count)" : version.value),
            "Version": .int(Int64(number)), "LastModifiedDate": .double(version.date.timeIntervalSince1970),
            "ARN": .string(
                "arn:aws:ssm:\(call.region):\(call.account):parameter\(name.hasPrefix("/") ? name : "/" + name)"),
            "DataType": "text",
        ]
    }

    private func parametersByPath(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        guard let path = body["Path"]?.string, path.hasPrefix("/"), path.split(separator: "/").count <= 15 else {
            throw .validation("The parameter path must begin with a slash and have at most 15 levels.")
        }
        var size = 10
        if let given = body["MaxResults"], given != .null {
            guard let number = given.int, (1...10).contains(number) else {
                throw .validation("MaxResults must be between 1 and 10.")
            }
            size = number
        }
        let prefix = path.hasSuffix("/") ? path : path + "/"
        let isRecursive = body["Recursive"] == .bool(true)
        let found = self[call].parameters.filter { name, _ in
            name.hasPrefix(prefix) && (isRecursive || !name.dropFirst(prefix.count).contains("/"))
        }.sorted { $0.key < $1.key }
        let documents = found.map { document($0.key, $0.value, $0.value.versions.count, body, call) }
        let (page, next) = try PageToken.page(
            documents, of: "GetParametersByPath \(path)", size: size, after: body["NextToken"]?.string, at: call.now,
            invalid: ServiceFault("InvalidNextToken", 400, "The specified token is not valid."))
        var reply: [String: JSONValue] = ["Parameters": .array(page)]
        if let next { reply["NextToken"] = .string(next) }
        return .object(reply)
    }

    private mutating func putParameter(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        guard let name = body["Name"]?.string, !name.isEmpty, let value = body["Value"]?.string, !value.isEmpty else {
            throw .validation("Name and Value are required.")
        }
        let allowed = name.utf8.allSatisfy { Constraint.isAlphanumeric($0) || "_.-/".utf8.contains($0) }
        let first = name.split(separator: "/").first?.lowercased() ?? ""
        guard allowed, !first.hasPrefix("aws"), !first.hasPrefix("ssm"), name.split(separator: "/").count <= 15 else {
            throw .validation("Parameter name: \(name) is invalid.")
        }
        let limit = body["Tier"]?.string == "Advanced" ? 8_192 : 4_096
        guard value.utf8.count <= limit else {
            throw .validation("The parameter's value is longer than \(limit) characters.")
        }
        let old = self[call].parameters[name]
        guard old == nil || body["Overwrite"] == .bool(true) else {
            throw ServiceFault(
                "ParameterAlreadyExists", 400,
                "The parameter already exists. To overwrite this value, set the overwrite option in the request to true."
            )
        }
        let kind = body["Type"]?.string ?? old?.versions.last?.kind ?? "String"
        self[call].parameters[name, default: SimulatedParameter(versions: [])].versions
            .append(.init(value: value, kind: kind, date: call.now))
        return ["Version": .int(Int64((old?.versions.count ?? 0) + 1)), "Tier": body["Tier"] ?? "Standard"]
    }
}
