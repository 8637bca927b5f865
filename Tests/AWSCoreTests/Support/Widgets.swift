import AWSCore
import AWSEventStream
import HTTPTypes

/// A service like Bedrock Runtime: restJson1, takes API keys.
enum WidgetService: AWSService {
    static let serviceID = "Widget Runtime"
    static let signingName = "widget"
    static let endpoint = EndpointRule.regional("widget-runtime")
    static let acceptsBearerToken = true
}

/// A service like Cost Explorer: awsJson1.1, one endpoint for a partition.
enum LedgerService: JSONRPCService {
    static let serviceID = "Ledger"
    static let signingName = "ledger"
    static let endpoint = EndpointRule.partitional("ledger")
    static let targetPrefix = "LedgerService"
}

/// A service like CloudWatch, which overrides codes in a header.
enum MeterService: JSONRPCService {
    static let serviceID = "Meter"
    static let signingName = "meter"
    static let endpoint = EndpointRule.regional("meter")
    static let targetPrefix = "Meter"
    static let jsonVersion = "1.0"
    static let isQueryCompatible = true
}

/// Reads: may be repeated at any time.
struct GetWidget: RESTJSONOperation {
    typealias Service = WidgetService
    static let name = "GetWidget"
    static let isIdempotent = true
    var id = "w1"

    struct Output: Decodable, Sendable, Equatable { var name: String? }

    func validate() throws(AWSError) {
        guard !id.isEmpty else { throw .invalidInput("id", "must not be empty") }
    }
    func encode() -> EncodedRequest { EncodedRequest(.get, "/widgets/\(id)") }
}

/// Costs money: is not repeated once it may have run.
struct MakeWidget: RESTJSONOperation, Encodable {
    typealias Service = WidgetService
    static let name = "MakeWidget"
    var name = "axle"
    var weight: Double?

    typealias Output = GetWidget.Output

    func encode() throws -> EncodedRequest {
        var request = try EncodedRequest(.post, "/widgets", json: self)
        request.query.append("dry run", "a b/c")
        return request
    }
}

struct ListEntries: JSONRPCOperation, PaginatedOperation {
    typealias Service = LedgerService
    static let name = "ListEntries"
    static let isIdempotent = true
    var NextToken: String?

    struct Output: Decodable, Sendable {
        var Entries: [Int]?
        var NextToken: String?
    }

    mutating func setPageToken(_ token: String) { NextToken = token }
    static func nextPageToken(after output: Output) -> String? { output.NextToken }
}

struct GetMeter: JSONRPCOperation {
    typealias Service = MeterService
    static let name = "GetMeter"
    struct Output: Decodable, Sendable {}
}

enum WidgetEvent: Sendable, Equatable {
    case part(String)
    case usage(Int)
    case unknown(String)
}

struct StreamWidget: EventStreamOperation {
    typealias Service = WidgetService
    static let name = "StreamWidget"
    static let finalEventType: String? = "usage"

    static func decodeHead(_ response: HTTPResponse) throws -> String? {
        let kind = response.headerFields[.contentType]
        if kind == "text/html" { throw BadHead() }
        return kind
    }

    struct BadHead: Error {}

    func encode() -> EncodedRequest { EncodedRequest(.post, "/widgets/stream", body: Array("{}".utf8)) }

    static func decode(event message: EventStreamMessage) throws -> WidgetEvent? {
        switch message.eventType {
        case "part": .part(try JSONValue(parsing: Array(message.payload))["text"]?.string ?? "")
        case "usage": .usage(try JSONValue(parsing: Array(message.payload))["tokens"]?.int ?? 0)
        case "ping": nil
        case let type: .unknown(type ?? "")
        }
    }

    /// The frames of an event.
    static func frame(_ type: String, _ json: String) throws -> [UInt8] {
        try EventStreamMessage.event(type, payload: Array(json.utf8)).encoded
    }
}
