import AWSCore
import Foundation
import HTTPTypes
import Testing

@Suite struct `Text on the wire` {
    @Test(arguments: [
        (1.1, "1.1"), (-0.5, "-0.5"), (4, "4.0"), (Double.infinity, "Infinity"), (-Double.infinity, "-Infinity"),
    ])
    func `numbers are the shortest text that reads back`(value: Double, text: String) {
        #expect(FloatFormat.string(from: value) == text)
        #expect(FloatFormat.double(from: text) == value)
    }

    @Test func `what is no number has a name, and other words are no numbers`() {
        #expect(FloatFormat.string(from: .nan) == "NaN")
        #expect(FloatFormat.double(from: "NaN")?.isNaN == true)
        for text in ["", "inf", "nan", "0x10", "1,5", " 1"] { #expect(FloatFormat.double(from: text) == nil) }
    }

    @Test(arguments: [
        (["a", "b"], "a, b"), ([], ""), (["b,c", "\"def\"", "a"], #""b,c", "\"def\"", a"#), ([#"a\"b"#], #""a\\\"b""#),
    ])
    func `elements of a header list are quoted where they must be`(elements: [String], text: String) {
        #expect(HeaderList.joined(elements) == text)
        #expect(HeaderList.elements(of: text) == (elements.isEmpty ? [""] : elements))
    }

    @Test func `spaces around the elements of a header list do not count`() {
        #expect(HeaderList.elements(of: "a ,b,\t c") == ["a", "b", "c"])
    }

    @Test func `HTTP dates keep their own commas in a list`() {
        let dates = [Date(timeIntervalSince1970: 1_576_540_098), Date(timeIntervalSince1970: 0)]
        let text = "Mon, 16 Dec 2019 23:48:18 GMT, Thu, 01 Jan 1970 00:00:00 GMT"
        #expect(HeaderList.joined(dates, format: .httpDate) == text)
        #expect(HeaderList.dates(of: text, format: .httpDate) == dates)
        #expect(HeaderList.dates(of: "1576540098, 0", format: .epochSeconds) == dates)
        #expect(HeaderList.dates(of: "Mon, 16 Dec 2019 23:48:18 GMT, soon", format: .httpDate) == nil)
    }

    @Test func `awsQuery numbers lists and maps, and writes an empty list as an empty value`() {
        var query = RequestQuery()
        query.append(list: "Tags", ["a b", "c"]) { $0.append("\($1).Key", $2) }
        query.append(list: "Flat", ["x"], memberName: nil) { $0.append($1, $2) }
        query.append(list: "None", [String]()) { $0.append($1, $2) }
        query.append(map: "Map", [(key: "k", value: "v")]) { $0.append($1, $2) }
        query.append(map: "Empty", [(key: String, value: String)]()) { $0.append($1, $2) }
        #expect(
            query.percentEncoded
                == "Tags.member.1.Key=a%20b&Tags.member.2.Key=c&Flat.1=x&None=&Map.entry.1.key=k&Map.entry.1.value=v")
    }

    @Test func `an idempotency token is a random UUID of version 4`() {
        let token = IdempotencyToken.random()
        #expect(token.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
        #expect(token != IdempotencyToken.random())
    }

    @Test func `AssumeRole numbers its lists and leaves out the empty ones`() {
        var role = AssumeRole(roleARN: "arn:aws:iam::123456789012:role/r", sessionName: "s1")
        role.policyARNs = ["arn:aws:iam::aws:policy/X"]
        role.tags = [.init("dept", "claims")]
        role.providedContexts = [
            .init(providerARN: "arn:aws:iam::aws:contextProvider/IdentityCenter", assertion: "abcd")
        ]
        #expect(
            role.fields.items.map(\.name) == [
                "RoleArn", "RoleSessionName", "PolicyArns.member.1.arn", "Tags.member.1.Key", "Tags.member.1.Value",
                "ProvidedContexts.member.1.ProviderArn", "ProvidedContexts.member.1.ContextAssertion",
            ])
    }

    private struct Fetch: RESTJSONOperation {
        typealias Service = WidgetService
        static let name = "Fetch"
        struct Output: Decodable, Sendable {}
        var label: String
        func encode() -> EncodedRequest { EncodedRequest(.get, "/widgets/\(label)") }
    }

    @Test func `an empty path label is refused: it would mean the list, not the widget`() async throws {
        let peer = Peer(.ok("{}"))
        let client = try makeClient(peer)
        let error = await #expect(throws: AWSError.self) { try await client.send(Fetch(label: "")) }
        #expect(
            error?.description
                == "invalidInput in Widget Runtime.Fetch: a part of the path is empty: the request would mean "
                + "another resource")
        #expect(peer.exchanges.isEmpty)
        _ = try await client.send(Fetch(label: "a/b é"))
        #expect(peer.exchanges.first?.request.path == "/widgets/a%2Fb%20%C3%A9")
    }
}
