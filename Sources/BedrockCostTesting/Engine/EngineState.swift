import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// One authenticated request on its way to its operation.
struct Call {
    let request: IncomingRequest
    let route: Route
    let proof: SignatureVerifier.Proof
    /// The simulator's date.
    let now: Date
    let requestID: String

    var account: String { proof.principal.account }
    var region: String { proof.region }

    /// The body as JSON; an empty one counts as `{}`.
    ///
    /// - Throws: `SerializationException` for anything that is not a JSON object.
    func json() throws(ServiceFault) -> JSONValue {
        let body = request.decodedBody
        guard !body.isEmpty else { return [:] }
        guard let value = try? JSONValue(parsing: body), value.object != nil else {
            throw ServiceFault("SerializationException", 400, "The request body is not a JSON object.")
        }
        return value
    }
}

/// What one account keeps in one Region.
struct RegionState {
    var profiles: [String: InferenceProfile] = [:]
    var profileOrder: [String] = []
    var clientTokens: [String: (body: JSONValue, arn: String)] = [:]
    var promptCache = PromptCache()
    var projects = ProjectState()
    var responses = ResponseStore()
    var tokenRates = TokenRates()
    var index = TaggingIndex()
    var guardrails: [String: MockAWS.Guardrail] = [:]
    var asyncInvocations: [AsyncInvocation] = []
    var invocationLog = InvocationLog()
    var cloudWatch = CloudWatchState()
    var parameters: [String: SimulatedParameter] = [:]
    var secrets: [String: SimulatedSecret] = [:]
    var tables: [String: SimulatedTable] = [:]
    /// What DynamoDB has done, by the tokens of its callers.
    var transactions: [String: SimulatedTransaction] = [:]
}

/// Everything that the simulator knows. It changes only by the services' operations and by what a test scripts.
struct EngineState {
    private struct Place: Hashable {
        let account: String
        let region: String
    }

    let options: MockAWS.Options
    var generator: SplitMix64
    var keys = KeyRing()
    /// The roles with a trust policy, by ARN.
    var roles: [String: MockAWS.Role] = [:]
    var ledger = BillingLedger()
    var allocationTags = CostAllocationTags()
    var costManagement = CostManagement()
    /// CloudWatch dashboards by account and name.
    var dashboards: [String: [String: String]] = [:]
    var budgets = BudgetBook()
    var exports: [SimulatedExport] = []
    var published: [(message: MockAWS.PublishedMessage, date: Date)] = []
    var queries: [SimulatedQuery] = []
    var faults = FaultScript()
    var requests: [RecordedRequest] = []
    var scriptedReplies: [ScriptedReply] = []
    var backgroundWork: [BackgroundWork] = []
    var openStreams = 0
    var billableRequests = 0
    var nextOrdinal = 0
    private var places: [Place: RegionState] = [:]

    init(options: MockAWS.Options, seed: UInt64) {
        self.options = options
        self.generator = SplitMix64(seed: seed)
    }

    subscript(account account: String, region region: String) -> RegionState {
        get { places[Place(account: account, region: region)] ?? RegionState() }
        set { places[Place(account: account, region: region)] = newValue }
        _modify {
            yield &places[Place(account: account, region: region), default: RegionState()]
        }
    }

    /// The accounts and Regions of which anything is known.
    var knownPlaces: [(account: String, region: String)] {
        places.keys.map { ($0.account, $0.region) }.sorted { ($0.account, $0.region) < ($1.account, $1.region) }
    }

    subscript(call: Call) -> RegionState {
        get { self[account: call.account, region: call.region] }
        _modify { yield &self[account: call.account, region: call.region] }
    }

    /// Ends and bills what has come to its end by `date` without a request.
    mutating func settle(at date: Date) {
        finishBackgroundWork(upTo: date)
        for place in Array(places.keys) { places[place]?.settleAsyncInvocations(at: date, in: &ledger) }
    }
}

extension ServiceFault {
    static func unknownOperation(_ name: String) -> Self {
        Self("UnknownOperationException", 400, "The operation \(name) is not known to this service.")
    }
}
