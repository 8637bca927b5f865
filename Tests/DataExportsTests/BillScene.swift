import AWSCore
import BedrockCostTesting
import DataExports
import Foundation
import HTTPTypes
import Metering

/// A simulated AWS in which three departments have spent money on two models, and an export of its bill.
struct BillScene {
    let mock: MockAWS
    let aws: AWSClient
    let table = BillTable(database: "billing", name: "bedrock_bill")
    let october = BillingMonth(2026, 10)

    var athena: AthenaClient { AthenaClient(aws, outputLocation: "s3://acme-athena/results/") }

    init(includesPrincipals: Bool = true) async throws {
        let mock = MockAWS(seed: 1, startingAt: Date(timeIntervalSince1970: 1_790_841_600))  // 2026-10-01T08:00Z
        self.mock = mock
        aws = try AWSClient(
            region: .usEast1, transport: mock.transport, credentials: mock.credentials, environment: .empty
        ) {
            $0.now = { mock.now }
            $0.clock = Immediately()
        }
        _ = try await DataExportsClient(aws).create(
            .costAndUsage(
                named: "bedrock-bill", to: .init(bucket: "acme-billing", prefix: "cur", region: .usEast1),
                includesPrincipals: includesPrincipals))
        let tags = [["CostCenter": "claims"], ["CostCenter": "sales"], [:]]
        let profiles = try await tags.enumerated().asyncMap { index, tags in
            try await aws.send(
                ProfileCreation(
                    name: "p\(index)", tags: tags,
                    model: index == 1 ? "anthropic.claude-3-haiku-20240307-v1:0" : "amazon.nova-lite-v1:0"))
        }
        for profile in profiles { try await invoke(profile.inferenceProfileArn) }
        mock.clock.advance(by: .seconds(2 * 86_400))
        _ = try await aws.send(Activation())
        for (index, profile) in profiles.enumerated() {
            for _ in 0...index { try await invoke(profile.inferenceProfileArn) }
        }
        mock.addCharge(usd: "100", service: "Amazon Elastic Compute Cloud", tags: ["CostCenter": "claims"])
        mock.clock.advance(by: .seconds(2 * 86_400))
    }

    /// What the simulator billed for Bedrock, by a key of its rows.
    func billed(by key: (Bill.Row) -> String) throws -> [String: Money] {
        var sums: [String: Money] = [:]
        for row in mock.bill.rows where !row.resource.isEmpty {
            sums[key(row)] = try (sums[key(row)] ?? .zero()).adding(Money(row.cost))
        }
        return sums
    }

    private func invoke(_ model: String) async throws { _ = try await aws.send(Invocation(model: model)) }
}

/// A clock on which every wait is over at once.
struct Immediately: Clock {
    typealias Instant = ContinuousClock.Instant
    var now: Instant { ContinuousClock.now }
    var minimumResolution: Duration { .zero }
    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        await Task.yield()
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}

private enum Control: AWSService {
    static let serviceID = "Bedrock"
    static let signingName = "bedrock"
    static let endpoint = EndpointRule.regional("bedrock")
}

private struct ProfileCreation: RESTJSONOperation {
    typealias Service = Control
    struct Output: Decodable, Sendable { var inferenceProfileArn: String }
    static let name = "CreateInferenceProfile"
    var name: String
    var tags: [String: String]
    var model: String

    func encode() throws -> EncodedRequest {
        let list = tags.map { JSONValue.object(["key": .string($0), "value": .string($1)]) }
        return try EncodedRequest(
            .post, "/inference-profiles",
            json: JSONValue.object([
                "inferenceProfileName": .string(name),
                "modelSource": ["copyFrom": .string("arn:aws:bedrock:us-east-1::foundation-model/\(model)")],
                "tags": .array(list),
            ]))
    }
}

private struct Invocation: RESTJSONOperation {
    typealias Service = Control
    struct Output: Decodable, Sendable {}
    static let name = "Converse"
    var model: String

    func encode() throws -> EncodedRequest {
        try EncodedRequest(
            .post, "/model/\(model)/converse",
            json: ["messages": [["role": "user", "content": [["text": "What does this claim cost?"]]]]] as JSONValue)
    }
}

private struct Activation: JSONRPCOperation {
    enum Service: JSONRPCService {
        static let serviceID = "Cost Explorer"
        static let signingName = "ce"
        static let endpoint = EndpointRule.partitional("ce")
        static let targetPrefix = "AWSInsightsIndexService"
    }
    struct Output: Decodable, Sendable {}
    static let name = "UpdateCostAllocationTagsStatus"

    func encode(to encoder: any Encoder) throws {
        try ["CostAllocationTagsStatus": [["TagKey": "CostCenter", "Status": "Active"]]].encode(to: encoder)
    }
}
