/// The pages of a list operation, fetched as they are read.
///
/// AWS ends a list with no token, with an empty one or, by mistake, with the one just used: each is the end. A page may
/// be empty although more follow.
public struct Pages<Operation: PaginatedOperation>: AsyncSequence, Sendable {
    /// One page.
    public typealias Element = Operation.Output
    /// Why a page could not be had.
    public typealias Failure = AWSError

    let client: AWSClient
    let operation: Operation

    /// Fetches from the first page on.
    public func makeAsyncIterator() -> Iterator { Iterator(client: client, operation: operation) }

    /// Fetches one page at a time.
    public struct Iterator: AsyncIteratorProtocol {
        let client: AWSClient
        var operation: Operation
        private var lastToken: String?
        private var isDone = false

        init(client: AWSClient, operation: Operation) {
            self.client = client
            self.operation = operation
        }

        /// The next page; `nil` after the last.
        ///
        /// - Throws: ``AWSError`` of the page's request; the pages before it have been delivered.
        public mutating func next() async throws(AWSError) -> Operation.Output? {
            if isDone { return nil }
            isDone = true
            let output = try await client.send(operation)
            if let token = Operation.nextPageToken(after: output), !token.isEmpty, token != lastToken {
                lastToken = token
                operation.setPageToken(token)
                isDone = false
            }
            return output
        }
    }
}

extension AWSClient {
    /// The pages of a list operation, from the page that `operation` names on.
    public func pages<Operation: PaginatedOperation>(of operation: Operation) -> Pages<Operation> {
        Pages(client: self, operation: operation)
    }
}

extension Pages {
    /// All elements of all pages in one array.
    ///
    /// - Throws: ``AWSError`` of the first page that fails; nothing is returned in part.
    public func collect<Item>(_ items: (Operation.Output) -> [Item]) async throws(AWSError) -> [Item] {
        var all: [Item] = []
        var iterator = makeAsyncIterator()
        while let page = try await iterator.next() { all += items(page) }
        return all
    }
}
