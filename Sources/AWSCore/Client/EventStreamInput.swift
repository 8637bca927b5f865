import AWSEventStream
import AWSSigning
import HTTPTransport
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where the events of a ``BidirectionalStreamOperation`` are sent, lent to the closure of
/// ``AWSClient/bidirectionalStream(_:_:)``.
///
/// Several tasks may send at once: each event leaves whole, in the order in which the calls were made.
public struct EventStreamInput<Operation: BidirectionalStreamOperation>: Sendable {
    private struct Chain {
        var signer: EventStreamSigner
        var isFinished = false
    }

    private final class Storage: Sendable {
        let chain: Mutex<Chain>
        let turnstile = Turnstile()

        init(_ signer: EventStreamSigner) { chain = Mutex(Chain(signer: signer)) }
    }

    private let body: HTTPRequestBody
    private let storage: Storage
    private let now: @Sendable () -> Date

    init(_ body: HTTPRequestBody, _ signer: EventStreamSigner, now: @escaping @Sendable () -> Date) {
        self.body = body
        self.storage = Storage(signer)
        self.now = now
    }

    /// Signs and sends an event. Suspends while the service is behind with what was sent before.
    ///
    /// - Throws: ``AWSError``: of code ``AWSError/Code/invalidInput`` for an event that breaks a rule, or after
    ///   ``finish()``; of code ``AWSError/Code/transport`` where the service takes no more.
    public func send(_ event: Operation.InputEvent) async throws(AWSError) {
        do {
            let message = try Operation.encode(event: event).encoded
            try await send(frame: message)
        } catch let error as AWSError {
            throw error.naming(Operation.self)
        } catch {
            throw AWSError(.invalidInput, "the event has no form on the wire", underlying: error).naming(Operation.self)
        }
    }

    /// Ends the input; the service may go on to answer. Ending it twice changes nothing.
    ///
    /// - Throws: ``AWSError`` of code ``AWSError/Code/transport`` where the service takes no more.
    public func finish() async throws(AWSError) {
        guard !storage.chain.withLock({ $0.isFinished }) else { return }
        do throws(AWSError) {
            // The end is signed, too: an empty message.
            try await send(frame: [])
        } catch {
            throw error.naming(Operation.self)
        }
    }

    /// Ends the whole exchange at once, in both directions.
    func abandon() { body.reset() }

    private func send(frame: [UInt8]) async throws(AWSError) {
        await storage.turnstile.enter()
        defer { storage.turnstile.leave() }
        let signed = try storage.chain.withLock { chain throws(AWSError) in try sign(frame, &chain) }
        do throws(TransportError) {
            try await body.write(signed)
            if frame.isEmpty { try await body.finish() }
        } catch {
            throw AWSError(error)
        }
    }

    private func sign(_ frame: [UInt8], _ chain: inout Chain) throws(AWSError) -> [UInt8] {
        guard !chain.isFinished else { throw AWSError(.invalidInput, "the input was finished before") }
        let signature: EventSignature
        do throws(SigningError) {
            signature = try chain.signer.sign(frame, at: now())
        } catch {
            throw AWSError(error)
        }
        do throws(EventStreamError) {
            let message = try EventStreamMessage(
                headers: [
                    EventStreamHeader(":date", .timestamp(milliseconds: signature.milliseconds)),
                    EventStreamHeader(":chunk-signature", .byteArray(signature.bytes)),
                ],
                payload: frame)
            chain.isFinished = frame.isEmpty
            return message.encoded
        } catch {
            throw AWSError(.invalidInput, "the event is too large: \(error)", underlying: error)
        }
    }
}

/// Lets one task at a time through, in the order in which they came.
///
/// A wait here is not cancellable, and need not be: whoever is inside waits for an exchange that cancellation ends.
private final class Turnstile: Sendable {
    private struct State {
        var isTaken = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func enter() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.isTaken else {
                    state.isTaken = true
                    return true
                }
                state.waiters.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiters.isEmpty else {
                state.isTaken = false
                return nil
            }
            return state.waiters.removeFirst()
        }
        next?.resume()
    }
}
