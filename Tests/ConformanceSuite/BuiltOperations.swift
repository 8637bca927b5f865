import AWSCore
import Foundation

/// An operation that the SDK has: how it is made of botocore's parameters, and parameters that are good enough to send it.
struct BuiltEntry: Sendable {
    let make: @Sendable (JSON) throws -> BuiltOperation
    let sample: String

    /// An operation of which the closure makes an instance.
    init(sample: String = "{}", _ make: @escaping @Sendable (JSON) throws -> BuiltOperation) {
        self.make = make
        self.sample = sample
    }

    /// An operation out of its own coding.
    init<Operation: AWSOperation & Decodable>(
        _ type: Operation.Type, sample: String = "{}"
    ) where Operation.Output: Encodable {
        self.init(sample: sample) { params in BuiltOperation(try AWSJSON.decode(type, from: params.sdkText)) }
    }
}

/// The operations that the SDK has, by botocore's names of services and operations. Each service has a file beside this one.
enum BuiltOperations {
    private static let all: [String: [String: BuiltEntry]] = [
        "athena": athena,
        "bcm-data-exports": dataExports,
        "bedrock": bedrock,
        "bedrock-runtime": bedrockRuntime,
        "budgets": budgets,
        "ce": costExplorer,
        "cloudwatch": cloudWatch,
        "dynamodb": dynamoDB,
        "resourcegroupstaggingapi": tagging,
        "sns": simpleNotification,
        "sso": sso,
        "sso-oidc": ssoOIDC,
        "secretsmanager": secretsManager,
        "ssm": parameterStore,
        "sts": securityToken,
    ]

    /// - Throws: ``NotBuilt`` for an operation or a service that the SDK lacks.
    private static func entry(_ service: String, _ operation: String) throws -> BuiltEntry {
        _ = try BuiltServices.service(service)
        guard let entry = all[service]?[operation] else { throw NotBuilt("operation \(service) \(operation)") }
        return entry
    }

    /// - Throws: ``NotBuilt`` for an operation or a service that the SDK lacks.
    static func operation(_ service: String, _ operation: String, _ params: JSON) throws -> BuiltOperation {
        try entry(service, operation).make(params)
    }

    /// An operation with parameters of the suite's own.
    static func sample(_ service: String, _ name: String) throws -> BuiltOperation {
        let entry = try entry(service, name)
        return try entry.make(try JSON(parsing: entry.sample.utf8))
    }
}

extension JSON {
    /// What the SDK makes of `value`, read by the suite's own parser.
    init(encoding value: some Encodable) throws {
        self = try JSON(parsing: try AWSJSON.encode(value))
    }

    /// An object of the members that are not `nil`.
    static func members(_ members: [(String, JSON?)]) -> JSON {
        .object(members.compactMap { name, value in value.map { Member(name: name, value: $0) } })
    }

    /// The text that the SDK's coding reads: blobs as bare base64.
    var sdkText: [UInt8] { Array(withBareBlobs.text.utf8) }

    private var withBareBlobs: JSON {
        switch self {
        case .object(let members):
            self["$b64"].string.map(JSON.string)
                ?? .object(members.map { Member(name: $0.name, value: $0.value.withBareBlobs) })
        case .array(let elements): .array(elements.map(\.withBareBlobs))
        default: self
        }
    }
}
