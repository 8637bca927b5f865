import AWSCore
import Attribution
import BedrockControl
import Logging
import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What all calls of a ``MeteredBedrock`` share.
final class Meter: Sendable {
    let aws: AWSClient
    let store: any BudgetStore
    let gate: OutageGate
    let leases: SpendLeases?
    let configuration: MeteredConfiguration
    let directory: ModelDirectory
    let background = BackgroundWork()
    let limiter = RateLimiter()
    private let callers: Callers
    private let budgetsOfMoney: [SpendBudget]
    /// With all of its steps: each call takes its own copy.
    private let ladder: ShortageLadder
    private let start = ContinuousClock.now

    /// The time of rate limits, on a clock that nobody sets.
    func uptime() -> Duration { ContinuousClock.now - start }

    init(
        _ aws: AWSClient, policy: TagPolicy, budgets: [SpendBudget], store: any BudgetStore,
        configuration: MeteredConfiguration
    ) {
        self.aws = aws
        budgetsOfMoney = budgets.filter { $0.limit.unit != .tokens }
        callers = Callers(policy, BudgetCalendar(budgets))
        ladder = ShortageLadder(budgets)
        self.store = store
        self.configuration = configuration
        self.directory = ModelDirectory(aws)
        leases = configuration.leases.map {
            SpendLeases(store, owner: configuration.owner, configuration: $0, now: aws.configuration.now)
        }
        gate = OutageGate(leases ?? DirectGate(store) as any SpendGate, store: store, budgets: budgets)
    }

    func now() -> Date { aws.configuration.now() }

    /// Makes a request ready to leave: who pays, what is called, what it may cost, and that the budgets hold it.
    ///
    /// - Returns: The call, whose first attempt is held, and the request as it is to be sent.
    func begin<Request: MeteredRequest>(
        _ request: Request, _ operation: String
    ) async throws -> (call: MeteredCall, request: Request) {
        let id = configuration.makeCallID()
        let date = now()
        let target = request.target
        func tell(_ kind: CallEvent.Kind) {
            guard !configuration.observers.isEmpty else { return }
            // Whoever is refused has no attribution, and what was never called no model.
            self.tell(
                CallEvent(
                    call: id, operation: operation, target: target, model: directory.knownModel(of: target),
                    attribution: try? callers.caller(in: CostContext.current).attribution, began: date, at: now(),
                    kind: kind))
        }
        tell(.began)
        do {
            return try await prepare(request, operation, id: id, at: date)
        } catch {
            tell(.ended(CallEnd(.keptBack(error))))
            throw error
        }
    }

    private func prepare<Request: MeteredRequest>(
        _ request: Request, _ operation: String, id: String, at date: Date
    ) async throws -> (call: MeteredCall, request: Request) {
        var request = request
        let caller: Caller
        do {
            caller = try callers.caller(in: CostContext.current)
            try request.attach(caller.attribution, call: id)
        } catch {
            tell(
                CallEvent(
                    call: id, operation: operation, target: request.target, model: nil, attribution: nil, began: date,
                    at: date, kind: .refused(reason: "\(error)")))
            throw error
        }
        if request.target.rawValue.isEmpty {
            guard let profiles = configuration.profiles else {
                throw AWSError.invalidInput(
                    "modelId", "the call names no model, and no ProfileResolver is configured to find one by its tags")
            }
            request.target = ModelID(try await profiles.profile(tagged: caller.attribution.profileTags))
        }
        if request.maxTokens == nil { request.maxTokens = configuration.defaultMaxTokens }
        var ladder = ladder
        while true {
            let call = MeteredCall(
                self, id: id, operation: operation, caller: caller, began: date,
                cost: try await cost(of: request, caller.attribution, id: id, operation: operation, at: date),
                lettingThrough: ladder.letThrough)
            guard let denial = try await admit(call) else { return (call, request) }
            guard let step = ladder.next(after: denial) else {
                call.tell(.denied(denial))
                throw denial
            }
            guard try await take(step, to: &request, after: denial, call) else { continue }
            call.tell(.degraded(step))
        }
    }

