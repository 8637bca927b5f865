#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Who is calling.
struct Principal: Hashable {
    /// What STS keeps with temporary credentials.
    struct Session: Hashable {
        /// The role that was assumed; `nil` for GetSessionToken's.
        var roleARN: String?
        var tags: [String: String] = [:]
        /// In lower case, since the case of keys does not count.
        var transitiveKeys: Set<String> = []
        var sourceIdentity: String?
    }

    let account: String
    let arn: String
    /// The `UserId` of GetCallerIdentity.
    let userID: String
    var session: Session?

    /// The caller of an operation that needs no signature.
    static let nobody = Principal(account: "", arn: "", userID: "")
}

/// The access keys and API keys that the simulator has given out.
struct KeyRing {
    struct AccessKey {
        let secret: String
        let sessionToken: String?
        let expiration: Date?
        let principal: Principal
    }

    var accessKeys: [String: AccessKey] = [:]
    /// Long-term Bedrock API keys.
    var apiKeys: [String: Principal] = [:]
}
