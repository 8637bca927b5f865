#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Who is calling.
struct Principal: Hashable {
    let account: String
    let arn: String
    /// The `UserId` of GetCallerIdentity.
    let userID: String
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
