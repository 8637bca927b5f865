import ArgumentParser
import BedrockCostTesting
import Foundation

/// A simulated AWS as a server: Bedrock, its runtime and Projects, resource tagging, Cost Explorer, STS and more on one port.
@main
struct MockAWSCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mock-aws",
        abstract: "Simulates the AWS services that Bedrock cost attribution needs, on a loopback port.",
        discussion: """
            Point any AWS client at it:

                mock-aws --port 4566 &
                export AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
                export AWS_ACCESS_KEY_ID=AKIDMOCKEXAMPLE00001 \\
                       AWS_SECRET_ACCESS_KEY=mock/secret+key/EXAMPLE/0123456789abcdef
                aws bedrock list-inference-profiles

            OpenAI's client takes http://127.0.0.1:4566/v1 as its base URL, and the key of --api-key.

            Signatures are checked against the real time. The simulated date, which bills and Cost Explorer go by, \
            starts at the real one (or at --time), moves on with it, and is turned by

                curl -d '{"advanceSeconds": 86400}' http://127.0.0.1:4566/_mock/clock

            GET /_mock/bill, /_mock/requests and /_mock/status show what happened; POST /_mock/faults scripts failures.
            """)

    @Option(help: "The port to listen on; 0 picks a free one.")
    var port: UInt16 = 0

    @Option(help: "Decides every id, reply and chunk size: the same seed gives the same bytes.")
    var seed: UInt64 = 0

    @Option(help: "The access key id that is known from the start.")
    var accessKeyID: String?

    @Option(help: "Its secret access key.")
    var secretAccessKey: String?

    @Option(help: "The account of the access key, twelve digits.")
    var accountID: String?

    @Option(help: "A long-term Bedrock API key that is known from the start.")
    var apiKey: String?

    @Option(help: "The Region of calls with the long-term API key, which do not tell theirs.")
    var region = "us-east-1"

    @Option(help: "The date at which the simulation begins, such as 2026-10-01T00:00:00Z; now by default.")
    var time: String?

    @Option(help: "Milliseconds between the chunks of a stream.")
    var chunkInterval: Int = 0

    func validate() throws {
        if let accountID, accountID.utf8.count != 12 || !accountID.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            throw ValidationError("--account-id must be twelve digits, not \"\(accountID)\".")
        }
        if let time, (try? Date(time, strategy: .iso8601)) == nil {
            throw ValidationError("--time must look like 2026-10-01T00:00:00Z, not \"\(time)\".")
        }
        guard chunkInterval >= 0 else { throw ValidationError("--chunk-interval must not be negative.") }
    }

    func run() async throws {
        let start = try time.map { try Date($0, strategy: .iso8601) } ?? Date()
        let mock = MockAWS(seed: seed, startingAt: start) { options in
            if let accessKeyID { options.accessKeyID = accessKeyID }
            if let secretAccessKey { options.secretAccessKey = secretAccessKey }
            if let accountID { options.accountID = accountID }
            if let apiKey { options.apiKey = apiKey }
            options.defaultRegion = region
            options.isTimeFlowing = true
            options.signatureTime = .real
            options.chunkInterval = .milliseconds(chunkInterval)
        }
        // Watched before the server can be seen, so that no signal is missed.
        let signals = TerminationSignals()
        try await mock.serve(port: port) { server in
            // FileHandle writes at once: whoever waits for this line on a pipe sees it now.
            FileHandle.standardOutput.write(Data("listening on \(server.url)\n".utf8))
            await signals.wait()
        }
    }
}
