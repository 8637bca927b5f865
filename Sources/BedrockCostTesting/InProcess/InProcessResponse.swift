public import HTTPTransport
public import HTTPTypes

/// What an ``InProcessTransport`` handler answers: a head, and a body that is produced only as fast as it is read.
///
/// ```swift
/// InProcessResponse(.init(status: .ok), body: Array("{}".utf8))
/// InProcessResponse(.init(status: .ok), steps: [.bytes(first), .wait(for: signal), .fail(.init(.connectionLost, "reset"))])
/// InProcessResponse(.init(status: .ok)) { try await frames.next() }
/// ```
public struct InProcessResponse: Sendable {
    /// One step of a scripted body.
    public enum Step: Sendable {
        /// Hands out a chunk; an empty one is skipped.
        case bytes([UInt8])
        /// Sends nothing until the closure returns. It should honour cancellation of its task, as ``Signal/wait()`` does.
        case pause(@Sendable () async throws(TransportError) -> Void)
        /// Ends the body with an error, after all bytes before it.
        case fail(TransportError)

        /// Sends nothing until `signal` has fired.
        public static func wait(for signal: Signal) -> Self {
            .pause { () async throws(TransportError) in try await signal.wait() }
        }

        /// Sends nothing ever again; the transfer ends when a limit or the caller ends it.
        public static var stall: Self { .wait(for: Signal()) }
    }

    /// How a transfer came to its end, as the answering side sees it.
    public struct Ending: Sendable, Hashable {
        /// Whether the caller read the body to its end.
        public let isComplete: Bool
        /// The bytes of body that were handed out.
        public let bytesRead: Int
    }

    enum Source: Sendable {
        case steps([Step])
        case pull(@Sendable () async throws(TransportError) -> [UInt8]?)
    }

    /// Status and header fields.
    public var head: HTTPResponse
    /// Called once when the transfer has ended: read to its end, failed, or left by the caller.
    public var onEnd: (@Sendable (Ending) -> Void)?
    let source: Source

    /// A response whose body is there at once.
    public init(_ head: HTTPResponse, body: [UInt8] = []) {
        self.init(head, steps: [.bytes(body)])
    }

    /// A response whose body follows a script.
    public init(_ head: HTTPResponse, steps: [Step]) {
        self.head = head
        self.source = .steps(steps)
    }

    /// A response whose body is pulled from `next` whenever the reader wants a chunk, until it answers `nil`.
    ///
    /// `next` runs in a child task of the reader's and is cancelled with it; it is never called twice at once.
    public init(_ head: HTTPResponse, next: @escaping @Sendable () async throws(TransportError) -> [UInt8]?) {
        self.head = head
        self.source = .pull(next)
    }
}
