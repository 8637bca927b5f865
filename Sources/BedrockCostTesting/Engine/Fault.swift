extension MockAWS {
    /// Something that goes wrong, once for every time it was scripted.
    public struct Fault: Sendable, Hashable {
        enum Kind: Sendable, Hashable {
            case throttle
            case serverError(Int)
            case htmlError(Int)
            case reset
            case lostReply
            case stall
            case brokenBody
            case truncatedFrame
            case lateException(String, String)
            case transactionConflict(Int)
        }

        let kind: Kind

        /// The service's own throttling error: `ThrottlingException`, `ThrottledException`, `LimitExceededException`, `Throttling`.
        ///
        /// Nothing is executed or billed.
        public static var throttle: Self { Self(kind: .throttle) }
        /// An error of `status` in the service's envelope. Nothing is executed.
        public static func serverError(_ status: Int = 500) -> Self { Self(kind: .serverError(status)) }
        /// An HTML page of `status`, as load balancers answer. Nothing is executed.
        public static func htmlError(_ status: Int = 503) -> Self { Self(kind: .htmlError(status)) }
        /// The connection ends before the request was taken. Nothing is executed.
        public static var reset: Self { Self(kind: .reset) }
        /// The call is executed and billed, and the connection ends without an answer.
        public static var lostReply: Self { Self(kind: .lostReply) }
        /// The call is executed and billed; after the head and half of the body nothing more is sent.
        public static var stall: Self { Self(kind: .stall) }
        /// The call is executed and billed; the connection breaks in the middle of the body.
        public static var brokenBody: Self { Self(kind: .brokenBody) }
        /// A stream that ends cleanly in the middle of a frame. Has no effect on answers that are no streams.
        public static var truncatedFrame: Self { Self(kind: .truncatedFrame) }
        /// A stream that ends with an exception frame after half of its events; what was sent by then is billed.
        ///
        /// - Parameters:
        ///   - type: The `:exception-type`, such as `throttlingException` or `modelStreamErrorException`.
        ///   - message: The exception's message.
        public static func lateException(
            _ type: String = "modelStreamErrorException", message: String = "The model stopped responding."
        ) -> Self {
            Self(kind: .lateException(type, message))
        }
        /// Another transaction of DynamoDB is at work on an item. Nothing is executed. Has no effect on other operations than writes
        /// of DynamoDB.
        ///
        /// - Parameter action: Which action of the transaction meets it, from 0.
        public static func transactionConflict(onAction action: Int = 0) -> Self {
            Self(kind: .transactionConflict(action))
        }
    }
}

/// Faults that wait for their operation, first in, first out.
struct FaultScript {
    private var queues: [String: [MockAWS.Fault.Kind]] = [:]
    /// The fault of the call that runs right now.
    private(set) var current: MockAWS.Fault.Kind?

    /// The queue of faults for any operation.
    static let anyOperation = "*"

    var count: Int { queues.values.reduce(0) { $0 + $1.count } }

    mutating func add(_ fault: MockAWS.Fault, for operation: String, times: Int) {
        queues[operation, default: []] += Array(repeating: fault.kind, count: max(0, times))
    }

    mutating func removeAll() { queues = [:] }

    /// Makes the next fault of `operation` the current one.
    mutating func take(for operation: String) -> MockAWS.Fault.Kind? {
        current = nil
        for queue in [operation, Self.anyOperation] where !(queues[queue]?.isEmpty ?? true) {
            current = queues[queue]?.removeFirst()
            break
        }
        return current
    }
}
