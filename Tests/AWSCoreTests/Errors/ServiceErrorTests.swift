import Foundation
import HTTPTypes
import Testing

@testable import AWSCore

@Suite struct `What an error response says` {
    private func json(
        _ status: Int, _ body: String, _ fields: [String: String] = [:], queryCompatible: Bool = false
    ) -> ServiceError {
        ServiceError(json: Peer.Answer.head(status, fields), body: Array(body.utf8), queryCompatible: queryCompatible)
    }

    private func xml(_ status: Int, _ body: String) -> ServiceError {
        ServiceError(xml: Peer.Answer.head(status, ["x-amzn-requestid": "h-1"]), body: Array(body.utf8))
    }

    @Test(
        arguments: [
            ("{}", ["x-amzn-errortype": "ThrottlingException:http://internal.amazon.com/coral/x/"]),
            ("{}", ["X-Amzn-ErrorType": "com.amazon#ThrottlingException"]),
            (#"{"code":"ThrottlingException"}"#, [:]), (#"{"Code":"a.b#ThrottlingException"}"#, [:]),
            (#"{"__type":"com.amazon.coral.service#ThrottlingException"}"#, [:]),
            (#"{"__type":"Other"}"#, ["x-amzn-errortype": "ThrottlingException"]),
        ] as [(String, [String: String])])
    func `the code stands in a header, in code or in __type, bared of its namespace and link`(
        _ body: String, _ fields: [String: String]
    ) {
        #expect(json(400, body, fields).code == "ThrottlingException")
    }

    @Test func `a query-compatible service's header overrides the code`() {
        let fields = ["x-amzn-query-error": "InvalidParameterValue;Sender"]
        #expect(json(400, #"{"__type":"Other"}"#, fields, queryCompatible: true).code == "InvalidParameterValue")
        #expect(json(400, #"{"__type":"Other"}"#, fields).code == "Other")
    }

    @Test(arguments: ["message", "Message", "errorMessage"])
    func `the message and all members are kept`(_ name: String) {
        let error = json(
            424, #"{"__type":"ModelErrorException","\#(name)":"it broke","originalStatusCode":500}"#,
            ["x-amz-request-id": "r-2"])
        #expect(error.message == "it broke")
        #expect(error.requestID == "r-2")
        #expect(error.details?["originalStatusCode"]?.int == 500)
    }

    @Test func `a gateway's page says no more than its status`() {
        let page = json(502, "<html>the gateway's own words</html>")
        #expect(page == ServiceError(code: "502", message: "Bad Gateway"))
        #expect(json(503, "") == ServiceError(code: "503", message: "Service Unavailable"))
        #expect(json(599, "").message == "HTTP status 599")
        #expect(xml(503, "").code == "503")
        #expect(xml(500, "<html>x").message == "Internal Server Error")
    }

    @Test func `other text is kept up to 512 bytes`() {
        #expect(json(403, "blocked by the proxy").message == "blocked by the proxy")
        #expect(json(403, String(repeating: "x", count: 2000)).message.count == 512)
        #expect(json(403, "{}").message == "Forbidden")
        #expect(json(400, "[1]").message == "[1]")
    }

    @Test func `XML errors come in two nestings`() {
        let plain = xml(
            400,
            "<ErrorResponse><Error><Code>ValidationError</Code><Message>bad &lt;x&gt;</Message></Error>"
                + "<RequestId>b-1</RequestId></ErrorResponse>")
        #expect(
            plain
                == ServiceError(
                    code: "ValidationError", message: "bad <x>", requestID: "b-1",
                    details: ["Code": "ValidationError", "Message": "bad <x>"]))
        let nested = xml(
            403,
            "<Response><Errors><Error><Code>AuthFailure</Code></Error></Errors><RequestID>b-2</RequestID></Response>")
        #expect(
            nested
                == ServiceError(
                    code: "AuthFailure", message: "Forbidden", requestID: "b-2", details: ["Code": "AuthFailure"]))
        #expect(xml(400, "<a/>").requestID == "h-1")
    }

    @Test(arguments: [
        ("ThrottlingException", 400, AWSError.Code.throttled), ("LimitExceededException", 400, .throttled),
        ("AccessDenied", 403, .accessDenied), ("AccessDeniedException", 400, .accessDenied),
        ("ExpiredTokenException", 403, .unauthenticated), ("UnrecognizedClientException", 403, .unauthenticated),
        ("SignatureDoesNotMatch", 403, .unauthenticated), ("ResourceNotFoundException", 404, .notFound),
        ("ConflictException", 400, .conflict), ("ServiceQuotaExceededException", 400, .quotaExceeded),
        ("TooManyTagsException", 400, .quotaExceeded), ("ValidationException", 400, .validation),
        ("ModelTimeoutException", 408, .service), ("InternalServerException", 500, .serviceFault),
        ("401", 401, .unauthenticated), ("403", 403, .accessDenied), ("404", 404, .notFound), ("429", 429, .throttled),
        ("503", 503, .serviceFault), ("418", 418, .service),
    ])
    func `code, then status, tell the kind of failure`(_ code: String, _ status: Int, _ kind: AWSError.Code) {
        let error = AWSError(ServiceError(code: code, message: "m"), httpStatus: status)
        #expect(error.code == kind)
        #expect(error.serviceCode == code)
        #expect(error.httpStatus == status)
    }

    @Test func `errors are equal in kind and service code`() {
        #expect(AWSError(.service, "a") == AWSError(.service, "b"))
        #expect(AWSError(.service, "a") != AWSError(.validation, "a"))
        #expect(
            AWSError(ServiceError(code: "A", message: ""), httpStatus: 400)
                != AWSError(ServiceError(code: "B", message: ""), httpStatus: 400))
    }
}
