import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// The API key that the Projects article wants in an environment variable, made here from credentials, for twelve hours at
/// most, and renewed in time.
@main
struct ShortTermKey: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "short-term-key",
        abstract: "Makes short-term Bedrock API keys from credentials, uses them, and lets one expire.",
        discussion: """
            A key is made without a call to AWS. It opens Converse on bedrock-runtime and Responses on bedrock-mantle. The \
            simulator's clock is then turned past its end: the kept key is refused, while keys from ShortTermKeyProvider are \
            renewed before they end. The key itself is never printed.
            """)

    @OptionGroup var scenario: Scenario

    func run() async throws {
        try await scenario.run { options in
            // Keys are judged by the clock that this example turns.
            options.signatureTime = .simulated
        } _: { stage in
            try await KeyJourney(stage: stage).run()
        }
    }
}

/// A key from its making to its end.
struct KeyJourney {
    let stage: Stage

    private static let lifetime = Duration.seconds(3_600)

    func run() async throws {
        let region = stage.aws.configuration.region
        let credentials: any CredentialProvider =
            stage.simulator?.credentials ?? DefaultCredentialProvider(using: stage.aws)
        let key = try BedrockAPIKey(
            signedWith: try await credentials.credentials(), region: region.rawValue, at: stage.now,
            lifetime: Self.lifetime)
        print("A key is made: \(describe(key)).")
        try check(key, shows: "nothing of itself")

        let fixed = try client(.bearerToken(key))
        let renewing = try client(
            .bearerToken(ShortTermKeyProvider(credentials, lifetime: Self.lifetime, now: { stage.now })))
        var table = Table("AT", "API", "KEPT KEY", "RENEWED KEYS")
        for wait in [Duration.zero, .seconds(3_000), .seconds(660)] {
            if wait > .zero { stage.letPass("between the calls", wait) }
            for (name, call) in Self.calls {
                table.add(time(stage.now), name, await outcome(fixed, call), await outcome(renewing, call))
            }
        }
        print("\n\(table)")
        if let simulator = stage.simulator {
            let calls = simulator.requests
            let kinds = Set(calls.filter { $0.errorCode == nil }.map(\.authentication))
            try stage.check("the way in", kinds, equals: [.apiKey(.shortTerm)])
            try stage.check("the refusals", calls.filter { $0.errorCode != nil }.count, equals: 2)
            print(
                "\nThe simulator saw \(calls.count) requests, each with a short-term key, and refused the two made with the ended one."
            )
        }
    }

    private typealias Call = @Sendable (AWSClient) async throws -> Int

    /// A call of either endpoint; both return the tokens that they used.
    private static let calls: [(name: String, call: Call)] = [
        (
            "Converse",
            { aws in
                let answer = try await BedrockRuntimeClient(aws).converse(
                    model: "amazon.nova-lite-v1:0", "What is a short-term key?")
                return answer.usage.totalTokens
            }
        ),
        (
            "Responses",
            { aws in
                let answer = try await BedrockProjectsClient(aws).createResponse(
                    model: "openai.gpt-oss-120b", "What is a short-term key?", project: .defaultProject)
                return answer.usage?.totalTokens ?? 0
            }
        ),
    ]

    private func outcome(_ aws: AWSClient, _ call: Call) async -> String {
        do {
            return "\(try await call(aws)) tokens"
        } catch let error as AWSError {
            // Safe to print: errors hold neither header fields nor bodies.
            return "\(error.code): \(error.message)"
        } catch {
            return "\(error)"
        }
    }

    /// A client that proves itself with keys alone.
    private func client(_ authentication: Authentication) throws -> AWSClient {
        try AWSClient(region: stage.aws.configuration.region, authentication: authentication, environment: .empty) {
            $0.endpointURL = stage.endpoint
            $0.now = { stage.now }
            $0.retry.maximumAttempts = 1
        }
    }

    private func describe(_ key: BedrockAPIKey) -> String {
        "for \(key.region ?? "any Region"), good until \(key.expiration.map(time) ?? "it is deleted")"
    }

    private func check(_ key: BedrockAPIKey, shows what: String) throws {
        let printed = "\(key) \(String(reflecting: key))"
        let isHidden = !printed.contains(key.token) && !printed.contains(key.token.suffix(40))
        try stage.check("a printed key that shows \(what)", isHidden, equals: true)
        print("Printed, it says \(key).")
    }

    private func time(_ date: Date) -> String {
        let text = date.ISO8601Format()
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
    }
}
