/// The elements of a list operation's pages, fetched page by page as they are read.
public struct PageItems<Operation: PaginatedOperation, Element: Sendable>: AsyncSequence, Sendable {
    /// Why a page could not be had.
    public typealias Failure = AWSError

    let pages: Pages<Operation>
    let elements: @Sendable (Operation.Output) -> [Element]

    /// Fetches from the first page on.
    public func makeAsyncIterator() -> Iterator {
        Iterator(pages: pages.makeAsyncIterator(), elements: elements)
    }

    /// All elements in one array.
    ///
    /// - Throws: ``AWSError`` of the first page that fails; nothing is returned in part.
    public func collect() async throws(AWSError) -> [Element] { try await pages.collect(elements) }

    /// Hands out one page's elements after another.
    public struct Iterator: AsyncIteratorProtocol {
        private var pages: Pages<Operation>.Iterator
        private let elements: @Sendable (Operation.Output) -> [Element]
        private var current: ArraySlice<Element> = []

        init(pages: Pages<Operation>.Iterator, elements: @escaping @Sendable (Operation.Output) -> [Element]) {
            self.pages = pages
            self.elements = elements
        }

        /// The next element; `nil` after the last page. Empty pages are passed over.
        ///
        /// - Throws: ``AWSError`` of the page's request; the elements before it have been delivered.
        public mutating func next() async throws(AWSError) -> Element? {
            while current.isEmpty {
                guard let page = try await pages.next() else { return nil }
                current = elements(page)[...]
            }
            return current.popFirst()
        }
    }
}

extension Pages {
    /// The elements of all pages, one after another.
    ///
    /// - Parameter elements: The elements of one page.
    public func items<Item: Sendable>(
        _ elements: @escaping @Sendable (Operation.Output) -> [Item]
    ) -> PageItems<Operation, Item> {
        PageItems(pages: self, elements: elements)
    }
}
