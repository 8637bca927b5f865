import BedrockCost
import BedrockCostTesting
import HTTPTypes
import Synchronization
import Testing

/// What the landing pages show of streams in both directions, run.
@Suite("The documentation of streams in both directions")
struct DuplexProgramTests {
    private let mock = MockAWS(seed: 1)

    private func runtime() throws -> BedrockRuntimeClient {
        BedrockRuntimeClient(
            try AWSClient(region: .usEast1, transport: mock.transport, credentials: mock.credentials) {
                [mock] configuration in configuration.now = { mock.now }
            })
    }

    @Test("a session plays every answer, and tells the tokens that are billed")
    func speaks() async throws {
        let (microphone, sounds) = AsyncStream.makeStream(of: DuplexPrograms.Sound.self)
        for number in 1...3 { sounds.yield(.init(audio: "sound \(number)")) }
        sounds.finish()
        var played: [String] = []
        let usage = try await DuplexPrograms.speak(try runtime(), microphone) {
            played.append(String(decoding: $0, as: UTF8.self))
        }
        #expect(played.filter { $0.contains("textOutput") }.count == 3)
        // {"audio":"sound 1"} has 19 bytes, which are 5 tokens.
        #expect(usage?.input == 15)
        let billed = mock.bill.rows.map(\.tokens).reduce(0, +)
        #expect(billed == (usage?.input ?? 0) + (usage?.output ?? 0))
    }

    @Test("a session in turns says the next thing once it has heard the answer")
    func converses() async throws {
        let heard = Mutex<[String]>([])
        try await DuplexPrograms.converse(try runtime(), .init(audio: "first")) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            let count = heard.withLock { heard in
                heard.append(text)
                return heard.count
            }
            return count < 3 ? .init(audio: "then") : nil
        }
        #expect(heard.withLock { $0.filter { $0.contains("textOutput") }.count } == 3)
        #expect(mock.openStreams == 0)
    }

    @Test("a question is answered before the next is written")
    func asks() async throws {
        let transport = InProcessTransport(duplexOn: ContinuousClock()) { _, body throws(TransportError) in
            InProcessResponse(HTTPResponse(status: .ok)) { () async throws(TransportError) in
                try await body.next().map { Array($0.reversed()) }
            }
        }
        let request = HTTPRequest(method: .post, scheme: "https", authority: "peer.example", path: "/")
        let answers = try await DuplexPrograms.ask(transport, request, [[1, 2], [3, 4, 5]])
        #expect(answers == [[2, 1], [5, 4, 3]])
    }
}
