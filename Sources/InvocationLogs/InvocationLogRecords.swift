/// The records of a file that arrives in chunks: see ``InvocationLogReader``.
public struct InvocationLogRecords<Chunks: AsyncSequence>: AsyncSequence where Chunks.Element == [UInt8] {
    /// One record.
    public typealias Element = ModelInvocationLog

    private let chunks: Chunks
    private let limits: InvocationLogLimits

    /// The records of the file whose bytes are `chunks`, one chunk after another.
    public init(_ chunks: Chunks, limits: InvocationLogLimits = .init()) {
        self.chunks = chunks
        self.limits = limits
    }

    /// Reads from the first record on.
    public func makeAsyncIterator() -> Iterator { Iterator(chunks: chunks.makeAsyncIterator(), limits: limits) }

    /// Reads one record after another.
    public struct Iterator: AsyncIteratorProtocol {
        /// An iterator must be copyable, and the reader is not.
        private final class Reading {
            var reader: InvocationLogReader

            init(limits: InvocationLogLimits) throws(InvocationLogError) {
                reader = try InvocationLogReader(limits: limits)
            }
        }

        private var chunks: Chunks.AsyncIterator
        private let limits: InvocationLogLimits
        private var reading: Reading?
        private var isAtEnd = false

        init(chunks: Chunks.AsyncIterator, limits: InvocationLogLimits) {
            self.chunks = chunks
            self.limits = limits
        }

        /// The next record; `nil` after the last.
        ///
        /// - Throws: ``InvocationLogError``, or what the chunks throw.
        public mutating func next() async throws -> ModelInvocationLog? {
            let reading = try self.reading ?? Reading(limits: limits)
            self.reading = reading
            while true {
                if let record = try reading.reader.next() { return record }
                guard !isAtEnd else { return nil }
                if let chunk = try await chunks.next(isolation: #isolation) {
                    reading.reader.append(chunk)
                } else {
                    isAtEnd = true
                    reading.reader.end()
                }
            }
        }
    }
}

extension InvocationLogRecords: Sendable where Chunks: Sendable {}
