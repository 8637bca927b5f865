import BedrockCost
import BedrockCostTesting
import Foundation
import HTTPTypes
import Logging
import Synchronization
import Testing

@Suite("Alerts")
struct SpendAlertsTests {
    private let desk = MeteredDesk()

    private func alerts(_ sinks: any AlertSink..., as name: String = "relay") throws -> SpendAlerts {
        try SpendAlerts(desk.store, as: name, to: sinks) {
            $0.now = { desk.mock.now }
            $0.logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        }
    }

    /// A budget that one call takes past half of its limit.
    private func spendHalf() async throws {
        let bedrock = try desk.bedrock()
        try await desk.ask(bedrock)
        let cost = try desk.billed
        let store = desk.store
        let budget = SpendBudget("small", .money(try cost.multiplied(by: 1)), per: .monthly(), thresholds: [50])
        let part = try #require(try budget.part(for: [:], money: cost, tokens: 0, at: desk.mock.now))
        let draft = LedgerLine(
            id: "call", occurred: desk.mock.now, target: "m", usage: .zero, cost: .priced(cost), state: .estimated)
        _ = try await store.perform(
            Reservation(
                "call", owner: "test", parts: [part], draft: draft, at: desk.mock.now,
                expires: desk.mock.now.addingTimeInterval(60)))
        var line = draft
        line.state = .settled
        _ = try await store.perform(Settlement(of: "call", with: [line], at: desk.mock.now))
    }

    @Test("a threshold that is crossed is told once, with its amounts")
    func delivers() async throws {
        try await spendHalf()
        let sink = TestSink()
        let alerts = try alerts(sink)
        #expect(try await alerts.deliver(at: desk.mock.now).counts == [1, 0])
        #expect(try await alerts.deliver(at: desk.mock.now.addingTimeInterval(10_000)).counts == [0, 0])
        let alert = try #require(sink.alerts.first)
        #expect(alert.title == "Budget small has reached 50 %")
        #expect(alert.document["type"]?.string == "thresholdCrossed")
        #expect(alert.document["percent"]?.int == 50)
        #expect(alert.document["id"]?.string == alert.id)
        #expect(sink.alerts.count == 1)
    }

    @Test("two relays on one store deliver an event once")
    func sharesWork() async throws {
        try await spendHalf()
        let (first, second) = (TestSink(), TestSink())
        async let one = try alerts(first, as: "one").deliver(at: desk.mock.now)
        async let two = try alerts(second, as: "two").deliver(at: desk.mock.now)
        let counts = try await (one, two)
        #expect(counts.0.delivered + counts.1.delivered == 1)
        #expect(first.alerts.count + second.alerts.count == 1)
    }

    @Test("what a sink refuses comes again when the claim has ended, and not to sinks that have it")
    func repeatsFailures() async throws {
        try await spendHalf()
        let (good, bad) = (TestSink(), TestSink(failing: 1))
        let alerts = try alerts(good, bad)
        #expect(try await alerts.deliver(at: desk.mock.now).counts == [0, 1])
        #expect(good.alerts.count == 1)
        #expect(try await alerts.deliver(at: desk.mock.now.addingTimeInterval(119)).counts == [0, 0])
        #expect(try await alerts.deliver(at: desk.mock.now.addingTimeInterval(120)).counts == [1, 0])
        #expect(good.alerts.count == 1)
        #expect(bad.alerts.map(\.id) == good.alerts.map(\.id))
    }

    @Test("what a relay delivered before it died comes again from another, with the same id")
    func survivesCrash() async throws {
        try await spendHalf()
        let lost = try await desk.store.claimEvents(
            by: "dead", until: desk.mock.now.addingTimeInterval(120), at: desk.mock.now, limit: 10)
        let sink = TestSink()
        let alerts = try alerts(sink)
        #expect(try await alerts.deliver(at: desk.mock.now).counts == [0, 0])
        #expect(try await alerts.deliver(at: desk.mock.now.addingTimeInterval(121)).counts == [1, 0])
        #expect(sink.alerts.map(\.id) == lost.map(\.id))
    }

