public import AWSCore
public import AWSSigning
public import HTTPTransport
import HTTPTypes

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A simulated AWS: Bedrock, its runtime, its Projects endpoint, the tagging API, Cost Explorer and STS over one state.
///
/// It verifies every signature and API key by its own code, answers in the services' own JSON, XML and event streams, and
/// remembers what was done: profiles and tags, prompts that were cached, and a bill from which Cost Explorer's answers follow.
///
/// ```swift
/// let mock = MockAWS(seed: 1)
/// let aws = AWSClient(region: .usEast1, transport: mock.transport, credentials: mock.credentials)
/// // … calls …
/// mock.clock.advance(by: .seconds(86_400))
/// #expect(mock.bill.total == "0.0042")
/// ```
///
/// ## Tokens
///
/// Input is counted by a rule that can be done by hand: text costs a token for every four bytes of UTF-8 begun, every message
/// three more; tool definitions, tool inputs and JSON results cost their compact JSON counted as text, an image 1,334, a
/// video 2,880, an audio clip 960, a document its bytes counted as text. Output is made up from the seed and the prompt,
/// counted by the same rule and cut at the limit of the request. Cache points cache the prefix before them, by content, for
/// five minutes or an hour, where the model can and the prefix is long enough.
///
/// ## Time and money
///
/// Time stands still until ``clock`` is turned, and the same seed gives the same bytes. A call through a stream is billed as a
/// whole when it starts, as Bedrock bills a generation that nobody reads. `MockAWS` is one simulated organisation: roles of
/// other accounts can be assumed, and their usage is on the same bill.
///
/// ## What Cost Explorer makes of the bill
///
/// A forecast expects every day to cost the mean of the last 30 full days that Cost Explorer knows, or of those since the first
/// matching usage; with less than seven there is none. Its bounds lie the days' mean absolute deviation away, times the level
/// over 50, and not below zero. A monitor sees an anomaly where a day, AWS Marketplace left out, costs more than twice the mean
/// of the ten days before; unusual days that follow one another are one. Cost categories sort what reports show by their rules,
/// a day after they were made, and a backfill labels past costs a day after it was asked for, with tags that resources had then.
public final class MockAWS: Sendable {
    /// The clock of billing, tag activation, caches and time limits; turn it with ``ManualClock/advance(by:)``.
    public let clock: ManualClock
    /// How this AWS behaves.
    public let options: Options
    let engine: Engine

    /// A fresh AWS.
    ///
    /// - Parameters:
    ///   - seed: Decides every id, reply and chunk size.
    ///   - start: The date at which it begins; 2026-10-01 08:00 UTC by default.
    ///   - configure: Changes the options.
    public init(
        seed: UInt64 = 0, startingAt start: Date? = nil, _ configure: (inout Options) -> Void = { _ in }
    ) {
        var options = Options()
        options.seed = seed
        configure(&options)
        let clock = start.map { ManualClock(startingAt: $0) } ?? ManualClock()
        let principal = Principal(
            account: options.accountID, arn: "arn:aws:iam::\(options.accountID):user/\(options.userName)",
            userID: "AIDAMOCKEXAMPLE000001")
        var state = EngineState(options: options, seed: options.seed)
        state.keys.accessKeys[options.accessKeyID] = KeyRing.AccessKey(
            secret: options.secretAccessKey, sessionToken: nil, expiration: nil, principal: principal)
        state.keys.apiKeys[options.apiKey] = principal
        self.options = options
        self.clock = clock
        self.engine = Engine(options: options, clock: clock, state: state)
    }

    /// The simulator's date.
    public var now: Date { engine.now }

    /// The access key that opens everything.
    public var credentials: Credentials {
        Credentials(
            accessKeyID: options.accessKeyID, secretAccessKey: options.secretAccessKey, accountID: options.accountID)
    }

    /// The long-term Bedrock API key.
    public var apiKey: String { options.apiKey }

    /// A transport that reaches this AWS without a network, whatever the host of a request.
    ///
    /// Its time limits are measured on ``clock``: turn it past an idle timeout to end a stalled stream.
    public var transport: some HTTPTransport { InProcessFront(engine: engine) }

    // MARK: Scripting

