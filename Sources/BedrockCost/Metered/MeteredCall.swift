import AWSCore
import Attribution
import HTTPTransport
import Logging
import Metering
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The life of one call: each attempt is admitted, sent, and ends in one place with one line.
final class MeteredCall: AttemptObserver {
    let id: String
    let cost: CallCost
    private let meter: Meter
    private let operation: String
    private let caller: Caller
    private let began: Date
    /// Budgets above whose limit the call may go.
    private let letThrough: Set<String>
    private let state = Mutex(State())

    private struct State {
        /// The attempt that is held, and has not ended.
        var admitted: AdmittedCall?
        var attempt = 0
        /// Whether the attempt was handed to the transport.
        var isSent = false
        /// The lines of the attempts that have ended.
        var lines: [LedgerLine] = []
        /// Whether the reader of a stream left before it told what was used.
        var wasLeft = false
        var isOver = false
        var rate: RateAdmission?
    }

    init(
        _ meter: Meter, id: String, operation: String, caller: Caller, began: Date, cost: CallCost,
        lettingThrough: Set<String>
    ) {
        self.meter = meter
        self.id = id
        self.operation = operation
        self.caller = caller
        self.began = began
        self.cost = cost
        self.letThrough = lettingThrough
    }

    /// The client that sends this call, and no other.
    var aws: AWSClient { meter.aws.observed(by: self) }

    /// The line of the attempt that ended last.
    var line: LedgerLine? { state.withLock { $0.lines.last } }

    // MARK: An attempt begins

    /// Holds what an attempt may cost.
    ///
    /// - Returns: Why it may not leave; `nil` if it may.
    func admit(attempt: Int) async throws(SpendError) -> SpendDenial? {
        let date = meter.now()
        let draft = line(
            attempt, at: date, usage: cost.likelyUsage(answer: nil),
            cost: cost.money.map(UsageCost.priced) ?? .unpriced(missing: []), .estimated, "estimate")
        let reservation = Reservation(
            draft.id, owner: meter.configuration.owner, parts: try parts(at: date), draft: draft, at: date,
            expires: date.addingTimeInterval(meter.configuration.holdTime.seconds))
        switch try await meter.gate.admit(reservation) {
        case .denied(let denial): return denial
        case .admitted(let admitted):
            state.withLock { state in
                state.admitted = admitted
                state.attempt = attempt
                state.isSent = false
            }
            tell(.admitted(money: cost.money, tokens: cost.tokens))
            return nil
        }
    }

    /// Counts the call under the rate limits.
    ///
    /// - Returns: Which limit was reached; `nil` where the call may leave.
    func takeRate() -> RateDenial? {
        let limits = meter.configuration.rateLimits(caller.attribution)
        guard !limits.isEmpty else { return nil }
        switch meter.limiter.admit(tokens: cost.quotaTokens, under: limits, at: meter.uptime()) {
        case .denied(let denial): return denial
        case .admitted(let admission):
            state.withLock { $0.rate = admission }
            return nil
        }
    }

    /// The call does not leave: no limit counts it.
    func giveRateBack() {
        if let rate = takeRateAdmission() { meter.limiter.cancel(rate) }
    }

    private func takeRateAdmission() -> RateAdmission? {
        state.withLock { state in
            defer { state.rate = nil }
            return state.rate
        }
    }

    private func parts(at date: Date) throws(SpendError) -> [HoldPart] {
        // Without a price only budgets of tokens count the call: it would have been refused otherwise.
        var parts = try caller.shares.parts(money: cost.money, tokens: cost.tokens, at: date)
        guard !letThrough.isEmpty else { return parts }
        for index in parts.indices where letThrough.contains(parts[index].balance.budget) {
            parts[index].isEnforced = false
        }
        return parts
    }

    func mayBegin(attempt: Int) async -> Bool {
        do {
            guard let denial = try await admit(attempt: attempt) else { return true }
            tell(.denied(denial))
        } catch {
            meter.aws.logger.info(
                "a call is not repeated: its budgets cannot be asked",
                metadata: ["call": "\(id)", "error.code": "\(error.code)"])
        }
        return false
    }

    func attemptBegins(_ attempt: Int) {
        state.withLock { $0.isSent = true }
        tell(.sent(attempt: attempt))
    }

    // MARK: An attempt ends

    /// The service has said what was used; or the call succeeded, and nobody knows what was used.
    ///
    /// - Parameter isOver: Whether the call is over with that, and not about to fail.
    func succeeded(
        _ usage: TokenUsage?, tier: PriceTier?, requestID: String?, source: String, isOver: Bool = true
    ) async {
        defer { if isOver { over(.succeeded) } }
        let tier = tier ?? cost.tier
        if let usage {
            cost.learn(usage)
            if let rate = takeRateAdmission() {
                meter.limiter.settle(rate, tokens: cost.quota.used(usage))
            }
            await end(usage, servedBy: tier, .settled, source, requestID)
        } else {
            if let rate = takeRateAdmission() { meter.limiter.settle(rate, tokens: nil) }
            await end(cost.likelyUsage(answer: nil), servedBy: tier, .estimated, "unmeasured", requestID)
        }
    }