    @Test("a hold that expires is told of")
    func tellsExpiry() async throws {
        desk.mock.faults.add(.lostReply, for: "Converse")
        let bedrock = try desk.bedrock { $0.holdTime = .seconds(60) }
        _ = try? await desk.ask(bedrock)
        try await spendHalf()
        let alert = SpendAlert(
            SpendEvent(
                id: "e", at: desk.mock.now,
                kind: .holdExpired(
                    hold: "h", owner: "pid-1",
                    charges: [.init(to: BalanceKey(budget: "b", window: "w"), .usd(2))])))
        #expect(
            alert.text
                == "Call h was not settled in time. pid-1 held 2 USD, which counts as spent until somebody knows more.")
        #expect(alert.document["charges"]?[0]?["amount"]?.string == "2 USD")
    }

    @Test("a relay without sinks, or with two rules of a level, is refused")
    func checksInput() {
        #expect(throws: SpendError.self) { try SpendAlerts(desk.store, as: "x", to: []) }
        #expect(throws: SpendError.self) {
            try SpendAlerts(desk.store, as: "x", to: [TestSink()]) { $0.burnRules = [.fast, .fast] }
        }
        #expect(throws: SpendError.self) {
            try SpendAlerts(desk.store, as: "x", to: [TestSink()]) {
                $0.burnRules = [BurnRule("a b", over: .seconds(1), atLeast: 1)]
            }
        }
    }

    // MARK: SNS

    @Test("SNS takes an alert as a message whose attribute is the event's id")
    func publishes() async throws {
        try await spendHalf()
        let topic = try #require(ARN("arn:aws:sns:us-east-1:\(desk.mock.options.accountID):costs"))
        let alerts = try alerts(try SNSAlertSink(topic: topic, desk.aws()))
        #expect(try await alerts.deliver(at: desk.mock.now).counts == [1, 0])
        let message = try #require(desk.mock.publishedMessages.first)
        #expect(message.topic == topic.rawValue)
        #expect(message.subject == "Budget small has reached 50 %")
        let document = try JSONValue(parsing: Array(message.message.utf8))
        #expect(message.attributes == ["eventId": document["id"]?.string ?? ""])
        #expect(document["budget"]?.string == "small")
    }

    @Test("a FIFO topic drops an alert that comes twice")
    func deduplicates() async throws {
        let topic = try #require(ARN("arn:aws:sns:us-east-1:\(desk.mock.options.accountID):costs.fifo"))
        let sink = try SNSAlertSink(topic: topic, desk.aws())
        let key = BalanceKey(budget: "dept=claims monthly", window: "2026-10@UTC")
        let alerts = ["a b", "a_b"].map {
            SpendAlert(SpendEvent(id: $0, at: desk.mock.now, kind: .overHold(hold: "h", balance: key, by: .usd(1))))
        }
        for alert in alerts + alerts { try await sink.deliver(alert) }
        #expect(desk.mock.publishedMessages.count == 2)
    }

    @Test("a topic of another service or Region is refused before anything is sent")
    func checksTopics() throws {
        let aws = try desk.aws()
        #expect(throws: AWSError.self) { try SNSAlertSink(topic: try #require(ARN("arn:aws:sqs:us-east-1:1:q")), aws) }
        do {
            _ = try SNSAlertSink(topic: try #require(ARN("arn:aws:sns:eu-west-1:123456789012:t")), aws)
            Issue.record("a topic of another Region")
        } catch let error as AWSError {
            #expect(error.message == "TopicArn: the topic is in eu-west-1, and the client in us-east-1")
        }
    }

    // MARK: Webhooks

    @Test("a webhook gets the document and the id, and is tried again after a server's error")
    func posts() async throws {
        try await spendHalf()
        let transport = ScriptedTransport([500, nil, 204])
        let sink = try WebhookAlertSink(
            "https://hooks.example/in/?key=s3cret", transport: transport, headers: ["Authorization": "Bearer t0ken"],
            pause: .zero)
        #expect(try await alerts(sink).deliver(at: desk.mock.now).counts == [1, 0])
        let request = try #require(transport.requests.first)
        #expect(transport.requests.count == 3)
        #expect(request.request.path == "/in/?key=s3cret")
        #expect(request.request.method == .post)
        #expect(request.request.headerFields[.contentType] == "application/json")
        let document = try JSONValue(parsing: request.body)
        #expect(document["type"]?.string == "thresholdCrossed")
        #expect(request.request.headerFields[try #require(HTTPField.Name("Idempotency-Key"))] == document["id"]?.string)
    }

    @Test("a webhook that refuses is not tried again, and the error tells nothing of its URL")
    func stopsAtRefusals() async throws {
        let transport = ScriptedTransport([400, 204])
        let sink = try WebhookAlertSink("https://hooks.example/s3cret", transport: transport, pause: .zero)
        let alert = SpendAlert(
            SpendEvent(id: "e", at: desk.mock.now, kind: .holdExpired(hold: "h", owner: "o", charges: [])))
        do {
            try await sink.deliver(alert)
            Issue.record("a refused alert")
        } catch let error as AlertDeliveryError {
            #expect(error.description == "the receiver answered 400 after one attempt")
        }
        let silent = try WebhookAlertSink(
            "http://127.0.0.1:1/", transport: ScriptedTransport([nil, nil, nil]), pause: .zero)
        do {
            try await silent.deliver(alert)
            Issue.record("nobody listens")
        } catch let error as AlertDeliveryError {
            #expect(error.description == "the receiver did not answer in 3 attempts")
        }
    }

    @Test(
        "a URL that would tell secrets on the way, or is none, is refused",
        arguments: ["http://hooks.example/", "hooks.example", "https://", "https://a/#b", "https://a/ b", "ftp://a/"])
    func checksURLs(_ url: String) {
        #expect(throws: AWSError.self) { try WebhookAlertSink(url, transport: ScriptedTransport([])) }
    }

    @Test("a log line has the text, and the id as metadata")
    func logs() async throws {
        let lines = Notebook<String>()
        let logger = Logger(label: "test", factory: { _ in LineHandler(lines) })
        let key = BalanceKey(budget: "b", scope: "user=alice", window: "w")
        try await LogAlertSink(logger).deliver(
            SpendAlert(SpendEvent(id: "e-1", at: desk.mock.now, kind: .overHold(hold: "h", balance: key, by: .usd(1)))))
        #expect(lines.notes == ["warning A call cost more than budget b of user=alice held for it: h, by 1 USD. e-1"])
    }
}

