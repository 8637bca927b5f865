import AWSCore
import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Synchronization
import Testing

@Suite struct `Work in many accounts` {
    private static let accounts = ["111111111111", "222222222222", "333333333333"]

    private func aws(_ peer: Organisation) throws -> AWSClient {
        try AWSClient(region: .usEast1, transport: peer.transport, credentials: peer.root, environment: .empty) {
            $0.clock = RecordingClock()
            $0.now = { Now.start }
            $0.jitter = { 1 }
        }
    }

    @Test func `is done in each account and Region, and told in their order`() async throws {
        let peer = Organisation()
        let set = try AccountSet(
            Self.accounts, role: "path/BedrockManagementRole", regions: [.usEast1, .euWest1], using: aws(peer)
        ) {
            $0.externalID = "ex-1"
            $0.sessionName = "survey"
        }
        let outcome = await set.send(GetWidget())
        #expect(outcome.isComplete)
        #expect(
            outcome.results.map { "\($0.location) \($0.value.name ?? "")" }
                == Self.accounts.flatMap { ["\($0)/us-east-1 \($0)/us-east-1", "\($0)/eu-west-1 \($0)/eu-west-1"] })
        #expect(try outcome.complete().count == 6)
        let assumed = peer.sent.filter { $0.hasPrefix("AssumeRole ") }
        #expect(
            Set(assumed)
                == Set(Self.accounts.map { "AssumeRole arn:aws:iam::\($0):role/path/BedrockManagementRole ex-1" }))
        #expect(assumed.count == 3)
        _ = await set.send(GetWidget())
        #expect(peer.sent.filter { $0.hasPrefix("AssumeRole ") }.count == 3)
    }

    @Test func `fails in one account without stopping the others, and says where`() async throws {
        let peer = Organisation(closed: ["222222222222"])
        let set = try AccountSet(Self.accounts, role: "R", using: aws(peer))
        let outcome = await set.send(GetWidget())
        #expect(outcome.results.map(\.location.accountID) == ["111111111111", "333333333333"])
        #expect(outcome.failures.map(\.location.description) == ["222222222222/us-east-1"])
        #expect((outcome.failures.first?.error as? AWSError)?.serviceCode == "AccessDenied")
        #expect(outcome.missing.isEmpty)
        #expect(!outcome.isComplete)
        let error = #expect(throws: AccountsIncomplete.self) { try outcome.complete() }
        #expect(
            error?.description
                == "2 of 3 places gave a result; failed: 222222222222/us-east-1 (222222222222/us-east-1: accessDenied in"
                + " STS.AssumeRole: AccessDenied: closed (HTTP 403, request sts-1, sent with SigV4))")
    }

    @Test func `stops beginning after as many failures as are allowed`() async throws {
        let peer = Organisation(closed: Set(Self.accounts))
        var set = try AccountSet(Self.accounts, role: "R", using: aws(peer))
        set.concurrency = 1
        set.failureLimit = 2
        let outcome = await set.send(GetWidget())
        #expect(outcome.failures.count == 2)
        #expect(outcome.missing.map(\.description) == ["333333333333/us-east-1"])
        let error = #expect(throws: AccountsIncomplete.self) { try outcome.complete() }
        #expect(error?.description.hasSuffix("; not begun: 333333333333/us-east-1") == true)
    }

    @Test func `is done in no more places at once than allowed`() async throws {
        let running = Mutex(0)
        let most = Mutex(0)
        var set = try AccountSet(
            Self.accounts, role: "R", regions: [.usEast1, .usWest2, .euWest1], using: aws(Organisation()))
        set.concurrency = 4
        let outcome = await set.run { place in
            let now = running.withLock {
                $0 += 1
                return $0
            }
            most.withLock { $0 = max($0, now) }
            for _ in 0..<20 { await Task.yield() }
            running.withLock { $0 -= 1 }
            return place.accountID
        }
        #expect(outcome.results.count == 9)
        #expect(most.withLock { $0 } <= 4)
    }

    @Test func `that is cancelled tells what was never begun`() async throws {
        var set = try AccountSet(Self.accounts, role: "R", using: aws(Organisation()))
        set.concurrency = 1
        let (began, accounts) = (Signal(), set)
        let task = Task {
            await accounts.run { _ in
                began.fire()
                try await Signal().wait()
                return 1
            }
        }
        try await began.wait()
        task.cancel()
        let outcome = await task.value
        #expect(outcome.results.isEmpty)
        #expect(outcome.failures.count == 1)
        #expect(outcome.missing.map(\.accountID) == ["222222222222", "333333333333"])
    }

    @Test func `input that cannot be is refused before anything is sent`() throws {
        let peer = Organisation()
        let aws = try aws(peer)
        func message(_ make: () throws -> AccountSet) -> String? {
            #expect(throws: AWSError.self) { try make() }?.message
        }
        #expect(message { try AccountSet([], role: "R", using: aws) } == "accounts: there must be one at least")
        #expect(
            message { try AccountSet(["12"], role: "R", using: aws) }
                == "accounts: \"12\" is not an account of twelve digits")
        #expect(
            message { try AccountSet(["111111111111", "111111111111"], role: "R", using: aws) }
                == "accounts: 111111111111 stands twice")
        #expect(
            message { try AccountSet(["111111111111"], role: "R", regions: [.usEast1, .usEast1], using: aws) }
                == "regions: a Region stands twice")
        #expect(
            message { try AccountSet(["111111111111"], role: "R", regions: ["no region"], using: aws) }
                == "\"no region\" is not a Region: lower-case letters, digits and hyphens only")
        #expect(
            message { try AccountSet(["111111111111"], role: "R", using: aws) { $0.sessionName = "a b" } }
                == "RoleSessionName: must be 2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -")
        #expect(
            message { try AccountSet(roles: ["R"], using: aws) } == "RoleArn: \"R\" is not the ARN of a role")
        #expect(peer.sent.isEmpty)
    }
}

/// STS, and widgets named by the account and Region that ask for them.
private final class Organisation: Sendable {
    let root = Credentials.example
    private let closed: Set<String>
    private let lines = Mutex<[String]>([])

    init(closed: Set<String> = []) { self.closed = closed }

    var sent: [String] { lines.withLock { $0 } }

    var transport: InProcessTransport {
        InProcessTransport { [self] request, body async throws(TransportError) in
            guard case .response(let response) = answer(request, body) else {
                throw TransportError(.connectFailed, "connection refused")
            }
            return response
        }
    }

    private func answer(_ request: HTTPRequest, _ body: [UInt8]) -> Peer.Answer {
        guard request.authority?.hasPrefix("sts.") == true else {
            let scope = (request.headerFields[.authorization] ?? "").split(separator: "Credential=").last ?? ""
            let parts = scope.split(separator: "/")
            return .ok(#"{"name": "\#(parts[0])/\#(parts[2])"}"#)
        }
        var form: [String: String] = [:]
        for item in String(decoding: body, as: UTF8.self).split(separator: "&") {
            let halves = item.split(separator: "=", maxSplits: 1).map { $0.removingPercentEncoding ?? "" }
            form[halves[0]] = halves.last
        }
        let role = form["RoleArn"] ?? ""
        lines.withLock { $0.append("AssumeRole \(role) \(form["ExternalId"] ?? "")") }
        let account = ARN(role)?.accountID ?? ""
        return closed.contains(account)
            ? STSReply.error(403, "AccessDenied", "closed") : STSReply.session(account)
    }
}
