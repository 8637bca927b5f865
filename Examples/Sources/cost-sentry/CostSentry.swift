import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation
import Synchronization

/// The AWS blog's cost sentry in the call path: its envelope comes in, a budget decides before the money is gone, and its metrics say
/// what became of each request.
@main
struct CostSentry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cost-sentry",
        abstract: "Runs the blog's request envelopes within budgets, and counts what became of them.",
        discussion: """
            Envelopes of two cost centres go to the models that their aliases name. Approved, degraded, denied, failed, lost and \
            refused requests are told apart; the six metrics of GenAIRateLimiting are written to CloudWatch and read back. With \
            --live the envelopes go to real models, without the faults.
            """)

    @OptionGroup var scenario: Scenario

    func run() async throws {
        try await scenario.run { stage in
            let sentry = try Sentry(stage)
            for request in Request.all { try await sentry.take(request) }
            try await sentry.report()
        }
    }
}

/// An envelope, and what goes wrong with it in the simulator.
struct Request {
    var model = "claude-3-5-haiku"
    var costCenter: String? = "support"
    var application: String? = "aws-documentation-helper"
    var maxTokens = 500
    var fault: MockAWS.Fault?

    static let all = [
        Request(),
        Request(model: "nova-lite"),
        Request(fault: .throttle),
        Request(fault: .lostReply),
        Request(application: nil),
        Request(model: "claude-9"),
        Request(costCenter: "sales", maxTokens: 900),
        Request(costCenter: "sales", maxTokens: 4_000),
        Request(costCenter: "sales", maxTokens: 4_000),
        Request(model: "nova-micro", costCenter: "sales"),
    ]

    /// The document as a caller of the blog's API sends it.
    var document: [UInt8] {
        get throws {
            var tags: [String: JSONValue] = ["environment": "production"]
            tags["costCenter"] = costCenter.map { .string($0) }
            tags["applicationId"] = application.map { .string($0) }
            let envelope: JSONValue = [
                "model": .string(model),
                "prompt": [
                    "messages": [
                        ["role": "system", "content": "You are a helpful AWS expert."],
                        ["role": "user", "content": "Explain the benefits of using S3 using only 100 words."],
                    ],
                    "parameters": ["max_tokens": .int(Int64(maxTokens)), "temperature": 0.7, "top_p": 0.9],
                ],
                "tags": .object(tags),
            ]
            return try envelope.serialized()
        }
    }
}
