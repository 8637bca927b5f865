import BedrockCost
import Foundation

/// The calls to make: a file of JSON lines, each with a prompt and the department that asks it.
///
/// ```json
/// {"department": "claims", "prompt": "Summarise claim 4711."}
/// {"department": "claims", "prompt": "Is it fraud?", "api": "invoke"}
/// {"prompt": "A call that nobody owns."}
/// ```
struct PromptFile {
    struct Line: Decodable {
        /// The department's code; none for a call that is made without a profile, on purpose.
        var department: String?
        var prompt: String
        /// `converse` (streamed, the default) or `invoke`.
        var api: API?
    }

    enum API: String, Decodable {
        case converse, invoke
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let lines: [Line]

    /// Reads the file at `path`, or the one that comes with the example.
    init(path: String?) throws {
        guard let path = path ?? Bundle.module.path(forResource: "prompts", ofType: "jsonl") else {
            throw Failure(description: "the example's own prompts.jsonl is missing")
        }
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else {
            throw Failure(description: "\(path): cannot be read as UTF-8 text")
        }
        try self.init(text: text, name: path)
    }

    init(text: String, name: String) throws {
        let known = Department.all.map(\.code)
        lines = try text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
            number, line in
            guard line.contains(where: { !$0.isWhitespace }) else { return nil }
            func failure(_ problem: String) -> Failure {
                Failure(description: "\(name), line \(number + 1): \(problem)")
            }
            let decoded: Line
            do {
                decoded = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
            } catch {
                throw failure("not {\"department\": …, \"prompt\": …, \"api\": \"converse\" or \"invoke\"}")
            }
            if let department = decoded.department, !known.contains(department) {
                throw failure("\"\(department)\" is no department; known are \(known.joined(separator: ", "))")
            }
            guard !decoded.prompt.isEmpty else { throw failure("the prompt is empty") }
            return decoded
        }
        guard !lines.isEmpty else { throw Failure(description: "\(name): holds no prompt") }
    }
}
