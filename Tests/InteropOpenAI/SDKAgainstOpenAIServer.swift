import AWSCore
import BedrockProjects
import CurlTransport
import Metering

/// Drives `BedrockProjects` against an OpenAI-style server that `Tests/Interop/openai_server_checks.py` has started.
///
/// Endpoint, Region and API key come from the environment, as in any program. Prints `ok NAME` or `FAIL NAME: …` for each
/// check.
@main
struct SDKAgainstOpenAIServer {
    private static let model: ModelID = "openai.gpt-oss-120b"
    private static let project: ProjectID = "proj_abcdefghij0123456789"
    private static let usage = TokenUsage(input: 21, output: 34)

    static func main() async throws {
        let aws = try AWSClient(transport: CurlTransport()) { $0.retry.transientDelay = .zero }
        let projects = BedrockProjectsClient(aws)
        await responses(projects)
        await chat(projects)
        await refusals(projects)
    }

    private static func responses(_ projects: BedrockProjectsClient) async {
        await check("Responses: text, reasoning and usage") {
            let response = try await projects.createResponse(model: model, "say hello", project: project)
            return response.text == "Hello, Größe 世界!" && response.output.first?.reasoningSummary == "A greeting."
                && response.tokenUsage == usage && response.status == .completed
        }
        await check("Responses, streamed: the pieces are the text, and the last event holds all of it") {
            try await projects.streamResponse(model: model, "say hello", project: project) { events in
                var (text, reasoning, finished) = ("", "", Response?.none)
                for try await event in events {
                    text += event.text ?? ""
                    if case .reasoningDelta(let delta) = event { reasoning += delta.delta }
                    finished = event.finished ?? finished
                }
                return text == "Hello, Größe 世界!" && reasoning == "A greeting." && finished?.text == text
                    && finished?.tokenUsage == usage
            }
        }
        let lookup = FunctionTool(name: "lookup", parameters: ["type": "object"])
        await check("Responses: a call, and its result") {
            let first = try await projects.createResponse(model: model, "use a tool", project: project) {
                $0.tools = [lookup]
            }
            guard let call = first.functionCalls.first else { return false }
            let arguments: [String: Int] = try call.decodedArguments()
            let items = [.user("use a tool")] + first.output + [.functionCallOutput("found", of: call.callID)]
            let second = try await projects.createResponse(model: model, .items(items), project: project) {
                $0.tools = [lookup]
            }
            return call.name == "lookup" && arguments == ["claim": 4711] && second.text == "It was found."
        }
        await check("Responses, streamed: a call") {
            try await projects.streamResponse(
                model: model, "use a tool", project: project, configure: { $0.tools = [lookup] }
            ) { events in
                var (arguments, calls) = ("", [FunctionCall]())
                for try await event in events {
                    if case .argumentsDelta(let delta) = event { arguments += delta.delta }
                    if case .itemDone(let item, _) = event { calls += [item.functionCall].compactMap(\.self) }
                }
                return calls.map(\.name) == ["lookup"] && calls.first?.arguments == arguments && !arguments.isEmpty
            }
        }
    }

    private static func chat(_ projects: BedrockProjectsClient) async {
        await check("Chat Completions: text and usage") {
            let completion = try await projects.createChatCompletion(
                model: model, [.system("Be brief."), .user("say hello")], project: project)
            return completion.text == "Hello, Größe 世界!" && completion.finishReason == .stop
                && completion.tokenUsage.map { $0.input == 21 && $0.output == 34 } == true
        }
        await check("Chat Completions, streamed: the pieces are the text, and the usage comes last") {
            try await projects.streamChatCompletion(
                model: model, [.user("say hello")], project: project
            ) { chunks in
                var (answer, pieces) = (ChatAccumulator(), 0)
                for try await chunk in chunks {
                    answer.add(chunk)
                    pieces += chunk.text == nil ? 0 : 1
                }
                return answer.completion.text == "Hello, Größe 世界!" && pieces > 3
                    && answer.completion.tokenUsage?.total == 55 && answer.completion.finishReason == .stop
            }
        }
        await check("Chat Completions, streamed: a call") {
            try await projects.streamChatCompletion(
                model: model, [.user("use a tool")], project: project,
                configure: { $0.tools = [FunctionTool(name: "lookup", parameters: ["type": "object"])] }
            ) { chunks in
                var answer = ChatAccumulator()
                for try await chunk in chunks { answer.add(chunk) }
                let arguments: [String: Int]? = try answer.completion.functionCalls.first?.decodedArguments()
                return arguments == ["claim": 4711] && answer.completion.finishReason == .toolCalls
            }
        }
    }

    private static func refusals(_ projects: BedrockProjectsClient) async {
        await check("a refusal for now is asked again") {
            try await projects.createResponse(model: model, "refuse once", project: project).text == "At last."
        }
        await check("a failure that may have cost is not") {
            await code { try await projects.createResponse(model: model, "fail", project: project) } == .serviceFault
        }
        await check("an invalid request, in a stream too") {
            let plain = await code { try await projects.createResponse(model: model, "be invalid", project: project) }
            let streamed = await code {
                try await projects.streamChatCompletion(
                    model: model, [.user("be invalid")], project: .defaultProject
                ) { for try await _ in $0 {} }
            }
            return plain == .validation && streamed == .validation
        }
        await check("a path that is not there") {
            await code { try await projects.models() } == .notFound
        }
    }

    private static func code(_ body: () async throws -> some Any) async -> AWSError.Code? {
        do {
            _ = try await body()
            return nil
        } catch {
            return (error as? AWSError)?.code
        }
    }

    private static func check(_ name: String, _ body: () async throws -> Bool) async {
        do {
            print(try await body() ? "ok \(name)" : "FAIL \(name): not what was expected")
        } catch {
            print("FAIL \(name): \(error)")
        }
    }
}
