public import AWSCore
import Attribution

/// Where a ``ProfileMap`` is kept.
public protocol ProfileMapSource: Sendable {
    /// The map as it is now.
    ///
    /// - Throws: `AWSError` where it could not be had, or could not be read.
    func profileMap() async throws(AWSError) -> ProfileMap
}

/// One parameter of Parameter Store that holds a whole map, as a ``ProfileMap`` document (GetParameter).
public struct ParameterMapSource: ProfileMapSource {
    private let aws: AWSClient
    private let parameter: String
    private let key: String?

    /// A map in a parameter. About forty ARNs fit into a standard one, twice as many into an advanced one.
    ///
    /// - Parameters:
    ///   - parameter: The parameter's name or ARN.
    ///   - key: The tag whose values the names of a document of names are, such as `dept`.
    ///   - aws: Sends the call.
    public init(_ parameter: String, namesAre key: String? = nil, _ aws: AWSClient) {
        self.aws = aws
        self.parameter = parameter
        self.key = key
    }

    /// Reads the parameter, decrypted.
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is no such parameter.
    public func profileMap() async throws(AWSError) -> ProfileMap {
        let output = try await aws.send(GetParameter(parameter, decrypts: true))
        guard let value = output.parameter?.value else {
            throw AWSError(.malformedResponse, "the parameter \(parameter) has no value")
        }
        return try ProfileMap(json: value, namesAre: key)
    }
}

/// Parameters under a path, each of which holds the ARN of one profile (GetParametersByPath, all pages).
///
/// ```swift
/// // /bedrock/profiles/prod/claims = arn:aws:bedrock:…
/// let source = ParameterPathMapSource("/bedrock/profiles", levelsAre: ["env", "dept"], aws)
/// ```
public struct ParameterPathMapSource: ProfileMapSource {
    private let aws: AWSClient
    private let path: String
    private let keys: [String]

    /// Profiles under a path.
    ///
    /// - Parameters:
    ///   - path: The path, such as `/bedrock/profiles`.
    ///   - keys: The tags whose values the levels below the path are, in order. One level more is the model's id without its
    ///     version behind the colon, which names of parameters cannot hold.
    ///   - aws: Sends the calls.
    public init(_ path: String, levelsAre keys: [String], _ aws: AWSClient) {
        self.aws = aws
        self.path = path
        self.keys = keys
    }

    /// Reads all parameters below the path. One whose depth is another does not belong to the map and is passed over.
    ///
    /// - Throws: `AWSError`.
    public func profileMap() async throws(AWSError) -> ProfileMap {
        let parameters = try await aws.pages(
            of: GetParametersByPath(path, isRecursive: true, decrypts: true, maxResults: 10)
        ).collect { $0.parameters ?? [] }
        let prefix = path.split(separator: "/").count
        var entries: [ProfileMap.Entry] = []
        for parameter in parameters {
            let name = parameter.name ?? ""
            let levels = name.split(separator: "/").dropFirst(prefix).map(String.init)
            guard levels.count == keys.count || levels.count == keys.count + 1 else { continue }
            guard let profile = parameter.value.flatMap({ ARN($0) }), profile.service == "bedrock" else {
                throw AWSError(.malformedResponse, "the parameter \(name) does not hold the ARN of a Bedrock profile")
            }
            entries.append(
                ProfileMap.Entry(
                    .init(unvalidated: zip(keys, levels).map { .init(key: $0, value: $1) }),
                    model: levels.count > keys.count ? ModelID(rawValue: levels[keys.count]) : nil, profile: profile))
        }
        return ProfileMap(entries)
    }
}

/// A secret of Secrets Manager that holds a whole map, as a ``ProfileMap`` document (GetSecretValue).
public struct SecretMapSource: ProfileMapSource {
    private let aws: AWSClient
    private let secret: String
    private let key: String?

    /// A map in a secret.
    ///
    /// - Parameters:
    ///   - secret: The secret's name or ARN.
    ///   - key: The tag whose values the names of a document of names are, such as `dept`.
    ///   - aws: Sends the call.
    public init(_ secret: String, namesAre key: String? = nil, _ aws: AWSClient) {
        self.aws = aws
        self.secret = secret
        self.key = key
    }

    /// Reads the secret's current version.
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is no such secret.
    public func profileMap() async throws(AWSError) -> ProfileMap {
        let output = try await aws.send(GetSecretValue(secret))
        guard let text = output.text ?? output.binary.map({ String(decoding: $0.bytes, as: UTF8.self) }) else {
            throw AWSError(.malformedResponse, "the secret \(secret) holds nothing")
        }
        return try ProfileMap(json: text, namesAre: key)
    }
}
