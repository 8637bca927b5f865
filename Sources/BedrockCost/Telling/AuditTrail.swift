import AWSCore
import Attribution
import Metering
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes down who asked for what, what was decided, and why: a line of JSON for each decision and end of a metered call.
///
/// ```swift
/// let audit = try AuditTrail(appendingTo: "/var/log/bedrock-audit.jsonl")
/// ```
///
/// Every line has `at`, `call`, `operation`, `target`, `event`, and where they are known `model`, `principal` and `tags`. What else it
/// tells goes by `event`:
///
/// | event | more |
/// |---|---|
/// | `refused` | `reason`: the rule of the policy that the call breaks |
/// | `denied` | `shortages`: budget, scope, window, requested, remaining, held, allowance, when it resets, and the remedy |
/// | `rateLimited` | `reason`: the limit that was reached, and what would help |
/// | `degraded` | `step` that the budget takes when it is short |
/// | `admitted` | `money` and `tokens` that are held |
/// | `settled` | `line`, `attempt`, `state`, `source`, `cost`, `inputTokens`, `outputTokens`, `requestId`, `error` |
/// | `failed`, `unsettled` | `error`: the service's code or the kind of failure |
/// | `ended` | `outcome`, `attempts`, `cost`, `error` |
///
/// Prompts, answers, attributes such as users, headers and messages of services are never written. A line stays with the order of
/// its call; lines of calls that run side by side are mixed.
public final class AuditTrail: CallObserving {
    private let write: @Sendable ([UInt8]) -> Void
    /// Keeps lines whole.
    private let lock = Mutex(())

    /// Hands lines to a closure.
    ///
    /// - Parameter write: Takes a line in UTF-8 with its line break, one at a time, on the call's own path.
    public init(to write: @escaping @Sendable ([UInt8]) -> Void) {
        self.write = write
    }

    /// Writes lines as text.
    ///
    /// - Parameter write: Takes a line without its line break, one at a time, on the call's own path.
    public convenience init(lines write: @escaping @Sendable (String) -> Void) {
        self.init(to: { write(String(decoding: $0.dropLast(), as: UTF8.self)) })
    }

    /// Tells of an event.
    public func observe(_ event: CallEvent) {
        guard let (name, more) = Self.members(of: event.kind) else { return }
        var members = more.compactMapValues { $0 }
        members["event"] = .string(name)
        members["at"] = .string(TimestampFormat.iso8601.string(from: event.at))
        members["call"] = .string(event.call)
        members["operation"] = .string(event.operation)
        members["target"] = .string(event.target.rawValue)
        members["model"] = event.model.map { .string($0.id) }
        members["principal"] = event.attribution?.principal.map { .string($0) }
        members["tags"] = event.attribution.map { attribution in
            .object(Dictionary(attribution.tags.map { ($0.key, .string($0.value)) }) { first, _ in first })
        }
        // Strings and whole numbers have a form as JSON.
        guard let line = try? JSONValue.object(members).serialized() else { return }
        lock.withLock { _ in write(line + [UInt8(ascii: "\n")]) }
    }

    private static func members(of kind: CallEvent.Kind) -> (String, [String: JSONValue?])? {
        switch kind {
        case .refused(let reason): ("refused", ["reason": .string(reason)])
        case .denied(let denial): ("denied", ["shortages": .array(denial.shortages.map(shortage))])
        case .rateLimited(let denial): ("rateLimited", ["reason": .string(denial.description)])
        case .degraded(let step): ("degraded", ["step": .string(step.name)])
        case .admitted(let money, let tokens):
            ("admitted", ["money": text(money), "tokens": .int(Int64(tokens))])
        case .settled(let line): ("settled", members(of: line))
        case .failed(let error):
            ("failed", ["error": .string(error.typeName), "requestId": error.requestID.map { .string($0) }])
        case .unsettled(let error): ("unsettled", ["error": .string(error.code.description)])
        case .ended(let end):
            (
                "ended",
                [
                    "outcome": .string(end.outcome.name), "attempts": .int(Int64(end.lines.count)),
                    "cost": text(end.cost), "error": end.errorType.map { .string($0) },
                ]
            )
        default: nil
        }
    }

    private static func members(of line: LedgerLine) -> [String: JSONValue?] {
        [
            "line": .string(line.id), "attempt": .int(Int64(line.attempt)), "state": .string(line.state.rawValue),
            "source": .string(line.source), "cost": text(line.cost.amount),
            "inputTokens": .int(Int64(line.usage.prompt)), "outputTokens": .int(Int64(line.usage.output)),
            "requestId": line.attributes["requestId"].map { .string($0) },
            "error": line.attributes["error"].map { .string($0) },
        ]
    }

    private static func shortage(_ shortage: SpendDenial.Shortage) -> JSONValue {
        var members: [String: JSONValue] = [
            "budget": .string(shortage.balance.budget), "window": .string(shortage.balance.window),
            "requested": .string("\(shortage.requested)"), "remaining": .string("\(shortage.remaining)"),
            "held": .string("\(shortage.held)"), "allowance": .string("\(shortage.allowance)"),
            "remedy": .string(shortage.remedy.rawValue),
        ]
        if !shortage.balance.scope.isEmpty { members["scope"] = .string(shortage.balance.scope) }
        if let resets = shortage.resets { members["resets"] = .string(TimestampFormat.iso8601.string(from: resets)) }
        return .object(members)
    }

    private static func text(_ money: Money?) -> JSONValue? { money.map { .string("\($0) \($0.currency)") } }
}

extension CallEnd.Outcome {
    /// The outcome in a word.
    fileprivate var name: String {
        switch self {
        case .succeeded: "succeeded"
        case .left: "left"
        case .keptBack: "keptBack"
        case .failed: "failed"
        }
    }
}
