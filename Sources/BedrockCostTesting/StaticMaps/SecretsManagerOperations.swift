import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A secret of Secrets Manager with its current and its previous version.
struct SimulatedSecret {
    struct Version {
        let id: String
        /// `SecretString` or `SecretBinary`, as it was sent.
        let content: (member: String, value: JSONValue)
        let date: Date
    }

    /// The end of its ARN.
    let suffix: String
    /// Oldest first.
    var versions: [Version]
}

extension MockAWS {
    /// Writes a secret of Secrets Manager, or a new version of it.
    ///
    /// - Parameters:
    ///   - name: Its name, such as `bedrock/profile-map`.
    ///   - text: What it holds.
    ///   - region: The Region that has it.
    public func putSecret(_ name: String, _ text: String, region: String = "us-east-1") {
        let (account, date) = (options.accountID, now)
        engine.withState { state in
            _ = state.putSecret(name, ("SecretString", .string(text)), account: account, region: region, at: date)
        }
    }
}

/// Secrets Manager: secrets are created, changed, read and deleted.
extension EngineState {
    mutating func performSecretsManager(_ call: Call) throws(ServiceFault) -> Reply {
        let body = try call.json()
        let reply: JSONValue
        switch call.route.operation {
        case "GetSecretValue": reply = try getSecretValue(body, call)
        case "CreateSecret":
            let name = body["Name"]?.string ?? ""
            guard !name.isEmpty else { throw Self.invalidSecret("You must provide a name for the secret.") }
            guard self[call].secrets[name] == nil else {
                throw ServiceFault(
                    "ResourceExistsException", 400, "The operation failed because the secret \(name) already exists.")
            }
            reply = try write(name, body, call)
        case "PutSecretValue":
            let (name, _) = try secret(body["SecretId"]?.string ?? "", call)
            reply = try write(name, body, call)
        case "DeleteSecret":
            let (name, secret) = try secret(body["SecretId"]?.string ?? "", call)
            self[call].secrets[name] = nil
            reply = ["ARN": .string(Self.arn(name, secret, call.region, call.account)), "Name": .string(name)]
        default: throw .unknownOperation(call.route.operation)
        }
        return Reply(contentType: WireProtocol.awsJSON.contentType, bytes: reply.bytes)
    }

    private func secret(_ text: String, _ call: Call) throws(ServiceFault) -> (name: String, secret: SimulatedSecret) {
        for (name, secret) in self[call].secrets
        where name == text || Self.arn(name, secret, call.region, call.account) == text { return (name, secret) }
        throw ServiceFault("ResourceNotFoundException", 400, "Secrets Manager can't find the specified secret.")
    }

    private static func arn(_ name: String, _ secret: SimulatedSecret, _ region: String, _ account: String) -> String {
        "arn:aws:secretsmanager:\(region):\(account):secret:\(name)-\(secret.suffix)"
    }

    private static func invalidSecret(_ message: String) -> ServiceFault {
        ServiceFault("InvalidParameterException", 400, message)
    }

    private func getSecretValue(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let (name, secret) = try secret(body["SecretId"]?.string ?? "", call)
        let stage = body["VersionStage"]?.string
        let version: SimulatedSecret.Version?
        if let id = body["VersionId"]?.string {
            version = secret.versions.first { $0.id == id }
        } else {
            switch stage ?? "AWSCURRENT" {
            case "AWSCURRENT": version = secret.versions.last
            case "AWSPREVIOUS": version = secret.versions.dropLast().last
            default: version = nil
            }
        }
        guard let version else {
            throw ServiceFault(
                "ResourceNotFoundException", 400,
                "Secrets Manager can't find the specified secret value for the version.")
        }
        let current = secret.versions.last?.id == version.id
        let isPrevious = secret.versions.dropLast().last?.id == version.id
        return [
            "ARN": .string(Self.arn(name, secret, call.region, call.account)), "Name": .string(name),
            "VersionId": .string(version.id), version.content.member: version.content.value,
            "VersionStages": current ? ["AWSCURRENT"] : isPrevious ? ["AWSPREVIOUS"] : [],
            "CreatedDate": .double(version.date.timeIntervalSince1970),
        ]
    }

    private mutating func write(_ name: String, _ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let content: (String, JSONValue)
        if let text = body["SecretString"]?.string, !text.isEmpty {
            guard text.utf8.count <= 65_536 else { throw Self.invalidSecret("The secret value is too long.") }
            content = ("SecretString", .string(text))
        } else if let binary = body["SecretBinary"], binary.string != nil {
            content = ("SecretBinary", binary)
        } else {
            throw Self.invalidSecret("You must provide either SecretString or SecretBinary.")
        }
        let id = putSecret(name, content, account: call.account, region: call.region, at: call.now)
        let (_, secret) = try secret(name, call)
        return [
            "ARN": .string(Self.arn(name, secret, call.region, call.account)), "Name": .string(name),
            "VersionId": .string(id), "VersionStages": ["AWSCURRENT"],
        ]
    }

    mutating func putSecret(
        _ name: String, _ content: (String, JSONValue), account: String, region: String, at date: Date
    ) -> String {
        let id = generator.uuid()
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        let suffix = self[account: account, region: region].secrets[name]?.suffix ?? generator.text(6, from: letters)
        self[account: account, region: region].secrets[name, default: SimulatedSecret(suffix: suffix, versions: [])]
            .versions.append(.init(id: id, content: content, date: date))
        return id
    }
}
