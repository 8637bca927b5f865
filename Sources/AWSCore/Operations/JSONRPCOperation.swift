public import HTTPTypes

/// An operation of a service that speaks awsJson: the operation's own JSON is the body.
public protocol JSONRPCOperation: AWSOperation, Encodable where Service: JSONRPCService {}

extension JSONRPCOperation {
    /// A POST to `/`, named by `X-Amz-Target`, with the operation's JSON. Dates are epoch seconds.
    public func encode() throws -> EncodedRequest {
        EncodedRequest(jsonRPC: Self.name, of: Service.self, body: try AWSJSON.encode(self, dates: .epochSeconds))
    }
}

extension JSONRPCOperation where Output: Decodable {
    /// Decodes the body's JSON; an empty body counts as an empty object.
    public static func decode(_ response: HTTPResponse, body: [UInt8]) throws -> Output {
        try AWSJSON.decode(Output.self, fromReply: body)
    }
}

extension EncodedRequest {
    /// The request of the awsJson operation `operation` with an encoded body.
    public init<Service: JSONRPCService>(jsonRPC operation: String, of service: Service.Type, body: [UInt8]) {
        self.init(.post, "/", body: body)
        headers[.contentType] = "application/x-amz-json-\(service.jsonVersion)"
        headers[.amzTarget] = "\(service.targetPrefix).\(operation)"
        if service.isQueryCompatible { headers[.amznQueryMode] = "true" }
    }
}