extension SpendAlerts.Delivery {
    fileprivate var counts: [Int] { [delivered, failed] }
}

/// Answers with statuses, one after the other; with none, the connection fails.
private final class ScriptedTransport: HTTPTransport {
    private let statuses: Mutex<[Int?]>
    private let notebook = Notebook<(request: HTTPRequest, body: [UInt8])>()

    private let reply: [UInt8]?

    init(_ statuses: [Int?], reply: String? = nil) {
        self.statuses = Mutex(statuses)
        self.reply = reply.map { Array($0.utf8) }
    }

    var requests: [(request: HTTPRequest, body: [UInt8])] { notebook.notes }

    func withResponse<Result>(
        to request: HTTPRequest, body: [UInt8], options: TransportOptions,
        _ handle: (HTTPResponse, HTTPResponseBody) async throws -> Result
    ) async throws -> Result {
        notebook.write((request, body))
        let status = statuses.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let status else { throw TransportError(.connectFailed, "nobody listens") }
        let rest = Mutex(reply)
        return try await handle(
            HTTPResponse(status: .init(code: status)),
            HTTPResponseBody {
                rest.withLock { rest in
                    defer { rest = nil }
                    return rest
                }
            })
    }
}

private struct LineHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace
    let lines: Notebook<String>

    init(_ lines: Notebook<String>) { self.lines = lines }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.write("\(event.level) \(event.message) \(event.metadata?["event.id"] ?? "")")
    }
}

extension SpendAlertsTests {
    @Test("a message is sent as botocore sends it")
    func writesForms() async throws {
        let reply = "<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>"
        let transport = ScriptedTransport([200], reply: reply)
        let aws = try AWSClient(
            region: .usEast1, transport: transport, authentication: .credentials(MockAWS().credentials),
            environment: .empty)
        let topic = try #require(ARN("arn:aws:sns:us-east-1:123456789012:costs.fifo"))
        let key = BalanceKey(budget: "bü", window: "w")
        let alert = SpendAlert(
            SpendEvent(
                id: "overHold/h", at: Date(timeIntervalSince1970: 0),
                kind: .overHold(hold: "h", balance: key, by: .usd(1))))
        try await SNSAlertSink(topic: topic, aws).deliver(alert)
        let sent = try #require(transport.requests.first)
        #expect(sent.request.authority == "sns.us-east-1.amazonaws.com")
        let fields = String(decoding: sent.body, as: UTF8.self).split(separator: "&").map(String.init)
        let form = Dictionary(
            fields.map { field in
                let halves = field.split(separator: "=", maxSplits: 1).map(String.init)
                return (halves[0], halves[1].removingPercentEncoding ?? "")
            }, uniquingKeysWith: { first, _ in first })
        // The names are those that boto3 1.43.11 writes.
        #expect(
            fields.compactMap { $0.split(separator: "=").first.map(String.init) } == [
                "Action", "Version", "TopicArn", "Message", "Subject", "MessageAttributes.entry.1.Name",
                "MessageAttributes.entry.1.Value.DataType", "MessageAttributes.entry.1.Value.StringValue",
                "MessageDeduplicationId", "MessageGroupId",
            ])
        #expect(form["Action"] == "Publish")
        #expect(form["Version"] == "2010-03-31")
        #expect(form["Subject"] == "A call cost more than budget b? held for it")
        #expect(form["MessageAttributes.entry.1.Name"] == "eventId")
        #expect(form["MessageAttributes.entry.1.Value.DataType"] == "String")
        #expect(form["MessageAttributes.entry.1.Value.StringValue"] == "overHold/h")
        #expect(form["MessageDeduplicationId"] == "overHold/h")
        #expect(form["MessageGroupId"]?.hasSuffix("-b_") == true)
        #expect(form["Message"]?.contains("\"id\":\"overHold/h\"") == true)
        let silent = try AWSClient(
            region: .usEast1, transport: ScriptedTransport([200]),
            authentication: .credentials(MockAWS().credentials), environment: .empty)
        let error = await #expect(throws: AWSError.self) {
            try await SNSAlertSink(topic: topic, silent).deliver(alert)
        }
        #expect(error?.code == .malformedResponse)
    }
}
