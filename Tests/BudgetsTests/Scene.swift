import AWSCore
import AWSSigning
import Attribution
import BedrockCostTesting
import Budgets
import Foundation
import HTTPTransport
import HTTPTypes
import Metering
import Synchronization

/// A simulated AWS whose tag `dept` counts, and the budgets of its account.
struct Scene {
    let mock: MockAWS
    let budgets: BudgetsClient

    init(_ configure: (inout MockAWS.Options) -> Void = { _ in }) async throws {
        mock = MockAWS(seed: 1, startingAt: Date(timeIntervalSince1970: 1_790_841_600), configure)  // 2026-10-01T08:00Z
        let aws = try AWSClient(
            region: .usEast1, transport: mock.transport, credentials: mock.credentials, environment: .empty)
        budgets = BudgetsClient(aws, accountID: mock.options.accountID)
        // A first cent shows the key; a day later it is active, another day later it is shown.
        mock.addCharge(usd: "0.01", service: "Amazon Bedrock", tags: ["dept": "claims"])
        mock.clock.advance(by: .seconds(86_400))
        _ = try await aws.send(Activation())
        mock.clock.advance(by: .seconds(86_400))
    }

    /// Spends money that a budget on `dept=claims` counts, and lets the bill take it over.
    func spend(_ usd: String, tags: [String: String] = ["dept": "claims"]) {
        mock.addCharge(usd: usd, service: "Amazon Bedrock", tags: tags)
        mock.clock.advance(by: .seconds(86_400))
    }
}

/// The one call of Cost Explorer that budgets by tag need.
private struct Activation: JSONRPCOperation {
    enum Service: JSONRPCService {
        static let serviceID = "Cost Explorer"
        static let signingName = "ce"
        static let endpoint = EndpointRule.partitional("ce")
        static let targetPrefix = "AWSInsightsIndexService"
    }
    struct Tag: Encodable {
        var TagKey = "dept"
        var Status = "Active"
    }
    struct Output: Decodable, Sendable {}
    static let name = "UpdateCostAllocationTagsStatus"
    var CostAllocationTagsStatus: [Tag] { [Tag()] }

    private enum CodingKeys: String, CodingKey { case CostAllocationTagsStatus }
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(CostAllocationTagsStatus, forKey: .CostAllocationTagsStatus)
    }
}

/// A service that answers everything with one body and keeps what it was asked.
final class OneAnswer: Sendable {
    private let asked = Mutex<[(head: HTTPRequest, body: JSONValue)]>([])
    private let status: Int
    private let body: String

    init(_ body: String = "{}", status: Int = 200) {
        self.body = body
        self.status = status
    }

    var requests: [(head: HTTPRequest, body: JSONValue)] { asked.withLock { $0 } }

    func client() throws -> BudgetsClient {
        let transport = InProcessTransport { [self] request, bytes throws(TransportError) in
            let json = (try? JSONValue(parsing: bytes)) ?? .null
            asked.withLock { $0.append((request, json)) }
            return InProcessResponse(HTTPResponse(status: .init(code: status)), body: Array(body.utf8))
        }
        let aws = try AWSClient(
            region: .euWest1, transport: transport,
            credentials: Credentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret"),
            environment: .empty)
        return BudgetsClient(aws, accountID: "123456789012")
    }
}
