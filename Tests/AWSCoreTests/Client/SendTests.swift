import AWSCore
import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Testing

@Suite struct `Sending an operation` {
    @Test func `a restJson operation is sent as its path, query, headers and JSON body`() async throws {
        let peer = Peer(.ok(#"{"name":"axle"}"#, ["x-amzn-requestid": "r-1"]))
        let response = try await makeClient(peer).response(to: MakeWidget())
        #expect(response.output == GetWidget.Output(name: "axle"))
        #expect(response.requestID == "r-1")
        #expect(response.attempts == 1)
        let sent = try #require(peer.exchanges.first)
        #expect(sent.request.method == .post)
        #expect(sent.request.scheme == "https")
        #expect(sent.request.authority == "widget-runtime.us-east-1.amazonaws.com")
        #expect(sent.request.path == "/widgets?dry%20run=a%20b%2Fc")
        #expect(sent["content-type"] == "application/json")
        #expect(sent["user-agent"]?.hasPrefix("swift-bedrock-cost/") == true)
        #expect(sent["amz-sdk-request"] == "attempt=1")
        #expect(sent["amz-sdk-invocation-id"].flatMap(UUID.init(uuidString:)) != nil)
        #expect(sent["x-amz-date"] == "20260131T140526Z")
        #expect(sent.text == #"{"name":"axle"}"#)
    }

    @Test func `an awsJson operation is a POST to the root, named by its target`() async throws {
        let peer = Peer(.ok("{}"))
        let client = try makeClient(peer, region: .euCentral1)
        _ = try await client.send(ListEntries(NextToken: "t"))
        _ = try await client.send(GetMeter())
        let (ledger, meter) = (peer.exchanges[0], peer.exchanges[1])
        #expect(ledger.request.authority == "ledger.us-east-1.amazonaws.com")
        #expect(ledger.request.path == "/")
        #expect(ledger["x-amz-target"] == "LedgerService.ListEntries")
        #expect(ledger["content-type"] == "application/x-amz-json-1.1")
        #expect(ledger["authorization"]?.contains("/20260131/us-east-1/ledger/aws4_request") == true)
        #expect(ledger["x-amzn-query-mode"] == nil)
        #expect(ledger.text == #"{"NextToken":"t"}"#)
        #expect(meter["content-type"] == "application/x-amz-json-1.0")
        #expect(meter["x-amzn-query-mode"] == "true")
        #expect(meter["authorization"]?.contains("/20260131/eu-central-1/meter/aws4_request") == true)
    }

    @Test func `an awsQuery operation is a form, answered in XML`() async throws {
        let peer = Peer(
            .ok(
                """
                <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
                <Arn>arn:aws:iam::123456789012:user/a&amp;b</Arn><UserId>AIDA</UserId><Account>123456789012</Account>
                </GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>
                </GetCallerIdentityResponse>
                """))
        let identity = try await STSClient(makeClient(peer)).callerIdentity()
        #expect(identity.account == "123456789012")
        #expect(identity.arn == "arn:aws:iam::123456789012:user/a&b")
        #expect(identity.userID == "AIDA")
        let sent = try #require(peer.exchanges.first)
        #expect(sent.request.authority == "sts.us-east-1.amazonaws.com")
        #expect(sent["content-type"] == "application/x-www-form-urlencoded; charset=utf-8")
        #expect(sent.text == "Action=GetCallerIdentity&Version=2011-06-15")
    }

    @Test func `the signature fits what arrives`() async throws {
        let peer = Peer(.ok("{}"))
        _ = try await makeClient(peer).send(MakeWidget())
        let sent = try #require(peer.exchanges.first)
        var again = sent.request
        for name in ["authorization", "x-amz-date", "amz-sdk-request", "amz-sdk-invocation-id"] {
            try again.headerFields[#require(HTTPField.Name(name))] = nil
        }
        try SigV4Signer(service: "widget", region: "us-east-1")
            .sign(&again, body: sent.body, with: .example, at: Now.start)
        #expect(again.headerFields[.authorization] == sent["authorization"])
    }

    @Test func `an empty body is an output without members`() async throws {
        let output = try await makeClient(Peer(.status(204))).send(GetWidget())
        #expect(output == GetWidget.Output(name: nil))
    }

    @Test func `input that breaks a rule is refused before anything is sent`() async throws {
        let peer = Peer(.ok("{}"))
        let error = await #expect(throws: AWSError.self) { try await makeClient(peer).send(GetWidget(id: "")) }
        #expect(error?.description == "invalidInput in Widget Runtime.GetWidget: id: must not be empty")
        #expect(peer.exchanges.isEmpty)
    }

    @Test func `an empty label would name another resource and is refused`() async throws {
        struct Unchecked: RESTJSONOperation {
            typealias Service = WidgetService
            static let name = "Unchecked"
            struct Output: Decodable, Sendable {}
            func encode() -> EncodedRequest { EncodedRequest(.delete, "/widgets/\("")") }
        }
        let peer = Peer(.ok("{}"))
        let error = await #expect(throws: AWSError.self) { try await makeClient(peer).send(Unchecked()) }
        #expect(error?.code == .invalidInput)
        #expect(error?.message == "a part of the path is empty: the request would mean another resource")
        #expect(peer.exchanges.isEmpty)
    }

    @Test func `input without a form on the wire is refused before anything is sent`() async throws {
        struct Unwritable: RESTJSONOperation {
            typealias Service = WidgetService
            static let name = "Unwritable"
            struct Output: Decodable, Sendable {}
            struct Problem: Error {}
            func encode() throws -> EncodedRequest { throw Problem() }
        }
        let peer = Peer(.ok("{}"))
        let error = await #expect(throws: AWSError.self) { try await makeClient(peer).send(Unwritable()) }
        #expect(
            error?.description == "invalidInput in Widget Runtime.Unwritable: the input has no form on the wire")
        #expect(error?.underlyingError is Unwritable.Problem)
        #expect(peer.exchanges.isEmpty)
    }

    @Test(arguments: [#"{"name":"ax"#, #"{"name":7}"#, "<html></html>", "[]"])
    func `a reply that is not the model's is an error with the request's id`(_ body: String) async throws {
        let peer = Peer(.ok(body, ["x-amzn-requestid": "r-9"]))
        let error = await #expect(throws: AWSError.self) { try await makeClient(peer).send(GetWidget()) }
        #expect(
            error?.description
                == "malformedResponse in Widget Runtime.GetWidget: the reply does not fit the operation's model"
                + " (HTTP 200, request r-9)")
        #expect(error?.attempts == 1)
        #expect(error?.underlyingError is DecodingError)
        #expect(peer.exchanges.count == 1)
    }

    @Test func `a reply beyond the size limit ends the transfer and is not asked for again`() async throws {
        let endings = Endings()
        let response = InProcessResponse(
            HTTPResponse(status: .ok), steps: Array(repeating: .bytes([UInt8](repeating: 32, count: 64)), count: 100))
        let peer = Peer(.response(endings.of(response)))
        let client = try makeClient(peer) { $0.maximumResponseBytes = 100 }
        let error = await #expect(throws: AWSError.self) { try await client.send(GetWidget()) }
        #expect(error?.code == .responseTooLarge)
        #expect(error?.message == "the response body exceeds 100 bytes")
        #expect(peer.exchanges.count == 1)
        #expect(endings.all == [.init(isComplete: false, bytesRead: 128)])
    }

    @Test func `a host prefix and an override's base path are signed and sent`() async throws {
        struct Prefixed: RESTJSONOperation {
            typealias Service = WidgetService
            static let name = "Prefixed"
            struct Output: Decodable, Sendable {}
            func encode() -> EncodedRequest {
                var request = EncodedRequest(.get, "/x")
                request.hostPrefix = "data."
                return request
            }
        }
        let peer = Peer(.ok("{}"))
        _ = try await makeClient(peer).send(Prefixed())
        _ = try await makeClient(peer) { $0.endpointURL = "http://localhost:8080/base/" }.send(GetWidget())
        #expect(peer.exchanges[0].request.authority == "data.widget-runtime.us-east-1.amazonaws.com")
        #expect(peer.exchanges[1].request.scheme == "http")
        #expect(peer.exchanges[1].request.authority == "localhost:8080")
        #expect(peer.exchanges[1].request.path == "/base/widgets/w1")
    }

    @Test func `a task that is cancelled already sends nothing`() async throws {
        let peer = Peer(.ok("{}"))
        let client = try makeClient(peer)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.send(GetWidget())
        }
        let error = await #expect(throws: AWSError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(peer.exchanges.isEmpty)
    }

    @Test func `cancelling a call ends its transfer`() async throws {
        let (began, ended) = (Signal(), Endings())
        let response = InProcessResponse(
            HTTPResponse(status: .ok), steps: [.bytes(Array("{".utf8)), .pause { began.fire() }, .stall])
        let client = try makeClient(Peer(.response(ended.of(response))))
        let task = Task { try await client.send(GetWidget()) }
        try await began.wait()
        task.cancel()
        let error = await #expect(throws: AWSError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(ended.all == [.init(isComplete: false, bytesRead: 1)])
    }

    @Test func `a failure of a foreign transport is a transport error`() async throws {
        struct Odd: HTTPTransport {
            struct Failure: Error {}
            func withResponse<Result>(
                to request: HTTPRequest, body: [UInt8], options: TransportOptions,
                _ handle: (HTTPResponse, HTTPResponseBody) async throws -> Result
            ) async throws -> Result { throw Failure() }
        }
        let client = try AWSClient(
            region: .usEast1, transport: Odd(), credentials: Credentials.example, environment: .empty)
        let error = await #expect(throws: AWSError.self) { try await client.send(GetWidget()) }
        #expect(error?.description == "transport in Widget Runtime.GetWidget: the transport failed")
        #expect(error?.underlyingError is Odd.Failure)
    }
}
