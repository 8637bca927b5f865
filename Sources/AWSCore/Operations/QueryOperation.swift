public import HTTPTypes

/// An operation of a service that speaks awsQuery, such as STS.
public protocol QueryOperation: AWSOperation where Service: QueryService {
    /// The operation's members as form fields, lists as `Name.member.1`, without `Action` and `Version`.
    var fields: RequestQuery { get }
    /// The output in `result`, the element `<NameResult>` of the reply.
    static func decode(result: XMLElement) throws -> Output
}

extension QueryOperation {
    /// A POST to `/` whose form body names the action.
    public func encode() -> EncodedRequest {
        EncodedRequest(query: Self.name, of: Service.self, fields: fields)
    }

    /// Finds `<NameResult>` in the reply and decodes it; a reply without one, or without a body, counts as empty.
    ///
    /// - Throws: ``XMLError`` for a body that is not XML.
    public static func decode(_ response: HTTPResponse, body: [UInt8]) throws -> Output {
        let empty = XMLElement(name: "\(name)Result")
        if body.isEmpty { return try decode(result: empty) }
        let root = try XMLElement(parsing: body)
        return try decode(result: root["\(name)Result"] ?? empty)
    }

    /// The `<RequestId>` of the reply, or what its header fields say.
    public static func requestID(_ response: HTTPResponse, body: [UInt8]) -> String? {
        response.requestID ?? (try? XMLElement(parsing: body))?["ResponseMetadata"]?["RequestId"]?.text
    }

    /// Reads `<Error>` of the reply; a body that is no XML is kept as the message.
    public static func serviceError(_ response: HTTPResponse, body: [UInt8]) -> ServiceError {
        ServiceError(xml: response, body: body)
    }
}

extension EncodedRequest {
    /// The request of the awsQuery operation `operation` with the given form fields.
    public init<Service: QueryService>(query operation: String, of service: Service.Type, fields: RequestQuery) {
        var form = RequestQuery()
        form.append("Action", operation)
        form.append("Version", service.apiVersion)
        for item in fields.items { form.append(item.name, item.value ?? "") }
        self.init(.post, "/", body: Array(form.percentEncoded.utf8))
        headers[.contentType] = "application/x-www-form-urlencoded; charset=utf-8"
    }
}
