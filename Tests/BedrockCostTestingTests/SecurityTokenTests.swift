import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

@Suite struct `Security tokens` {
    let mock = MockAWS(seed: 4) { $0.signatureTime = .simulated }

    @Test func `the caller's identity is told`() async throws {
        let reply = try await Caller(mock).sts("Action=GetCallerIdentity")
        #expect(reply.status == 200)
        #expect(reply.text.contains("<Arn>arn:aws:iam::123456789012:user/mock</Arn>"))
        #expect(reply.text.contains("<Account>123456789012</Account>"))
        #expect(reply.fields[.contentType] == "text/xml")
    }

    @Test func `an assumed role's credentials open its own account until they end`() async throws {
        var caller = Caller(mock)
        caller.credentials = try await assume("arn:aws:iam::210987654321:role/BedrockManagementRole")
        let identity = try await caller.sts("Action=GetCallerIdentity")
        #expect(identity.text.contains("arn:aws:sts::210987654321:assumed-role/BedrockManagementRole/session"))
        let arn = try await caller.profile(
            "claims", copying: "arn:aws:bedrock:us-east-1::foundation-model/\(Models.nova)")
        #expect(arn.hasPrefix("arn:aws:bedrock:us-east-1:210987654321:application-inference-profile/"))
        #expect(try await caller.converse(arn, "Hello").status == 200)
        #expect(mock.bill.rows.map(\.accountID) == ["210987654321", "210987654321"])

        let noToken = Credentials(
            accessKeyID: caller.credentials.accessKeyID, secretAccessKey: caller.credentials.secretAccessKey)
        var stripped = caller
        stripped.credentials = noToken
        #expect(try await stripped.converse(arn, "Hello").code == "UnrecognizedClientException")

        mock.clock.advance(by: .seconds(3_600))
        let ended = try await caller.converse(arn, "Hello")
        #expect((ended.status, ended.code) == (403, "ExpiredTokenException"))
        #expect(try await caller.sts("Action=GetCallerIdentity").code == "ExpiredToken")
    }

    @Test(arguments: [
        ("RoleArn=arn:aws:iam::210987654321:role/R", "RoleSessionName is required."),
        ("RoleSessionName=session", "RoleArn is required."),
        ("RoleArn=nonsense&RoleSessionName=session", "nonsense is invalid"),
        (
            "RoleArn=arn:aws:iam::210987654321:role/R&RoleSessionName=session&DurationSeconds=60",
            "DurationSeconds must be between 900 and 43200."
        ),
    ])
    func `malformed requests are refused`(parameters: String, message: String) async throws {
        let reply = try await Caller(mock).sts("Action=AssumeRole&\(parameters)")
        #expect((reply.status, reply.code, reply.message) == (400, "ValidationError", message))
    }

    @Test func `a role that is closed is refused`() async throws {
        let role = "arn:aws:iam::210987654321:role/Closed"
        let closed = MockAWS(seed: 1) { $0.deniedRoles = [role] }
        let reply = try await Caller(closed).sts("Action=AssumeRole&RoleArn=\(role)&RoleSessionName=session")
        #expect((reply.status, reply.code) == (403, "AccessDenied"))
    }

    private func assume(_ role: String) async throws -> Credentials {
        let reply = try await Caller(mock).sts("Action=AssumeRole&RoleArn=\(role)&RoleSessionName=session")
        func element(_ name: String) throws -> String {
            let pattern = try Regex<(Substring, Substring)>("<\(name)>(.*?)</\(name)>")
            return try String(#require(reply.text.firstMatch(of: pattern)).1)
        }
        return Credentials(
            accessKeyID: try element("AccessKeyId"), secretAccessKey: try element("SecretAccessKey"),
            sessionToken: try element("SessionToken"))
    }
}
