public import AWSCore
public import Attribution
public import Metering

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What happened to a metered call. It never holds a prompt or an answer.
public struct CallEvent: Sendable {
    /// What happened.
    public enum Kind: Sendable {
        /// It begins: told once for each call, on the task of its caller.
        case began
        /// It was refused before any budget was asked: tags, project or metadata break the policy, or no price is known.
        case refused(reason: String)
        /// A budget was short, and nothing that it allows helped.
        case denied(SpendDenial)
        /// A rate limit was reached.
        case rateLimited(RateDenial)
        /// A budget was short, and this step was taken.
        case degraded(SpendBudget.ShortageStep)
        /// Its cost is held.
        case admitted(money: Money?, tokens: Int)
        /// An attempt is handed to the transport; the first one is 1.
        case sent(attempt: Int)
        /// An attempt has ended, and its line is with the ledger.
        case settled(LedgerLine)
        /// The call has failed.
        case failed(AWSError)
        /// A settlement could not be written; it is kept, and tried again.
        case unsettled(SpendError)
        /// It is over: told once for each call that began, after all else.
        case ended(CallEnd)
    }

    /// The call's id.
    public let call: String
    /// The operation, such as `Converse`.
    public let operation: String
    /// What is called.
    public let target: ModelID
    /// The model behind it, where that is known.
    public let model: PricedModel?
    /// Who pays, and on whose behalf; `nil` where the policy refused it.
    public let attribution: CostAttribution?
    /// When the call began.
    public let began: Date
    /// When it happened.
    public let at: Date
    /// What happened.
    public let kind: Kind

    /// An event, as a ``CallObserving`` type is told of it.
    public init(
        call: String, operation: String, target: ModelID, model: PricedModel?, attribution: CostAttribution?,
        began: Date, at: Date, kind: Kind
    ) {
        self.call = call
        self.operation = operation
        self.target = target
        self.model = model
        self.attribution = attribution
        self.began = began
        self.at = at
        self.kind = kind
    }
}

/// Is told of the decisions and ends of metered calls: for metrics, traces and audits.
public protocol CallObserving: Sendable {
    /// Something happened. It is called on the call's own path, so it must not wait.
    func observe(_ event: CallEvent)
}
