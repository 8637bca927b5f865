import ArgumentParser
import ExampleKit

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

    @OptionGroup var scenario: Scenario

    func validate() throws {
        guard !(csv && json) else { throw ValidationError("--csv and --json exclude each other") }
    }

    func run() async throws {
        let prompts = try PromptFile(path: input)
        try await scenario.run { stage in
            let chargeback = try await Journey(stage: stage, prompts: prompts).run()
            if json {
                print(try chargeback.json())
            } else {
                print(csv ? chargeback.csv : chargeback.table)
            }
            if chargeback.isExact == false { throw ExitCode.failure }
        }
    }
}
