import AWSCore
import Attribution
public import Metering

/// How a metered call ended, and what all its attempts were.
public struct CallEnd: Sendable {
    /// What became of a call.
    public enum Outcome: Sendable {
        /// The answer came to its end.
        case succeeded
        /// The reader of a stream left before it had told what it used.
        case left
        /// Nothing was sent: see ``KeptBackReason``.
        case keptBack(any Error)
        /// It was sent, and failed.
        case failed(any Error)
    }

    /// What became of it.
    public let outcome: Outcome
    /// The lines of its attempts, in their order; those whose settlement could not be written yet are among them.
    public let lines: [LedgerLine]

    /// The end of a call, as a ``CallObserving`` type is told of it.
    public init(_ outcome: Outcome, _ lines: [LedgerLine] = []) {
        self.outcome = outcome
        self.lines = lines
    }

    /// What its attempts used. Those of which nobody saw the end are left out, since their lines hold a guess.
    public var usage: TokenUsage {
        lines.reduce(into: .zero) { sum, line in if line.state != .unknown { sum += line.usage } }
    }

    /// What budgets were charged for it, with all that was held for attempts of which nobody saw the end; `nil` where no price is
    /// known, or the sum exceeds what an amount can hold.
    public var cost: Money? {
        let amounts = lines.compactMap(\.cost.amount)
        guard let first = amounts.first else { return nil }
        return try? amounts.dropFirst().reduce(first) { try $0.adding($1) }
    }

    /// Why nothing was sent; `nil` where something was.
    public var keptBackReason: KeptBackReason? {
        if case .keptBack(let error) = outcome { KeptBackReason(error) } else { nil }
    }

    /// The failure in a word that no caller can choose, such as `throttled` or `ThrottlingException`; `nil` for a call that did not
    /// fail.
    public var errorType: String? {
        switch outcome {
        case .succeeded, .left: nil
        case .keptBack(let error): (error as? AWSError)?.typeName ?? KeptBackReason(error).rawValue
        case .failed(let error): (error as? AWSError)?.typeName ?? (error is CancellationError ? "cancelled" : "other")
        }
    }
}

/// Why a call was kept back, in a word that metrics can be labelled with.
public struct KeptBackReason: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The word, such as `budget`.
    public let rawValue: String

    /// A reason by its word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The word.
    public var description: String { rawValue }

    /// A budget was short: ``SpendDenial``.
    public static let budget = Self(rawValue: "budget")
    /// A rate limit was reached: ``RateDenial``.
    public static let rate = Self(rawValue: "rate")
    /// Tags, project or metadata break the policy: ``TagPolicyError``.
    public static let policy = Self(rawValue: "policy")
    /// A budget of money counts the call, and its price is not known: ``UnpricedModelError``.
    public static let price = Self(rawValue: "price")
    /// The store of the budgets could not be asked: ``SpendError``.
    public static let store = Self(rawValue: "store")
    /// The model or profile could not be found: `AWSError`.
    public static let target = Self(rawValue: "target")
    /// The caller's task was cancelled while it waited.
    public static let cancelled = Self(rawValue: "cancelled")
    /// Something else.
    public static let other = Self(rawValue: "other")

    /// The reason that an error stands for.
    public init(_ error: any Error) {
        self =
            switch error {
            case is SpendDenial: .budget
            case is RateDenial: .rate
            case is TagPolicyError: .policy
            case is UnpricedModelError: .price
            case is SpendError: .store
            case is AWSError: .target
            case is CancellationError: .cancelled
            default: .other
            }
    }
}

extension AWSError {
    /// The service's own code or the kind of failure, never a message.
    var typeName: String { serviceCode ?? code.description }
}
