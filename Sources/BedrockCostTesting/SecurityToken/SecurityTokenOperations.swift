#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The operations of STS.
extension EngineState {
    mutating func performSecurityToken(_ call: Call) throws(ServiceFault) -> Reply {
        switch call.route.operation {
        case "GetCallerIdentity":
            let who = call.proof.principal
            return reply(
                "GetCallerIdentity",
                """
                    <Arn>\(xmlEscaped(who.arn))</Arn>
                    <UserId>\(xmlEscaped(who.userID))</UserId>
                    <Account>\(who.account)</Account>
                """, call)
        case "AssumeRole": return try assumeRole(call)
        case "AssumeRoleWithWebIdentity": return try assumeRoleWithWebIdentity(call)
        case "GetSessionToken": return try getSessionToken(call)
        default:
            throw ServiceFault(
                "InvalidAction", 400, "Could not find operation \(call.route.operation) for version 2011-06-15")
        }
    }

    private mutating func assumeRole(_ call: Call) throws(ServiceFault) -> Reply {
        var request = try SessionRequest(call.request)
        let caller = call.proof.principal
        let denied = ServiceFault(
            "AccessDenied", 403,
            "User: \(caller.arn) is not authorized to perform: sts:AssumeRole on resource: \(request.roleARN)")
        if caller.session?.roleARN != nil, request.seconds > 3_600 {
            throw .tokenValidation(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining")
        }
        if let inherited = caller.session {
            try request.inherit(inherited)
        }
        guard !options.deniedRoles.contains(request.roleARN) else { throw denied }
        if let role = roles[request.roleARN] {
            guard role.trusts(caller), role.externalID == nil || role.externalID == request.externalID else {
                throw denied
            }
            try request.meets(role, caller.arn)
        } else if options.hasOnlyAddedRoles {
            throw denied
        }
        return try session("AssumeRole", request, call)
    }

    private mutating func assumeRoleWithWebIdentity(_ call: Call) throws(ServiceFault) -> Reply {
        var request = try SessionRequest(call.request)
        guard let text = request.parameters["WebIdentityToken"] else {
            throw .tokenValidation("WebIdentityToken is required.")
        }
        guard let token = WebIdentityToken(text, seed: options.seed) else {
            throw ServiceFault(
                "InvalidIdentityToken", 400,
                "The ID Token provided is not a valid JWT. (You may see this error if you "
                    + "sent an Access Token)")
        }
        guard token.expiration > call.now else {
            throw ServiceFault("ExpiredTokenException", 400, "Token expired")
        }
        let denied = ServiceFault("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithWebIdentity")
        guard !options.deniedRoles.contains(request.roleARN) else { throw denied }
        request.tags = token.tags
        request.transitiveKeys = Set(token.transitiveKeys.map { $0.lowercased() })
        if let role = roles[request.roleARN] {
            guard let wanted = role.webIdentity, wanted.issuer == token.issuer,
                wanted.subject == nil || wanted.subject == token.subject
            else { throw denied }
            guard wanted.audience == token.audience else {
                throw ServiceFault("InvalidIdentityToken", 400, "Incorrect token audience")
            }
            try request.meets(role, token.subject)
        } else if options.hasOnlyAddedRoles {
            throw denied
        }
        return try session(
            "AssumeRoleWithWebIdentity", request, call,
            more: """
                <SubjectFromWebIdentityToken>\(xmlEscaped(token.subject))</SubjectFromWebIdentityToken>
                <Audience>\(xmlEscaped(token.audience))</Audience>
                <Provider>\(xmlEscaped(token.issuer))</Provider>
                """)
    }

    private mutating func getSessionToken(_ call: Call) throws(ServiceFault) -> Reply {
        guard call.proof.principal.session == nil else {
            throw ServiceFault("AccessDenied", 403, "Cannot call GetSessionToken with session credentials")
        }
        let seconds = try SessionRequest.seconds(
            in: SessionRequest.parameters(of: call.request), default: 43_200, limit: 129_600)
        var principal = call.proof.principal
        principal.session = Principal.Session()
        return reply("GetSessionToken", issue(to: principal, for: seconds, call), call)
    }

    /// The reply with the session that `request` asks for.
    private mutating func session(
        _ operation: String, _ request: SessionRequest, _ call: Call, more: String = ""
    ) throws(ServiceFault) -> Reply {
        // What the service packs is not public; half of this is the plain text.
        let size = 6 + request.plainSize * 100 / 4_096
        guard size <= 100 else {
            throw ServiceFault(
                "PackedPolicyTooLarge", 400,
                "Packed size of session tags consumes \(size)% of allotted space.")
        }
        let roleID = "AROA" + generator.text(17, from: Self.upperCase)
        let principal = Principal(
            account: request.account,
            arn: "arn:aws:sts::\(request.account):assumed-role/\(request.roleName)/\(request.sessionName)",
            userID: "\(roleID):\(request.sessionName)",
            session: Principal.Session(
                roleARN: request.roleARN, tags: request.tags, transitiveKeys: request.transitiveKeys,
                sourceIdentity: request.sourceIdentity))
        let identity = request.sourceIdentity.map { "\n<SourceIdentity>\(xmlEscaped($0))</SourceIdentity>" } ?? ""
        return reply(
            operation,
            """
                <AssumedRoleUser>
                  <AssumedRoleId>\(xmlEscaped(principal.userID))</AssumedRoleId>
                  <Arn>\(xmlEscaped(principal.arn))</Arn>
                </AssumedRoleUser>
            \(issue(to: principal, for: request.seconds, call))
                <PackedPolicySize>\(size)</PackedPolicySize>\(identity)
            \(more)
            """, call)
    }

    /// New keys of `principal`, as `<Credentials>`.
    private mutating func issue(to principal: Principal, for seconds: Int, _ call: Call) -> String {
        let accessKeyID = "ASIA" + generator.text(16, from: Self.upperCase)
        let secret = generator.text(40, from: ReplyWriter.idAlphabet)
        let token = "IQoJb3JpZ2luX2Vj" + generator.text(120, from: ReplyWriter.idAlphabet + ["+", "/"]) + "=="
        let expiration = call.proof.clock.addingTimeInterval(Double(seconds))
        keys.accessKeys[accessKeyID] = KeyRing.AccessKey(
            secret: secret, sessionToken: token, expiration: expiration, principal: principal)
        return """
                <Credentials>
                  <AccessKeyId>\(accessKeyID)</AccessKeyId>
                  <SecretAccessKey>\(secret)</SecretAccessKey>
                  <SessionToken>\(token)</SessionToken>
                  <Expiration>\(expiration.iso8601)</Expiration>
                </Credentials>
            """
    }

    private func reply(_ operation: String, _ result: String, _ call: Call) -> Reply {
        let xml = """
            <\(operation)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
              <\(operation)Result>
            \(result)
              </\(operation)Result>
              <ResponseMetadata>
                <RequestId>\(call.requestID)</RequestId>
              </ResponseMetadata>
            </\(operation)Response>

            """
        return Reply(contentType: WireProtocol.query.contentType, bytes: Array(xml.utf8))
    }

    private static let upperCase = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
}
