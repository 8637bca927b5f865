public import AWSCore
import HTTPTypes

/// GetAsyncInvoke: how an asynchronous invocation stands.
///
/// `GET /async-invoke/{invocationArn}`.
public struct GetAsyncInvoke: RESTJSONOperation, Hashable, Codable {
    /// The service.
    public typealias Service = BedrockRuntimeService
    /// What the operation returns.
    public typealias Output = AsyncInvocation
    /// `GetAsyncInvoke`.
    public static let name = "GetAsyncInvoke"
    /// It only reads.
    public static let isIdempotent = true

    /// The invocation's ARN.
    public var invocationARN: ARN

    /// Asks for one invocation.
    public init(_ invocationARN: ARN) { self.invocationARN = invocationARN }

    private enum CodingKeys: String, CodingKey { case invocationARN = "invocationArn" }

    /// Checks that the ARN is one of an asynchronous invocation.
    public func validate() throws(AWSError) { try AsyncInvokeRules.check(invocationARN: invocationARN) }

    /// The request on the wire.
    public func encode() -> EncodedRequest { EncodedRequest(.get, "/async-invoke/\(invocationARN)") }
}
