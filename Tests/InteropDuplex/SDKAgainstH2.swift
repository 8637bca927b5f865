import AWSCore
import AWSSigning
import BedrockRuntime
import CurlTransport

/// Drives InvokeModelWithBidirectionalStream against the HTTP/2 server of `Tests/Interop/bidirectional_checks.py`.
///
///     interop-duplex URL [CERTIFICATE]
///
/// Region and keys come from the environment. Prints `ok NAME` or `FAIL NAME: …` for each check.
@main
struct SDKAgainstH2 {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let url = arguments.first else {
            print("FAIL usage: interop-duplex URL [CERTIFICATE]")
            return
        }
        let transport = try CurlTransport(
            .defaults {
                $0.proxy = .none
                if let certificate = arguments.dropFirst().first {
                    $0.trust = .file(certificate)
                } else {
                    $0.versions = .http2PriorKnowledge
                }
            })
        let aws = try AWSClient(transport: transport) { $0.endpointURL = url }
        let runtime = BedrockRuntimeClient(aws)
        await conversations(runtime)
        await endings(runtime)
        await check("a signature of the wrong secret is refused, in the service's words") {
            let stranger = BedrockRuntimeClient(
                aws.authenticated(
                    by: .credentials(Credentials(accessKeyID: "AKIDINTEROP000000001", secretAccessKey: "another"))))
            let error = await failure { try await speak(stranger, "stranger") }
            return error?.serviceCode == "InvalidSignatureException" && error?.httpStatus == 403
                && error?.requestID == "request-of-h2"
        }
    }

    private static func conversations(_ runtime: BedrockRuntimeClient) async {
        for model in ["turns", "late"] as [ModelID] {
            await check("five turns with '\(model)', each sent when the one before was answered") {
                try await runtime.invokeModelWithBidirectionalStream(model: named(model)) { input, events in
                    var events = events.makeAsyncIterator()
                    for turn in 1...5 {
                        try await input.send(json: ["say": String(turn)])
                        guard let answer = try await events.next(), answer.text.contains("\"turn\": \(turn),") else {
                            return false
                        }
                    }
                    try await input.finish()
                    let last = try await events.next()
                    return try await events.next() == nil
                        && last?.usage == InvocationUsage(inputTokens: 5, outputTokens: 7)
                }
            }
        }
        await check("one side speaks while the other listens") {
            let answers = try await runtime.invokeModelWithBidirectionalStream(model: named("both")) { input in
                for _ in 1...200 { try await input.send([UInt8](repeating: 1, count: 640)) }
            } receiving: { events in
                var answers = 0
                for try await event in events where event.text.contains("\"heard\": 640") { answers += 1 }
                return answers
            }
            return answers == 200
        }
        await check("two megabytes wait for a server that holds its window, and arrive") {
            let answers = try await runtime.invokeModelWithBidirectionalStream(model: named("slow")) { input in
                for _ in 1...200 { try await input.send([UInt8](repeating: 1, count: 8_000)) }
            } receiving: { events in
                var answers: [String] = []
                for try await event in events { answers.append(event.text) }
                return answers
            }
            return answers.count == 3 && answers[1].contains("\"turn\": 200,")
        }
        await check("four megabytes of answers reach a reader that was late") {
            var size = 0
            try await runtime.invokeModelWithBidirectionalStream(model: named("flood")) { input, events in
                try await input.send([1])
                try await Task.sleep(for: .milliseconds(300))
                try await input.finish()
                for try await event in events { size += event.bytes?.count ?? 0 }
            }
            return size > 64 * 65_000
        }
    }

    private static func endings(_ runtime: BedrockRuntimeClient) async {
        await check("a refusal is the service's error") {
            let error = await failure { try await speak(runtime, "reject") }
            return error?.code == .throttled && error?.message == "Too many sessions."
        }
        await check("an exception in the stream is the service's error") {
            let error = await failure { try await speak(runtime, "exception") }
            return error?.serviceCode == "modelStreamErrorException"
        }
        await check("a stream that is reset fails") {
            await failure { try await speak(runtime, "reset") }?.code == .transport
        }
        await check("a connection that ends fails the stream") {
            await failure { try await speak(runtime, "close") }?.code == .transport
        }
        await check("leaving in the middle ends the exchange") {
            try await runtime.invokeModelWithBidirectionalStream(model: named("left")) { input, events in
                try await input.send([1])
                var events = events.makeAsyncIterator()
                return try await events.next() != nil
            }
        }
        await check("cancelling ends the exchange") {
            let task = Task {
                try await runtime.invokeModelWithBidirectionalStream(model: named("cancelled")) { input, events in
                    var events = events.makeAsyncIterator()
                    return try await events.next() != nil
                }
            }
            try await Task.sleep(for: .milliseconds(100))
            task.cancel()
            return await failure { _ = try await task.value }?.code == .cancelled
        }
    }

    /// Sends until it is refused, and reads until the end.
    private static func speak(_ runtime: BedrockRuntimeClient, _ model: ModelID) async throws {
        try await runtime.invokeModelWithBidirectionalStream(model: named(model)) { input in
            for _ in 1...50 {
                try await input.send([1])
                try await Task.sleep(for: .milliseconds(10))
            }
        } receiving: { events in
            for try await _ in events {}
        }
    }

    private static func named(_ model: ModelID) -> ModelID { ModelID(rawValue: "test.\(model.rawValue)") }

    private static func failure(_ work: () async throws -> Void) async -> AWSError? {
        do {
            try await work()
            return nil
        } catch {
            return error as? AWSError
        }
    }

    private static func check(_ name: String, _ holds: () async throws -> Bool) async {
        do {
            print(try await holds() ? "ok \(name)" : "FAIL \(name): not so")
        } catch {
            print("FAIL \(name): \(error)")
        }
    }
}

extension InvokeModelStreamEvent {
    fileprivate var text: String { String(decoding: bytes ?? [], as: UTF8.self) }
}