    /// Has the rate limits and then the budgets admit a call's first attempt.
    ///
    /// - Returns: Which budgets are short; `nil` where the call may leave.
    private func admit(_ call: MeteredCall) async throws -> SpendDenial? {
        if let denial = call.takeRate() {
            call.tell(.rateLimited(denial))
            throw denial
        }
        do {
            let denial = try await call.admit(attempt: 1)
            if denial != nil { call.giveRateBack() }
            return denial
        } catch {
            call.giveRateBack()
            throw error
        }
    }

    /// Takes a step of a budget that is short.
    ///
    /// - Returns: Whether it changed anything.
    private func take<Request: MeteredRequest>(
        _ step: SpendBudget.ShortageStep, to request: inout Request, after denial: SpendDenial, _ call: MeteredCall
    ) async throws -> Bool {
        switch step {
        case .warn:
            aws.logger.info("a call is let through above its budget", metadata: ["call": "\(call.id)"])
            return true
        case .cheaperModel(let model):
            guard request.target.rawValue != model else { return false }
            request.target = ModelID(rawValue: model)
            return true
        case .lowerMaxTokens(let least):
            guard let most = call.cost.maxTokens(within: denial), most >= least, most < request.maxTokens ?? .max else {
                return false
            }
            request.maxTokens = most
            return true
        case .wait(let limit):
            guard denial.remedy != .never else { return false }
            return try await wait(atMost: limit, for: denial, call)
        }
    }

    /// Waits until the budgets that are short have enough for the call, or the time is over.
    private func wait(atMost limit: Duration, for denial: SpendDenial, _ call: MeteredCall) async throws -> Bool {
        var waited = Duration.zero
        var pause = Duration.milliseconds(50)
        while waited < limit {
            let nap = min(pause, limit - waited)
            try await aws.configuration.clock.sleep(for: nap)
            waited += nap
            pause = min(pause * 2, .seconds(2))
            var fits = true
            for shortage in denial.shortages {
                let remaining = try await store.balance(shortage.balance)?.remaining()
                if let remaining, remaining.count < shortage.requested.count { fits = false }
            }
            if fits { return true }
        }
        return false
    }

    /// What a request may cost, and which rates will price it.
    private func cost(
        of request: some MeteredRequest, _ attribution: CostAttribution, id: String, operation: String, at date: Date
    ) async throws -> CallCost {
        let model = try await directory.model(of: request.target)
        let cost = try CallCost(
            request, model: model, configuration: configuration,
            key: { HoldLearner.Key(model: $0.id, tags: attribution.tags) }, at: date)
        guard cost.money == nil else { return cost }
        if case .countAs(let ceiling) = configuration.unpriced {
            return cost.counted(as: ceiling)
        }
        guard budgetsOfMoney.contains(where: { attribution.tags.isSuperset(of: $0.tags) }) else { return cost }
        let error = UnpricedModelError(target: request.target, model: model)
        tell(
            CallEvent(
                call: id, operation: operation, target: request.target, model: model, attribution: attribution,
                began: date, at: now(), kind: .refused(reason: error.description)))
        throw error
    }

    func tell(_ event: CallEvent) {
        for observer in configuration.observers { observer.observe(event) }
    }
}

/// A call was refused since no price is known for its model, and a budget of money counts it.
public struct UnpricedModelError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was called.
    public let target: ModelID
    /// The model behind it, where that is known.
    public let model: PricedModel?

    /// What is missing, and what to do.
    public var description: String {
        let name = model.map { "\($0.id) (\($0.scope), called in \($0.region))" } ?? target.rawValue
        return "no price is known for \(name): add a row to the PriceBook, or set MeteredConfiguration.unpriced"
    }
}
