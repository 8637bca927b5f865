import AWSCore
import HTTPTransport
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A session that an operation has opened.
struct SessionPlan {
    let call: Call
    let target: InvocationTarget
    let fault: MockAWS.Fault.Kind?
}

/// One session of InvokeModelWithBidirectionalStream: every event is checked against the chain of signatures, answered with a
/// text before the next is looked at, and billed. The end of the input is answered with the tokens of the session.
final class BidirectionalSession: Sendable {
    private struct State {
        var frames = EventFrameReader()
        var chain: EventChain?
        var count = TokenCount()
        var turns = 0
        var isOver = false
    }

    private let engine: Engine
    private let plan: SessionPlan
    private let body: InProcessRequestBody
    private let state: Mutex<State>
    private let stream: OpenStream

    init(_ plan: SessionPlan, _ body: InProcessRequestBody, _ engine: Engine) {
        self.engine = engine
        self.plan = plan
        self.body = body
        self.state = Mutex(State(chain: plan.call.proof.events))
        self.stream = OpenStream(engine)
    }

    func close() { stream.close() }

    /// The next bytes of the answer; `nil` at its end.
    func next() async throws(TransportError) -> [UInt8]? {
        while true {
            if state.withLock({ $0.isOver }) { return nil }
            do throws(SessionFault) {
                while let message = try nextMessage() {
                    if let frame = try answer(to: message) { return frame }
                }
            } catch {
                return end(with: EventFrame.exception(error.type, message: error.message))
            }
            guard let bytes = try await body.next() else {
                return end(
                    with: EventFrame.exception(
                        "validationException", message: "The input ended without its signed, empty message."))
            }
            state.withLock { $0.frames.append(bytes) }
        }
    }

    private func end(with frame: [UInt8]?) -> [UInt8]? {
        state.withLock { $0.isOver = true }
        return frame
    }

    /// The next event of the input behind its signature; an empty payload for the end.
    private func nextMessage() throws(SessionFault) -> [UInt8]? {
        let clocks = engine.signatureClocks(engine.now)
        return try state.withLock { state throws(SessionFault) in
            let message: EventFrameReader.Message?
            do throws(EventFrameReader.Malformed) { message = try state.frames.next() } catch { throw .malformed }
            guard let message else { return nil }
            guard case .timestamp(let date)? = message.headers[":date"],
                case .bytes(let signature)? = message.headers[":chunk-signature"]
            else { throw .unsigned }
            guard
                clocks.contains(where: {
                    abs($0.timeIntervalSince1970 - Double(date) / 1_000) <= SignatureVerifier.tolerance
                })
            else { throw .wrongDate }
            do throws(AuthenticationFailure) {
                try state.chain?.verify(message.payload, milliseconds: date, signature: signature)
            } catch {
                throw SessionFault("validationException", error.message)
            }
            return message.payload
        }
    }

    private func answer(to payload: [UInt8]) throws(SessionFault) -> [UInt8]? {
        guard !payload.isEmpty else { return end(with: usage()) }
        var reader = EventFrameReader()
        reader.append(payload)
        guard let event = try? reader.next(), !reader.isInsideFrame,
            event.headers[":message-type"] == .string("event"), event.headers[":event-type"] == .string("chunk"),
            let json = try? JSONValue(parsing: event.payload), let text = json["bytes"]?.string,
            let bytes = [UInt8](base64: text)
        else { throw .malformed }
        guard bytes.count <= 1_000_000 else {
            throw SessionFault("validationException", "A chunk has at most 1000000 bytes.")
        }
        let turn = state.withLock { state in
            state.turns += 1
            return state.turns
        }
        if turn == 2, case .lateException(let type, let message) = plan.fault { throw SessionFault(type, message) }
        let (reply, count) = engine.withState { state in state.turn(bytes, turn, plan) }
        state.withLock { state in
            state.count.input += count.input
            state.count.output += count.output
        }
        return Self.chunk(["event": ["textOutput": ["content": .string(reply), "turn": .int(Int64(turn))]]])
    }

    private func usage() -> [UInt8] {
        let count = state.withLock { $0.count }
        func tokens(_ number: Int) -> JSONValue { ["speechTokens": 0, "textTokens": .int(Int64(number))] }
        return Self.chunk([
            "event": [
                "usageEvent": [
                    "totalInputTokens": .int(Int64(count.input)), "totalOutputTokens": .int(Int64(count.output)),
                    "totalTokens": .int(Int64(count.input + count.output)),
                    "details": ["total": ["input": tokens(count.input), "output": tokens(count.output)]],
                ]
            ]
        ])
    }

    private static func chunk(_ json: JSONValue) -> [UInt8] {
        EventFrame.event("chunk", ["bytes": .string(json.bytes.base64)])
    }
}

/// Why a session ends: an exception in its stream.
private struct SessionFault: Error {
    let type: String
    let message: String

    init(_ type: String, _ message: String) {
        self.type = type
        self.message = message
    }

    static let malformed = Self("validationException", "The input is no stream of events with chunks.")
    static let unsigned = Self("validationException", "An event has no :date or no :chunk-signature.")
    static let wrongDate = Self("validationException", "The signature of an event is too old or of the future.")
}
