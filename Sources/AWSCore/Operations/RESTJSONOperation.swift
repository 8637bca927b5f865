public import HTTPTypes

/// An operation of a service that speaks restJson1: path, query and header fields carry members, the body is JSON.
public protocol RESTJSONOperation: AWSOperation {}

extension AWSRequest {
    /// Reads an error of the JSON protocols: code from `x-amzn-errortype`, the body's `code` or its `__type`.
    public static func serviceError(_ response: HTTPResponse, body: [UInt8]) -> ServiceError {
        ServiceError(json: response, body: body, queryCompatible: Service.isQueryCompatible)
    }
}

extension RESTJSONOperation where Output: Decodable {
    /// Decodes the body's JSON; an empty body counts as an empty object.
    public static func decode(_ response: HTTPResponse, body: [UInt8]) throws -> Output {
        try AWSJSON.decode(Output.self, fromReply: body)
    }
}
