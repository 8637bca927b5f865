/// What AssumeRole or AssumeRoleWithWebIdentity asks for, checked by STS's rules.
struct SessionRequest {
    let parameters: [String: String]
    let roleARN: String
    let account: String
    let roleName: String
    let sessionName: String
    let seconds: Int
    let externalID: String?
    private(set) var sourceIdentity: String?
    var tags: [String: String]
    /// In lower case, since the case of keys does not count.
    var transitiveKeys: Set<String>
    private let policySize: Int

    init(_ request: IncomingRequest) throws(ServiceFault) {
        parameters = Self.parameters(of: request)
        guard let roleARN = parameters["RoleArn"] else { throw .tokenValidation("RoleArn is required.") }
        guard let role = ResourceName(roleARN), role.service == "iam", role.type == "role",
            role.account.utf8.count == 12
        else { throw .tokenValidation("\(roleARN) is invalid") }
        guard let session = parameters["RoleSessionName"] else {
            throw .tokenValidation("RoleSessionName is required.")
        }
        do throws(ServiceFault) {
            try Constraint.roleSessionName.check(session, at: "roleSessionName")
        } catch {
            throw .tokenValidation(error.message)
        }
        self.roleARN = roleARN
        account = role.account
        roleName = role.id.split(separator: "/").last.map(String.init) ?? role.id
        sessionName = session
        seconds = try Self.seconds(in: parameters, default: 3_600, limit: 43_200)
        externalID = parameters["ExternalId"]
        sourceIdentity = parameters["SourceIdentity"]
        policySize = parameters["Policy"]?.utf8.count ?? 0
        tags = try Self.tags(in: parameters)
        transitiveKeys = []
        let keys = Set(tags.keys.map { $0.lowercased() })
        for number in 1...50 {
            guard let key = parameters["TransitiveTagKeys.member.\(number)"] else { break }
            guard keys.contains(key.lowercased()) else {
                throw .tokenValidation("The specified transitive tag key must be included in the requested tags.")
            }
            transitiveKeys.insert(key.lowercased())
        }
    }

    static func parameters(of request: IncomingRequest) -> [String: String] {
        Dictionary(request.formItems.map { ($0.name, $0.value) }) { first, _ in first }
    }

    static func seconds(in parameters: [String: String], default standard: Int, limit: Int) throws(ServiceFault) -> Int
    {
        guard let text = parameters["DurationSeconds"] else { return standard }
        guard let number = Int(text), (900...limit).contains(number) else {
            throw .tokenValidation("DurationSeconds must be between 900 and \(limit).")
        }
        return number
    }

    private static func tags(in parameters: [String: String]) throws(ServiceFault) -> [String: String] {
        var tags: [String: String] = [:]
        var seen: Set<String> = []
        var number = 1
        while let key = parameters["Tags.member.\(number).Key"] {
            guard number <= 50 else { throw .tokenValidation("A session has 50 tags at most.") }
            guard seen.insert(key.lowercased()).inserted else {
                throw .tokenValidation(
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive.")
            }
            tags[key] = parameters["Tags.member.\(number).Value"] ?? ""
            number += 1
        }
        return tags
    }

    /// How many bytes of policies and tags have to be packed.
    var plainSize: Int { policySize + tags.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count } }

    /// Takes over what a session hands down to those that are assumed from it.
    mutating func inherit(_ session: Principal.Session) throws(ServiceFault) {
        guard session.transitiveKeys.isDisjoint(with: tags.keys.map { $0.lowercased() }) else {
            throw .tokenValidation(
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key "
                    + "from the calling session.")
        }
        for (key, value) in session.tags where session.transitiveKeys.contains(key.lowercased()) { tags[key] = value }
        transitiveKeys.formUnion(session.transitiveKeys)
        guard let inherited = session.sourceIdentity else { return }
        guard sourceIdentity == nil || sourceIdentity == inherited else {
            throw ServiceFault("AccessDenied", 403, "The source identity of a session cannot be changed.")
        }
        sourceIdentity = inherited
    }

    /// Checks the conditions of a role's trust policy other than who calls.
    func meets(_ role: MockAWS.Role, _ caller: String) throws(ServiceFault) {
        func denied(_ action: String) -> ServiceFault {
            ServiceFault(
                "AccessDenied", 403,
                "User: \(caller) is not authorized to perform: sts:\(action) on resource: \(roleARN)")
        }
        guard role.allowsTags || tags.isEmpty else { throw denied("TagSession") }
        guard role.allowsSourceIdentity || sourceIdentity == nil else { throw denied("SetSourceIdentity") }
        for (key, wanted) in role.requiredTags {
            guard let value = tags.first(where: { $0.key.lowercased() == key.lowercased() })?.value,
                wanted == "*" || wanted == value
            else { throw denied("AssumeRole") }
        }
        guard seconds <= role.maximumSeconds else {
            throw .tokenValidation(
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
        }
    }
}

extension ServiceFault {
    /// What STS calls input that breaks a rule.
    static func tokenValidation(_ message: String) -> ServiceFault { ServiceFault("ValidationError", 400, message) }
}
