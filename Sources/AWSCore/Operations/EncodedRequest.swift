public import HTTPTypes

/// An operation's request before it has an endpoint and a signature.
public struct EncodedRequest: Sendable, Hashable {
    /// The HTTP method.
    public var method: HTTPRequest.Method
    /// The path below the endpoint, percent-encoded as it goes on the wire.
    public var path: RequestPath
    /// The query items, in the order in which they are sent.
    public var query: RequestQuery
    /// Header fields of the operation itself. Host, date and authorization are added when the request is signed.
    public var headers: HTTPFields
    /// The whole body.
    public var body: [UInt8]
    /// A label put in front of the endpoint's host, such as `data.`; empty for none.
    public var hostPrefix = ""

    /// A request with the given parts.
    public init(
        _ method: HTTPRequest.Method, _ path: RequestPath, query: RequestQuery = RequestQuery(),
        headers: HTTPFields = [:], body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// A request whose body is `json`, as `application/json`.
    ///
    /// - Throws: `EncodingError` of `json`.
    public init(
        _ method: HTTPRequest.Method, _ path: RequestPath, query: RequestQuery = RequestQuery(),
        headers: HTTPFields = [:], json: some Encodable
    ) throws {
        self.init(method, path, query: query, headers: headers, body: try AWSJSON.encode(json))
        self.headers[.contentType] = "application/json"
    }
}
