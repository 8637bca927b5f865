import ArgumentParser
import BedrockCost
import BedrockCostTesting
import Foundation

/// The documents' insurer: three departments, one bill, and who owes what of it.
@main
struct InsuranceChargeback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "insurance-chargeback",
        abstract: "Charges each department of an insurer for the models it called.",
        discussion: """
            Creates a tagged inference profile for each department, finds the profiles by their tags, makes the calls of \
            the input file through them (and some through none, on purpose), activates the tag in Cost Explorer and prints \
            what each department spent on which model. Without --live all of it happens against the simulator, over real \
            sockets on this machine.

            The input file has one JSON object a line: {"department": "claims", "prompt": "…", "api": "converse"}. \
            Departments are claims, sales and underwriting; a line without one is a call that nobody owns. The api is \
            converse (streamed, the default) or invoke.
            """)

    @Option(name: .long, help: "The file with the prompts; the example's own by default.")
    var input: String?

    @Flag(name: .long, help: "Print comma-separated values.")
    var csv = false

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    @Flag(name: .long, help: "Run against real AWS, with the default credential chain. This costs money.")
    var live = false

    @Option(name: .long, help: "The simulator's seed.")
    var seed: UInt64 = 1

    @Flag(name: .long, help: "Do not show progress.")
    var quiet = false

    func validate() throws {
        guard !(csv && json) else { throw ValidationError("--csv and --json exclude each other") }
    }

    func run() async throws {
        let prompts = try PromptFile(path: input)
        let chargeback = live ? try await liveChargeback(prompts) : try await simulatedChargeback(prompts)
        if json {
            print(try chargeback.json())
        } else {
            print(csv ? chargeback.csv : chargeback.table)
        }
        if chargeback.isExact == false { throw ExitCode.failure }
    }

    private func liveChargeback(_ prompts: PromptFile) async throws -> Chargeback {
        try await Journey(aws: AWSClient(), prompts: prompts, simulator: nil, progress: progress).run()
    }

    private func simulatedChargeback(_ prompts: PromptFile) async throws -> Chargeback {
        let simulator = MockAWS(seed: seed)
        return try await simulator.serve { server in
            let aws = try AWSClient(
                region: .usEast1, authentication: .credentials(simulator.credentials), environment: .empty
            ) { $0.endpointURL = server.url }
            return try await Journey(aws: aws, prompts: prompts, simulator: simulator, progress: progress).run()
        }
    }

    private var progress: @Sendable (String) -> Void {
        let quiet = quiet
        return { step in
            if !quiet { FileHandle.standardError.write(Data("· \(step)\n".utf8)) }
        }
    }
}
