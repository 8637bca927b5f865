import AWSCore
import AWSSigning
import BedrockCostTesting
import CostExplorer
import Foundation
import HTTPTransport
import HTTPTypes
import Synchronization

/// A Cost Explorer that gives out prepared replies in order and keeps what it was asked.
final class ScriptedBill: Sendable {
    struct Request: Sendable {
        var head: HTTPRequest
        var body: JSONValue
        var operation: String? { head.headerFields[.amzTarget] }
    }

    struct Reply: Sendable {
        var status = 200
        var body: String
    }

    private struct State {
        var replies: [Reply]
        var requests: [Request] = []
        var now = Date(timeIntervalSince1970: 1_793_534_400)  // 2026-11-01T12:00:00Z
    }

    private let state: Mutex<State>

    init(_ replies: [Reply]) { state = Mutex(State(replies: replies)) }
    convenience init(_ bodies: String...) { self.init(bodies.map { Reply(body: $0) }) }

    var requests: [Request] { state.withLock { $0.requests } }
    var bodies: [JSONValue] { requests.map(\.body) }
    func advance(by seconds: TimeInterval) { state.withLock { $0.now.addTimeInterval(seconds) } }

    func client(
        region: Region = .euWest1, caching: ReportCaching = .none, budget: CostRequestBudget? = nil
    ) throws -> CostExplorerClient {
        let transport = InProcessTransport { [self] request, body throws(TransportError) in
            guard let json = try? JSONValue(parsing: body) else {
                throw TransportError(.invalidRequest, "no JSON", requestMayHaveBeenProcessed: false)
            }
            let reply = state.withLock { state in
                state.requests.append(Request(head: request, body: json))
                return state.replies.isEmpty
                    ? Reply(status: 500, body: #"{"__type":"NothingPrepared"}"#) : state.replies.removeFirst()
            }
            return InProcessResponse(
                HTTPResponse(status: HTTPResponse.Status(code: reply.status)), body: Array(reply.body.utf8))
        }
        let aws = try AWSClient(
            region: region, transport: transport,
            credentials: Credentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret"),
            environment: .empty
        ) {
            $0.now = { [self] in state.withLock { $0.now } }
            $0.retry.transientDelay = .zero
            $0.retry.throttlingDelay = .zero
        }
        return CostExplorerClient(aws, caching: caching, budget: budget)
    }
}

/// A result of one period, as the service writes it.
func result(_ start: String, _ end: String, estimated: Bool = false, _ groups: [([String], String)]) -> String {
    let groups = groups.map { keys, amount in
        let keys = keys.map { "\"\($0)\"" }.joined(separator: ",")
        return #"{"Keys":[\#(keys)],"Metrics":{"UnblendedCost":{"Amount":"\#(amount)","Unit":"USD"}}}"#
    }
    return """
        {"TimePeriod":{"Start":"\(start)","End":"\(end)"},"Total":{},"Groups":[\(groups.joined(separator: ","))],\
        "Estimated":\(estimated)}
        """
}

/// A page of results.
func page(_ results: [String], token: String? = nil) -> String {
    #"{"ResultsByTime":[\#(results.joined(separator: ","))]\#(token.map { #","NextPageToken":"\#($0)""# } ?? "")}"#
}

/// A page of service names.
func services(_ names: [String], token: String? = nil) -> String {
    let values = names.map { #"{"Value":"\#($0)","Attributes":{}}"# }.joined(separator: ",")
    let next = token.map { #","NextPageToken":"\#($0)""# } ?? ""
    return #"{"DimensionValues":[\#(values)],"ReturnSize":\#(names.count),"TotalSize":\#(names.count)\#(next)}"#
}

/// The ARN that `text` is.
func arn(_ text: String) -> ARN {
    guard let arn = ARN(rawValue: text) else { preconditionFailure("\(text) is no ARN") }
    return arn
}
