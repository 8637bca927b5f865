import ArgumentParser
import BedrockCost
import BedrockCostTesting
import ExampleKit
import Foundation

/// The AWS blog's "invocation-level tagging": metadata sent with every call, read again from Bedrock's own log, and priced.
@main
struct InvocationLogsExample: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invocation-logs",
        abstract: "Sums up tokens and costs by request metadata, from the log of model invocations.",
        discussion: """
            Without files it makes calls on the simulator and reads the log that they leave. With files it reads these: \
            objects that Bedrock wrote to your bucket (*.json.gz), as `aws s3 cp --recursive` fetches them.
            """)

    @Argument(help: "Files of a real log.")
    var files: [String] = []

    @Option(name: .long, help: "The pair of the metadata by which calls are summed up.")
    var key = "costCenter"

    @OptionGroup var scenario: Scenario

    func validate() throws {
        guard !(scenario.live && files.isEmpty) else { throw ValidationError("--live needs files of the log") }
    }

    func run() async throws {
        guard files.isEmpty else {
            let records = try files.flatMap { path in
                try ModelInvocationLog.records(inFile: Array(Data(contentsOf: URL(filePath: path))))
            }
            return print(try LoggedCosts(records, by: key).table)
        }
        try await scenario.run { stage in
            guard let simulator = stage.simulator else { return }
            try await BedrockControlClient(stage.aws).setInvocationLogging(
                InvocationLoggingConfiguration(s3: .init(bucketName: "invocation-logs", keyPrefix: "bedrock")))
            try await makeCalls(stage)

            let objects = try simulator.invocationLogObjects()
            print("\(objects.count) objects, the first of them\n\(objects.first?.key ?? "")\n")
            let records = try objects.flatMap { try ModelInvocationLog.records(inFile: $0.bytes) }
            let costs = try LoggedCosts(records, by: key)
            print(costs.table)

            let billed = try Money(simulator.bill.total)
            try stage.check("the cost of the logged tokens", costs.total, equals: billed)
            print("\n\(costs.total) USD, equal to the simulator's bill")
        }
    }

    /// Calls of three cost centres and two models, one of them refused.
    private func makeCalls(_ stage: Stage) async throws {
        let runtime = BedrockRuntimeClient(stage.aws)
        let haiku = ModelID("us.anthropic.claude-3-5-haiku-20241022-v1:0")
        let nova = ModelID("amazon.nova-lite-v1:0")
        for (center, model, prompt) in [
            ("support", haiku, "Explain the benefits of using S3 using only 100 words."),
            ("support", nova, "Which storage class is the cheapest?"),
            ("sales", haiku, "Summarise our three offers."),
            ("services", nova, "List the steps of a migration."),
            ("services", nova, "And what may go wrong in each?"),
        ] {
            _ = try await runtime.converse(model: model, prompt) {
                $0.system = [.text("You are a helpful AWS expert.")]
                $0.inferenceConfig = InferenceConfiguration(maxTokens: 200, temperature: 0.7, topP: 0.9)
                $0.requestMetadata = [
                    "applicationId": "aws-documentation-helper", "costCenter": center, "environment": "production",
                ]
            }
            stage.letPass("between two calls", .seconds(1800))
        }
        // More tokens than the model makes: the refusal is logged, too, and costs nothing.
        do throws(AWSError) {
            _ = try await runtime.converse(model: nova, "Write a book.") {
                $0.inferenceConfig = InferenceConfiguration(maxTokens: 1_000_000)
                $0.requestMetadata = ["costCenter": "sales"]
            }
        } catch {
            stage.progress("refused: \(error.message)")
        }
        // A call without metadata has no owner.
        _ = try await runtime.converse(model: nova, "Who pays for this?")
    }
}
