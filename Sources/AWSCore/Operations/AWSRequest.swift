public import AWSEventStream
public import HTTPTypes

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What every AWS operation is: its input, how that input goes on the wire, and how a failure reads.
///
/// A type that conforms to one of the refinements below is an operation ``AWSClient`` can send; the services in this
/// package are made of nothing else, and a program can add an operation they lack in a few lines:
///
/// ```swift
/// struct DeleteGuardrail: RESTJSONOperation {
///     typealias Service = BedrockControlService
///     static let name = "DeleteGuardrail"
///     static let isIdempotent = true
///     var guardrailIdentifier: String
///     struct Output: Decodable, Sendable {}
///     func encode() -> EncodedRequest { EncodedRequest(.delete, "/guardrails/\(guardrailIdentifier)") }
/// }
/// ```
public protocol AWSRequest: Sendable {
    /// The service that the operation belongs to.
    associatedtype Service: AWSService
    /// The operation's name in the service's API.
    static var name: String { get }
    /// Whether a second execution changes nothing and costs nothing.
    ///
    /// `false` by default: an attempt whose reply was lost may have run, and is then not repeated. Attempts that the
    /// service itself refused are repeated either way.
    static var isIdempotent: Bool { get }
    /// The service that this request goes to; ``Service`` by default. An API that two services offer chooses here.
    var destination: any AWSService.Type { get }
    /// Whether it is sent without any proof of who calls, whatever the client has. `false` by default.
    static var isAnonymous: Bool { get }
    /// Checks the input by the service's own rules, before anything is sent. Checks nothing by default.
    ///
    /// - Throws: ``AWSError`` of code ``AWSError/Code/invalidInput``.
    func validate() throws(AWSError)
    /// The request on the wire.
    func encode() throws -> EncodedRequest
    /// What an error response says, by the rules of the service's protocol.
    static func serviceError(_ response: HTTPResponse, body: [UInt8]) -> ServiceError
    /// Whether, and when, an attempt that the service refused may be repeated; by default what the AWS SDKs do.
    ///
    /// - Parameters:
    ///   - error: What ``serviceError(_:body:)`` has read.
    ///   - response: The refusal's head.
    ///   - now: The present, for headers that hold a date.
    static func retryAdvice(for error: ServiceError, in response: HTTPResponse, at now: Date) -> RetryAdvice
}

extension AWSRequest {
    /// A lost reply is not repeated.
    public static var isIdempotent: Bool { false }
    /// ``Service``.
    public var destination: any AWSService.Type { Service.self }
    /// Authenticated as the client is.
    public static var isAnonymous: Bool { false }
    /// Accepts every input.
    public func validate() throws(AWSError) {}
    /// By the error's code, then by the status; `x-amz-retry-after` and `Retry-After` lengthen the wait by at most 5 s.
    public static func retryAdvice(for error: ServiceError, in response: HTTPResponse, at now: Date) -> RetryAdvice {
        RetryAdvice(
            RetryClass(status: response.status.code, code: error.code, message: error.message),
            after: response.retryAfter(at: now))
    }
}

/// An operation with one reply.
public protocol AWSOperation: AWSRequest {
    /// What the operation returns.
    associatedtype Output: Sendable
    /// The output that a successful response holds.
    static func decode(_ response: HTTPResponse, body: [UInt8]) throws -> Output
    /// The id that AWS gave the request of a successful response; by default what its header fields say.
    static func requestID(_ response: HTTPResponse, body: [UInt8]) -> String?
}

extension AWSOperation {
    /// `x-amzn-RequestId` or `x-amz-request-id`.
    public static func requestID(_ response: HTTPResponse, body: [UInt8]) -> String? { response.requestID }
}

/// An operation that answers with an event stream, such as ConverseStream.
public protocol EventStreamOperation: AWSRequest {
    /// One event.
    associatedtype Event: Sendable
    /// What the response's header fields say before the first event.
    associatedtype Head: Sendable = Void
    /// The `:event-type` without which a stream that ends counts as truncated; `nil` (the default) for none.
    static var finalEventType: String? { get }
    /// The members of the output that travel as header fields.
    static func decodeHead(_ response: HTTPResponse) throws -> Head
    /// The event in `message`, or `nil` to pass it over. Exceptions and errors never come here: they are thrown.
    static func decode(event message: EventStreamMessage) throws -> Event?
}

extension EventStreamOperation {
    /// Any end is a good end.
    public static var finalEventType: String? { nil }
}

extension EventStreamOperation where Head == Void {
    /// Nothing in the header fields.
    public static func decodeHead(_ response: HTTPResponse) {}
}

/// An operation whose input is an event stream, too: both sides send at once, such as in InvokeModelWithBidirectionalStream.
///
/// ``AWSRequest/encode()`` gives the request without its body. Every event is signed over the one before.
public protocol BidirectionalStreamOperation: EventStreamOperation where Head == Void {
    /// One event of the input.
    associatedtype InputEvent: Sendable
    /// The message that carries `event`.
    ///
    /// - Throws: ``AWSError`` of code ``AWSError/Code/invalidInput`` for an event that breaks a rule of the service.
    static func encode(event: InputEvent) throws -> EventStreamMessage
}

/// An operation that returns its list in pages.
public protocol PaginatedOperation: AWSOperation {
    /// Sets the token that asks for a later page.
    mutating func setPageToken(_ token: String)
    /// The token of the page after `output`; `nil` or empty at the last one.
    static func nextPageToken(after output: Output) -> String?
}
