#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// AssumeRole and GetCallerIdentity of STS.
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
        default:
            throw ServiceFault(
                "InvalidAction", 400, "Could not find operation \(call.route.operation) for version 2011-06-15")
        }
    }

    private mutating func assumeRole(_ call: Call) throws(ServiceFault) -> Reply {
        let parameters = Dictionary(call.request.formItems.map { ($0.name, $0.value) }) { first, _ in first }
        guard let roleARN = parameters["RoleArn"] else { throw Self.validation("RoleArn is required.") }
        guard let role = ResourceName(roleARN), role.service == "iam", role.type == "role",
            role.account.utf8.count == 12
        else { throw Self.validation("\(roleARN) is invalid") }
        guard let session = parameters["RoleSessionName"] else { throw Self.validation("RoleSessionName is required.") }
        do throws(ServiceFault) {
            try Constraint.roleSessionName.check(session, at: "roleSessionName")
        } catch {
            throw Self.validation(error.message)
        }
        var seconds = 3_600
        if let text = parameters["DurationSeconds"] {
            guard let number = Int(text), (900...43_200).contains(number) else {
                throw Self.validation("DurationSeconds must be between 900 and 43200.")
            }
            seconds = number
        }
        if call.proof.principal.arn.contains(":assumed-role/"), seconds > 3_600 {
            throw Self.validation(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining")
        }
        guard !options.deniedRoles.contains(roleARN) else {
            throw ServiceFault(
                "AccessDenied", 403,
                "User: \(call.proof.principal.arn) is not authorized to perform: sts:AssumeRole on resource: \(roleARN)"
            )
        }

        let name = role.id.split(separator: "/").last.map(String.init) ?? role.id
        let accessKeyID = "ASIA" + generator.text(16, from: Self.upperCase)
        let secret = generator.text(40, from: ReplyWriter.idAlphabet)
        let token = "IQoJb3JpZ2luX2Vj" + generator.text(120, from: ReplyWriter.idAlphabet + ["+", "/"]) + "=="
        let roleID = "AROA" + generator.text(17, from: Self.upperCase)
        let expiration = call.proof.clock.addingTimeInterval(Double(seconds))
        let principal = Principal(
            account: role.account, arn: "arn:aws:sts::\(role.account):assumed-role/\(name)/\(session)",
            userID: "\(roleID):\(session)")
        keys.accessKeys[accessKeyID] = KeyRing.AccessKey(
            secret: secret, sessionToken: token, expiration: expiration, principal: principal)
        return reply(
            "AssumeRole",
            """
                <AssumedRoleUser>
                  <AssumedRoleId>\(xmlEscaped(principal.userID))</AssumedRoleId>
                  <Arn>\(xmlEscaped(principal.arn))</Arn>
                </AssumedRoleUser>
                <Credentials>
                  <AccessKeyId>\(accessKeyID)</AccessKeyId>
                  <SecretAccessKey>\(secret)</SecretAccessKey>
                  <SessionToken>\(token)</SessionToken>
                  <Expiration>\(expiration.iso8601)</Expiration>
                </Credentials>
                <PackedPolicySize>6</PackedPolicySize>
            """, call)
    }

    private static func validation(_ message: String) -> ServiceFault {
        ServiceFault("ValidationError", 400, message)
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