    /// Faults to come.
    public var faults: Faults { Faults(engine: engine) }

    /// Makes the next invocation answer with `text`, cut where its limits demand; later calls use later texts.
    public func enqueueReply(_ text: String) {
        engine.withState { $0.scriptedReplies.append(.text(text)) }
    }

    /// Makes the next invocation that offers tools answer with a call of the tool `name`.
    ///
    /// It takes its turn among the texts of ``enqueueReply(_:)``. An invocation without such a tool answers with the arguments
    /// as its text.
    ///
    /// - Parameters:
    ///   - name: The tool's name.
    ///   - arguments: What the model passes to it, a JSON object.
    public func enqueueToolCall(_ name: String, arguments: JSONValue = [:]) {
        engine.withState { $0.scriptedReplies.append(.toolCall(name: name, arguments: arguments)) }
    }

    /// Adds a resource of another service to what the tagging API knows.
    ///
    /// - Parameters:
    ///   - arn: The resource's ARN.
    ///   - tags: Its tags; an empty dictionary means that it used to be tagged, `nil` that it is gone.
    ///   - region: The Region whose endpoint lists it.
    public func addResource(_ arn: String, tags: [String: String]?, region: String = "us-east-1") {
        let (account, date) = (options.accountID, now)
        engine.withState { $0[account: account, region: region].index.record(tags, of: arn, at: date) }
    }

    /// Adds a charge that has nothing to do with Bedrock to the bill, at the simulator's date.
    ///
    /// - Parameters:
    ///   - usd: The amount, a decimal string with up to 15 digits behind the point.
    ///   - service: The service's name on the bill.
    ///   - tags: The tags of the resource that caused it.
    ///   - accountID: The account that is charged; the simulator's own by default.
    ///   - region: The Region of the usage.
    /// - Returns: Whether `usd` is an amount; nothing is added otherwise.
    @discardableResult
    public func addCharge(
        usd: String, service: String, tags: [String: String] = [:], accountID: String? = nil,
        region: String = "us-east-1"
    ) -> Bool {
        guard let cost = ExactUSD(usd) else { return false }
        let date = now
        let account = accountID ?? options.accountID
        engine.withState { state in
            let active = state.allocationTags.activeKeys
            let key = LineItem.Key(
                hour: date.billingHour, account: account, region: region,
                service: service, usageType: "Charge", operation: "Charge", billingEntity: "AWS", resource: "",
                modelID: "", tokenClass: nil, tags: tags,
                attributedTags: tags.filter { active.contains($0.key) })
            state.ledger.add(key, tokens: 0, quantity: 1_000_000, cost: cost)
        }
        return true
    }

    // MARK: Looking

    /// The requests received so far, in the order of arrival, up to ``Options/recordedRequestLimit`` of them.
    public var requests: [RecordedRequest] {
        Array(
            engine.withState { $0.requests }.sorted { $0.ordinal < $1.ordinal }.suffix(options.recordedRequestLimit))
    }

    /// The bill up to now, exact and without Cost Explorer's delays.
    public var bill: Bill {
        let now = self.now
        return engine.withState { state in
            // What runs in the background is billed when it ends, whoever looks.
            state.settle(at: now)
            return state.ledger
        }.bill
    }

    /// How many event streams are being read right now.
    public var openStreams: Int { engine.withState { $0.openStreams } }

    /// How many Cost Explorer requests AWS would have charged $0.01 for: each page of costs, forecasts, comparisons and values.
    public var billableRequests: Int { engine.withState { $0.billableRequests } }

    /// The script of things that go wrong.
    public struct Faults: Sendable {
        let engine: Engine

        /// Makes the next calls of `operation` fail.
        ///
        /// - Parameters:
        ///   - fault: What happens.
        ///   - operation: The operation's name, such as `Converse`; `*` for any.
        ///   - times: How many calls are hit.
        public func add(_ fault: Fault, for operation: String = "*", times: Int = 1) {
            engine.withState { $0.faults.add(fault, for: operation, times: times) }
        }

        /// Forgets the faults that have not happened yet.
        public func removeAll() { engine.withState { $0.faults.removeAll() } }

        /// How many faults have not happened yet.
        public var count: Int { engine.withState { $0.faults.count } }
    }
}
