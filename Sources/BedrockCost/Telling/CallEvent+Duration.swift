import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension CallEvent {
    /// The time from the beginning of the call to the event, never below zero.
    public var duration: Duration { .milliseconds(max(at.timeIntervalSince(began), 0) * 1_000) }
}

extension SpendBudget.ShortageStep {
    /// The step in a word, without its amount.
    var name: String {
        switch self {
        case .lowerMaxTokens: "lowerMaxTokens"
        case .cheaperModel: "cheaperModel"
        case .wait: "wait"
        case .warn: "warn"
        }
    }
}
