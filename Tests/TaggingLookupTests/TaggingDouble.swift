import AWSCore
import AWSSigning
import Attribution
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Synchronization
import TaggingLookup

/// The Tagging API and as much of Bedrock's control plane as a look-up needs, with profiles that the test sets.
final class TaggingDouble: Sendable {
    struct Profile: Sendable {
        var arn: ARN
        var tags: [String: String]
        var status: String? = "ACTIVE"
        var model = "anthropic.claude-3-haiku-20240307-v1:0"
    }

    struct State {
        var profiles: [Profile] = []
        /// Pages of GetResources to answer with before the profiles' own, each with its token.
        var pages: [(resources: [Profile], token: String)] = []
        var failure: (status: Int, code: String)?
        var gate: Signal?
        var arrivals = 0
        var requests: [(operation: String, body: JSONValue)] = []
    }

    private let state = Mutex(State())
    let clock = TestTime()

    func change(_ change: (inout State) -> Void) { state.withLock { change(&$0) } }

    /// Requests that have come in, also those that wait at the gate.
    var arrivals: Int { state.withLock { $0.arrivals } }

    func count(_ operation: String) -> Int {
        state.withLock { state in state.requests.count { $0.operation == operation } }
    }

    func bodies(_ operation: String) -> [JSONValue] {
        state.withLock { state in state.requests.filter { $0.operation == operation }.map(\.body) }
    }

    func aws() throws -> AWSClient {
        let transport = InProcessTransport { [self] (request, body) throws(TransportError) in
            let gate = state.withLock { state in
                state.arrivals += 1
                return state.gate
            }
            try await gate?.wait()
            return answer(request, body)
        }
        let clock = clock
        return try AWSClient(
            region: .usEast1, transport: transport,
            credentials: Credentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret"),
            environment: .empty
        ) {
            $0.jitter = { 0 }
            $0.now = { clock.now }
            $0.retry = .never
        }
    }

    func resolver(_ configure: (inout ProfileResolverConfiguration) -> Void = { _ in }) throws -> ProfileResolver {
        try ProfileResolver(TaggingClient(aws()), ProfileResolverConfiguration(configure))
    }

    private func answer(_ request: HTTPRequest, _ body: [UInt8]) -> InProcessResponse {
        let target = HTTPField.Name("X-Amz-Target").flatMap { request.headerFields[$0] }
        return state.withLock { state in
            let operation = target.map { String($0.split(separator: ".").last ?? "") } ?? "GetInferenceProfile"
            state.requests.append((operation, (try? JSONValue(parsing: body)) ?? .null))
            if let (status, code) = state.failure {
                return Self.reply(status, ["__type": .string(code), "message": "because"])
            }
            guard operation == "GetInferenceProfile" else { return Self.resources(&state) }
            let name = request.path?.split(separator: "/").last.flatMap { String($0).removingPercentEncoding }
            guard let profile = state.profiles.first(where: { $0.arn.rawValue == name }), let status = profile.status
            else { return Self.reply(404, ["__type": "ResourceNotFoundException", "message": "gone"]) }
            let model = "arn:aws:bedrock:us-east-1::foundation-model/\(profile.model)"
            return Self.reply(
                200, ["status": .string(status), "models": [["modelArn": .string(model)]], "type": "APPLICATION"])
        }
    }

    private static func resources(_ state: inout State) -> InProcessResponse {
        let (resources, token) = state.pages.isEmpty ? (state.profiles, "") : state.pages.removeFirst()
        let list = resources.map { profile -> JSONValue in
            let tags = profile.tags.sorted { $0.key < $1.key }.map { tag -> JSONValue in
                ["Key": .string(tag.key), "Value": .string(tag.value)]
            }
            return ["ResourceARN": .string(profile.arn.rawValue), "Tags": .array(tags)]
        }
        return reply(200, ["ResourceTagMappingList": .array(list), "PaginationToken": .string(token)])
    }

    private static func reply(_ status: Int, _ body: JSONValue) -> InProcessResponse {
        InProcessResponse(HTTPResponse(status: .init(code: status)), body: (try? body.serialized()) ?? [])
    }
}

/// A clock that the test turns.
final class TestTime: Sendable {
    private let date = Mutex(Date(timeIntervalSince1970: 1_780_000_000))
    var now: Date { date.withLock { $0 } }
    func advance(by seconds: TimeInterval) { date.withLock { $0 += seconds } }
}

func profileARN(_ id: String) -> ARN {
    let text = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/\(id)"
    guard let arn = ARN(text) else { preconditionFailure("not an ARN: \(text)") }
    return arn
}

/// Gives other tasks the processor until `condition` holds.
func eventually(_ condition: () -> Bool) async {
    while !condition() { await Task.yield() }
}
