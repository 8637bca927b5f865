public import AWSCore
public import HTTPTypes

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An operation of OpenAI's API as Bedrock serves it: JSON bodies, OpenAI's error envelope and its retry headers.
///
/// A generation that may have run is never repeated: another attempt is made where the service refused the first one (429,
/// 503, or `x-should-retry: true`), and after a lost reply only of operations that are idempotent. The service's own
/// waiting time (`retry-after-ms`, `Retry-After`) is kept up to two minutes; a longer one is not waited for.
public protocol OpenAIOperation: AWSRequest where Service == BedrockMantleService {
    /// Where the operation goes.
    var route: InferenceRoute { get }
}

extension OpenAIOperation {
    /// The service of ``route``.
    public var destination: any AWSService.Type { route.service }

    /// Reads OpenAI's envelope, AWS's own, or plain text. Rate limits that came with it are kept in the details.
    public static func serviceError(_ response: HTTPResponse, body: [UInt8]) -> ServiceError {
        ServiceError(openAI: response, body: body)
    }

    /// By `x-should-retry`, then by the status.
    public static func retryAdvice(for error: ServiceError, in response: HTTPResponse, at now: Date) -> RetryAdvice {
        let status = response.status.code
        let wait = response.retryAfter(at: now)
        let retryClass: RetryClass =
            switch response.headerFields[.shouldRetry]?.lowercased() {
            case "false": .none
            case "true": status == 429 ? .throttling : .transient
            default: Self.retryClass(status, error)
            }
        // A wait that no caller would want to sit through is better told than cut short.
        if let wait, wait > longestWait { return RetryAdvice(.none, after: wait) }
        return RetryAdvice(retryClass, after: wait, patience: longestWait)
    }

    private static var longestWait: Duration { .seconds(120) }

    private static func retryClass(_ status: Int, _ error: ServiceError) -> RetryClass {
        if error.kind == .quotaExceeded { return .none }
        // What AWS's own codes mean holds here, too: it throttles with other statuses than 429.
        let byCode = RetryClass(status: 400, code: error.code, message: error.message)
        if byCode != .none { return byCode }
        return switch status {
        case 429: error.message.contains("per day") ? .none : .throttling
        case 503, 529: .transient
        // The request may have run until it failed.
        case 408, 500, 502, 504: isIdempotent ? .transient : .none
        default: .none
        }
    }
}

extension OpenAIOperation where Self: AWSOperation, Output: Decodable {
    /// Decodes the body's JSON. A body that is an error in spite of its status, as `bedrock-runtime` answers for unknown
    /// paths, is thrown as that error.
    ///
    /// - Throws: `DecodingError`, or `AWSError` of the error in the body.
    public static func decode(_ response: HTTPResponse, body: [UInt8]) throws -> Output {
        do {
            return try AWSJSON.decode(Output.self, from: body)
        } catch {
            guard let disguised = ServiceError(disguisedIn: body, response) else { throw error }
            throw AWSError(disguised, httpStatus: response.status.code)
        }
    }
}

extension EncodedRequest {
    /// A request that is charged to `project`, or belongs to it.
    init(
        _ method: HTTPRequest.Method, _ path: RequestPath, of project: ProjectID,
        query: RequestQuery = RequestQuery(), json: JSONValue? = nil
    ) throws {
        if let json {
            try self.init(method, path, query: query, json: json)
        } else {
            self.init(method, path, query: query)
        }
        // Requests without the header belong to the default project.
        if !project.isDefault { headers[.openAIProject] = project.rawValue }
    }
}

extension HTTPField.Name {
    static let openAIProject = field("OpenAI-Project")
    static let shouldRetry = field("x-should-retry")

    /// A name known to be a legal token when it was written; `name` is a literal of this module.
    static func field(_ name: StaticString) -> HTTPField.Name {
        guard let field = HTTPField.Name("\(name)") else { preconditionFailure("\(name) is not a field name") }
        return field
    }
}
