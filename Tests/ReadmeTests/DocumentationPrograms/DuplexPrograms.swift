import BedrockCost
import HTTPTypes

/// The code on streams in both directions, of the landing pages of BedrockRuntime and HTTPTransport.
enum DuplexPrograms {
    struct Sound: Codable, Sendable {
        var audio: String
    }

    static func speak(
        _ runtime: BedrockRuntimeClient, _ microphone: AsyncStream<Sound>, _ play: ([UInt8]) -> Void
    ) async throws -> TokenUsage? {
        let sonic: ModelID = "amazon.nova-sonic-v1:0"
        let usage = try await runtime.invokeModelWithBidirectionalStream(model: sonic) { input in
            for await sound in microphone { try await input.send(json: sound) }
        } receiving: { events in
            var usage: TokenUsage?
            for try await event in events {
                if let bytes = event.bytes { play(bytes) }
                usage = event.usage?.tokenUsage ?? usage
            }
            return usage
        }
        return usage
    }

    static func converse(
        _ runtime: BedrockRuntimeClient, _ first: Sound, _ next: @escaping ([UInt8]) -> Sound?
    ) async throws {
        let sonic: ModelID = "amazon.nova-sonic-v1:0"
        try await runtime.invokeModelWithBidirectionalStream(model: sonic) { input, events in
            try await input.send(json: first)
            for try await event in events {
                guard let bytes = event.bytes else { continue }
                if let sound = next(bytes) { try await input.send(json: sound) } else { try await input.finish() }
            }
        }
    }

    static func ask(
        _ transport: some DuplexTransport, _ request: HTTPRequest, _ questions: [[UInt8]]
    ) async throws -> [[UInt8]] {
        let answers = try await transport.withDuplexExchange(for: request, options: TransportOptions()) {
            upload, response in
            guard try await response.head().status == .ok else { return [[UInt8]]() }
            var answers: [[UInt8]] = []
            for question in questions {
                try await upload.write(question)
                guard let answer = try await response.body.next() else { break }
                answers.append(answer)
            }
            try await upload.finish()
            return answers
        }
        return answers
    }
}