    /// A stream was left before it told what was used.
    func left(afterBytes bytes: Int, requestID: String?) async {
        state.withLock { $0.wasLeft = true }
        if let rate = takeRateAdmission() { meter.limiter.settle(rate, tokens: nil) }
        await end(cost.likelyUsage(answer: bytes), servedBy: cost.tier, .estimated, "estimate", requestID)
    }

    func attemptFailed(_ attempt: Int, _ error: AWSError) async {
        if let transport = error.underlyingError as? TransportError {
            await transport.requestMayHaveBeenProcessed ? vanished(error) : notSent()
        } else if error.refusedTheCall {
            await end(.zero, servedBy: cost.tier, .settled, "refused", error.requestID, error)
        } else {
            await vanished(error)
        }
    }

    /// The call failed. An attempt that has not ended before ends now.
    func failed(_ error: any Error) async {
        let (isOpen, isSent) = state.withLock { ($0.admitted != nil, $0.isSent) }
        if isOpen {
            if isSent { await vanished(error as? AWSError) } else { await notSent() }
        }
        if let rate = takeRateAdmission() { meter.limiter.settle(rate, tokens: isOpen && !isSent ? 0 : nil) }
        if let error = error as? AWSError { tell(.failed(error)) }
        over(state.withLock(\.wasLeft) ? .left : .failed(error))
    }

    /// Tells of the call's end, once.
    private func over(_ outcome: CallEnd.Outcome) {
        let lines = state.withLock { state -> [LedgerLine]? in
            defer { state.isOver = true }
            return state.isOver ? nil : state.lines
        }
        if let lines { tell(.ended(CallEnd(outcome, lines))) }
    }

    /// Nobody saw how the attempt ended. It counts as all that was held for it, until a log or a bill tells more.
    private func vanished(_ error: AWSError?) async {
        await end(cost.likelyUsage(answer: nil), servedBy: cost.tier, .unknown, "lost", error?.requestID, error)
    }

    private func notSent() async {
        guard let admitted = takeAdmitted()?.admitted else { return }
        do throws(SpendError) {
            try await meter.gate.void(admitted, at: meter.now())
        } catch {
            tell(.unsettled(error))
        }
    }

    private func takeAdmitted() -> (admitted: AdmittedCall, attempt: Int)? {
        state.withLock { state in
            defer { state.admitted = nil }
            return state.admitted.map { ($0, state.attempt) }
        }
    }

    /// The one place where an attempt ends with a line. What ends a second time changes nothing.
    private func end(
        _ usage: TokenUsage, servedBy tier: PriceTier, _ lineState: LedgerLine.State, _ source: String,
        _ requestID: String?, _ error: AWSError? = nil
    ) async {
        guard let (admitted, attempt) = takeAdmitted() else { return }
        var amount: UsageCost
        if lineState == .unknown, let money = cost.money {
            amount = .priced(money)
        } else if usage == .zero {
            amount = .priced(.zero(cost.money?.currency ?? .usd))
        } else {
            // A cost that no amount can hold is no cost that anybody knows.
            amount = (try? cost.cost(of: usage, servedBy: tier)) ?? .unpriced(missing: [])
        }
        var line = line(attempt, at: began, usage: usage, cost: amount, lineState, source)
        line.tier = tier
        line.attributes["requestId"] = requestID
        line.attributes["error"] = error.map { $0.serviceCode ?? $0.code.description }
        state.withLock { $0.lines.append(line) }
        do throws(SpendError) {
            try await meter.gate.settle(admitted, with: line, at: meter.now())
            tell(.settled(line))
        } catch {
            meter.aws.logger.info(
                "a settlement could not be written", metadata: ["call": "\(id)", "error.code": "\(error.code)"])
            tell(.unsettled(error))
        }
    }

    private func line(
        _ attempt: Int, at date: Date, usage: TokenUsage, cost amount: UsageCost, _ state: LedgerLine.State,
        _ source: String
    ) -> LedgerLine {
        LedgerLine(
            id: "\(id)/\(attempt)", request: id, attempt: attempt, occurred: date, target: cost.target.rawValue,
            model: cost.model, tier: cost.tier, tags: caller.attribution.tags,
            attributes: caller.attribution.attributes, usage: usage, cost: amount, ceiling: cost.ceiling, state: state,
            source: source)
    }

    func tell(_ kind: CallEvent.Kind) {
        guard !meter.configuration.observers.isEmpty else { return }
        meter.tell(
            CallEvent(
                call: id, operation: operation, target: cost.target, model: cost.model, attribution: caller.attribution,
                began: began, at: meter.now(), kind: kind))
    }
}

extension AWSError {
    /// Whether the service said that it did not run the call, and so bills nothing: it was throttled, not allowed or not understood.
    /// Faults of the service, a model's time-out (408) and its failure (424) leave that open.
    fileprivate var refusedTheCall: Bool {
        if code == .throttled { return true }
        guard let httpStatus else { return false }
        return (400..<500).contains(httpStatus) && httpStatus != 408 && httpStatus != 424 || httpStatus == 503
    }
}
