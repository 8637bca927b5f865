#if AsyncHTTPClient
import AsyncHTTPClient
import HTTPTransport
import HTTPTypes
import NIOCore
import Testing

@testable import AsyncHTTPClientTransport

@Suite struct `The state of an exchange on AsyncHTTPClient` {
    private static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

    private func at(_ seconds: Int64) -> NIODeadline { Self.start + .seconds(seconds) }

    private func state(_ configure: (inout TransportOptions) -> Void = { _ in }) -> ExchangeState {
        ExchangeState(
            "host", isOnOneLoop: true, options: .defaults(configure),
            limits: ResponseLimits(headSize: 100, bufferSize: 4),
            now: Self.start)
    }

    private func error(_ state: inout ExchangeState) -> TransportError? {
        if case .failure(let error) = state.takeHead() { error } else { nil }
    }

    private func expectWait(
        _ state: inout ExchangeState, for awaited: ExchangeState.Awaited, at seconds: Int64, nothing: Bool = false,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let waits = state.beginWaiting(for: awaited, at: at(seconds))
        #expect(waits != nothing, sourceLocation: location)
    }

    private func expect(
        _ acceptance: ExchangeState.Acceptance, from state: inout ExchangeState, receiving text: String,
        at seconds: Int64, _ location: SourceLocation = #_sourceLocation
    ) {
        let answer = state.receive(ByteBuffer(string: text), at: at(seconds))
        #expect(answer == acceptance, sourceLocation: location)
    }

    @Test func `until the head leaves, only connecting and the whole are limited`() {
        var state = state {
            $0.connectTimeout = .seconds(10)
            $0.idleTimeout = .seconds(1)
            $0.totalTimeout = .seconds(30)
        }
        expectWait(&state, for: .head, at: 0)
        #expect(state.nextDeadline == at(10))
        state.enforceLimits(at: at(9))
        #expect(state.isOpen)
        state.enforceLimits(at: at(10))
        #expect(!state.isOpen)
        #expect(state.nextDeadline == nil)
        let error = error(&state)
        #expect(error?.code == .connectTimeout)
        #expect(error?.requestMayHaveBeenProcessed == false)
        #expect(error?.message == "host: no connection within 10.0 seconds")
    }

    @Test
    func `once the head has left, silence counts from the last activity or the reader's wait, whichever is later`() {
        var state = state { $0.idleTimeout = .seconds(5) }
        let begins = [state.beginSending(at: at(2)), state.beginSending(at: at(2))]
        // The second is a redirect.
        #expect(begins == [true, false])
        #expect(state.nextDeadline == nil)
        expectWait(&state, for: .head, at: 3)
        #expect(state.nextDeadline == at(8))
        state.noteActivity(at: at(6))
        #expect(state.nextDeadline == at(11))
        state.enforceLimits(at: at(11))
        let error = error(&state)
        #expect(error?.code == .idleTimeout)
        #expect(error?.requestMayHaveBeenProcessed == true)
    }

    @Test func `a reader that is busy or holds the peer back awaits nothing`() {
        var state = state { $0.idleTimeout = .seconds(5) }
        _ = state.beginSending(at: at(0))
        expectWait(&state, for: .head, at: 0)
        state.receive(HTTPResponse(status: .ok), at: at(1))
        _ = state.takeHead()
        #expect(state.nextDeadline == nil)
        expectWait(&state, for: .body, at: 2)
        expect(.wantsMore, from: &state, receiving: "abc", at: 3)
        #expect(state.nextDeadline == at(8))
        expect(.full, from: &state, receiving: "de", at: 3)
        #expect(state.nextDeadline == nil)
        guard case .value(let taken) = state.takeBody() else {
            Issue.record("no bytes")
            return
        }
        #expect(taken == Array("abcde".utf8))
        expectWait(&state, for: .body, at: 60)
        #expect(state.nextDeadline == at(65))
    }

    @Test func `the whole limit counts whatever happens`() {
        var state = state { $0.totalTimeout = .seconds(30) }
        _ = state.beginSending(at: at(29))
        state.enforceLimits(at: at(30))
        let error = error(&state)
        #expect(error?.code == .totalTimeout)
        #expect(error?.message == "host: the exchange took longer than 30.0 seconds")
    }

    @Test func `bytes that are there come before the error, and nothing after a close`() {
        var state = state { $0.responseBodyLimit = 3 }
        _ = state.beginSending(at: at(0))
        state.receive(HTTPResponse(status: .ok), at: at(0))
        expect(.wantsMore, from: &state, receiving: "abc", at: 0)
        expect(.refused, from: &state, receiving: "d", at: 0)
        // What comes later does not change why it ended.
        state.fail(with: ChannelError.eof)
        if case .value(let taken) = state.takeBody() {
            #expect(taken == Array("abc".utf8))
        } else {
            Issue.record("lost")
        }
        if case .failure(let error) = state.takeBody() {
            #expect(error.code == .responseTooLarge)
            #expect(error.message == "host: the response body exceeds 3 bytes")
        } else {
            Issue.record("no error")
        }
        state.close()
        if case .failure(let error) = state.takeBody() {
            #expect(error.code == .cancelled)
        } else {
            Issue.record("open")
        }
        expectWait(&state, for: .body, at: 0, nothing: true)
    }

    @Test func `a kept connection that was gone is a reason to start again, until the head has left`() {
        let stale: [any Error] = [
            ChannelError.ioOnClosedChannel, HTTPClientError.remoteConnectionClosed, HTTPClientError.cancelled,
        ]
        let others: [any Error] = [
            ChannelError.eof, HTTPClientError.connectTimeout, HTTPClientError.alreadyShutdown, CancellationError(),
        ]
        var state = state()
        for error in stale { #expect(state.canStartAgain(after: error)) }
        for error in others { #expect(!state.canStartAgain(after: error)) }
        _ = state.beginSending(at: at(0))
        for error in stale { #expect(!state.canStartAgain(after: error)) }
        var closed = self.state()
        closed.close()
        #expect(!closed.canStartAgain(after: ChannelError.ioOnClosedChannel))
    }

    @Test func `an end without a head is a failure, and an end that came first counts`() {
        var headless = state()
        _ = headless.beginSending(at: at(0))
        headless.finish(nil)
        #expect(error(&headless)?.description == "protocolViolation: host: the response has no head")
        var refused = state()
        refused.fail(.responseTooLarge, "too much")
        refused.finish(nil)
        #expect(error(&refused)?.description == "responseTooLarge: host: too much")
    }

    @Test func `a limit without an end is none`() {
        var state = state {
            $0.connectTimeout = .seconds(Int64.max)
            $0.idleTimeout = nil
        }
        #expect(state.nextDeadline == .distantFuture)
        _ = state.beginSending(at: at(0))
        expectWait(&state, for: .head, at: 0)
        #expect(state.nextDeadline == nil)
    }
}
#endif
