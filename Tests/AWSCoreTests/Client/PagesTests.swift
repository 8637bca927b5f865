import AWSCore
import Testing

@Suite struct `Reading pages` {
    private static func page(_ entries: [Int], next: String? = nil) -> Peer.Answer {
        .ok(#"{"Entries":\#(entries)\#(next.map { #","NextToken":"\#($0)""# } ?? "")}"#)
    }

    @Test(arguments: [nil, ""] as [String?])
    func `an absent or empty token is the end`(_ end: String?) async throws {
        let peer = Peer(Self.page([1, 2], next: "a"), Self.page([], next: "b"), Self.page([3], next: end))
        let entries = try await makeClient(peer).pages(of: ListEntries()).collect { $0.Entries ?? [] }
        #expect(entries == [1, 2, 3])
        #expect(peer.exchanges.map(\.text) == ["{}", #"{"NextToken":"a"}"#, #"{"NextToken":"b"}"#])
    }

    @Test func `the token just used is the end`() async throws {
        let peer = Peer(Self.page([1], next: "a"))
        let entries = try await makeClient(peer).pages(of: ListEntries()).collect { $0.Entries ?? [] }
        #expect(entries == [1, 1])
        #expect(peer.exchanges.count == 2)
    }

    @Test func `an error comes after the pages before it, and ends them`() async throws {
        let peer = Peer(Self.page([1], next: "a"), .error(400, "ValidationException"), Self.page([9]))
        var iterator = try makeClient(peer).pages(of: ListEntries()).makeAsyncIterator()
        let first = try await iterator.next()
        #expect(first?.Entries == [1])
        let error = await #expect(throws: AWSError.self) { try await iterator.next() }
        #expect(error?.operation == "Ledger.ListEntries")
        let after = try await iterator.next()
        #expect(after == nil)
        #expect(peer.exchanges.count == 2)
    }

    @Test func `pages are fetched only as they are read`() async throws {
        let peer = Peer(Self.page([1], next: "a"), Self.page([2], next: "b"))
        for try await page in try makeClient(peer).pages(of: ListEntries()) {
            #expect(page.Entries == [1])
            break
        }
        #expect(peer.exchanges.count == 1)
    }

    @Test func `reading starts at the page that the operation names`() async throws {
        let peer = Peer(Self.page([5]))
        _ = try await makeClient(peer).pages(of: ListEntries(NextToken: "z")).collect { $0.Entries ?? [] }
        #expect(peer.exchanges.map(\.text) == [#"{"NextToken":"z"}"#])
    }
}
