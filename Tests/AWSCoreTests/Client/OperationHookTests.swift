import BedrockCostTesting
import Foundation
import HTTPTypes
import Testing

@testable import AWSCore

/// A service that two endpoints offer, of which one is held to its own hosts.
private enum GadgetService: AWSService {
    static let serviceID = "Gadget"
    static let signingName = "gadget"
    static let endpoint = EndpointRule.dualStackOnly("gadget")
    static let acceptsBearerToken = true

    static func validate(_ destination: RequestDestination) throws(AWSError) {
        guard destination.origin == .environment, destination.takesBearerToken else { return }
        throw .invalidConfiguration("no key for \(destination.endpoint.authority)")
    }
}

private struct GetGadget: RESTJSONOperation {
    typealias Service = GadgetService
    typealias Output = GetWidget.Output
    static let name = "GetGadget"
    static let isIdempotent = true
    var isWidget = false

    var destination: any AWSService.Type { isWidget ? WidgetService.self : GadgetService.self }
    func encode() -> EncodedRequest { EncodedRequest(.get, "/gadgets") }

    static func retryAdvice(for error: ServiceError, in response: HTTPResponse, at now: Date) -> RetryAdvice {
        RetryAdvice(response.status.code == 409 ? .transient : .none, after: .seconds(30), patience: .seconds(60))
    }
}

@Suite struct `What an operation and a service say about themselves` {
    @Test func `a request goes to the service that it chooses, in its host, its signature and its errors`() async throws
    {
        let peer = Peer(.error(400, "ValidationException"))
        let client = try makeClient(peer)
        for (isWidget, operation) in [(false, "Gadget.GetGadget"), (true, "Widget Runtime.GetGadget")] {
            let error = await #expect(throws: AWSError.self) { try await client.send(GetGadget(isWidget: isWidget)) }
            #expect(error?.operation == operation)
        }
        #expect(
            peer.exchanges.map { $0.request.authority }
                == ["gadget.us-east-1.api.aws", "widget-runtime.us-east-1.amazonaws.com"])
        #expect(peer.exchanges.map { $0["authorization"]?.contains("/gadget/aws4_request") } == [true, false])
    }

    @Test func `its own advice decides whether a refusal is answered, and how long is waited`() async throws {
        let (peer, clock) = (Peer(.error(409, "ConflictException"), .ok("{}")), RecordingClock())
        let response = try await makeClient(peer, clock: clock).response(to: GetGadget())
        #expect(response.attempts == 2)
        #expect(clock.sleeps == [.seconds(30)])
        let refused = Peer(.error(503, "ServiceUnavailableException"))
        await #expect(throws: AWSError.self) { try await makeClient(refused).send(GetGadget()) }
        #expect(refused.exchanges.count == 1)
    }

    @Test func `a signing name of the client takes the place of the service's own`() async throws {
        let peer = Peer(.ok("{}"))
        let client = try makeClient(peer) { $0.signingNames = ["Gadget": "widget"] }
        _ = try await client.send(GetGadget())
        #expect(peer.exchanges.first?["authorization"]?.contains("/widget/aws4_request") == true)
    }

    @Test func `an endpoint that the service refuses is not called, and the error names the setting`() throws {
        let environment = AWSEnvironment(["AWS_ENDPOINT_URL_GADGET": "http://elsewhere"], readingFile: { _ in nil })
        let configuration = try AWSClientConfiguration(region: .usEast1, environment: environment)
        let error = #expect(throws: AWSError.self) {
            try configuration.destination(of: GadgetService.self, takesBearerToken: true)
        }
        #expect(error?.message == "AWS_ENDPOINT_URL_GADGET: no key for elsewhere")
        let signed = try configuration.destination(of: GadgetService.self, takesBearerToken: false)
        #expect(signed.origin == .environment)
        #expect(signed.endpoint.url == "http://elsewhere")
    }

    @Test(
        arguments: [
            ("us-east-1", "gadget.us-east-1.api.aws"), ("us-gov-west-1", "gadget.us-gov-west-1.api.aws"),
            ("cn-north-1", "gadget.cn-north-1.api.amazonwebservices.com.cn"),
        ])
    func `a service without another name has its dual-stack one, asked for or not`(region: String, host: String) throws
    {
        for useDualStack in [false, true] {
            var options = EndpointOptions()
            options.useDualStack = useDualStack
            let endpoint = try Endpoint.resolve(
                GadgetService.self, region: Region(rawValue: region), options: options)
            #expect(endpoint.authority == host)
            #expect(endpoint.signingRegion.rawValue == region)
        }
        var options = EndpointOptions()
        options.useFIPS = true
        #expect(throws: AWSError.invalidConfiguration("Gadget has no FIPS endpoint")) {
            try Endpoint.resolve(GadgetService.self, region: Region(rawValue: region), options: options)
        }
    }

    @Test(
        arguments: [
            (["retry-after-ms": "250", "retry-after": "9"], Duration.milliseconds(250)),
            (["x-amz-retry-after": "100", "retry-after-ms": "250"], .milliseconds(100)),
            (["retry-after-ms": "soon", "retry-after": "9"], .seconds(9)), (["retry-after-ms": "-1"], nil),
        ] as [([String: String], Duration?)])
    func `a waiting time in milliseconds goes before one in seconds`(fields: [String: String], wait: Duration?) throws {
        var response = HTTPResponse(status: .tooManyRequests)
        for (name, value) in fields { response.headerFields[try #require(HTTPField.Name(name))] = value }
        #expect(response.retryAfter(at: Date()) == wait)
    }
}
