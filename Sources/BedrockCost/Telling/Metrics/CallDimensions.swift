import AWSCore
import Attribution
public import CloudWatch
import Metering

/// Which values the five dimensions of `GenAIRateLimiting` have for a metered call.
public struct CallDimensions: Sendable {
    /// The program that calls, where no tag says so.
    public var application: String
    /// The stage that it runs in, where no tag says so.
    public var environment: String?
    /// The tag that tells the program: `application` by default.
    public var applicationKey = "application"
    /// The tag that tells who pays: `costCenter` by default.
    public var costCenterKey = "costCenter"
    /// The tag that tells the stage: `environment` by default.
    public var environmentKey = "environment"

    /// The dimensions of a program's calls.
    ///
    /// - Parameters:
    ///   - application: The program, where no tag says so.
    ///   - environment: The stage that it runs in, where no tag says so.
    public init(application: String, environment: String? = nil) {
        self.application = application
        self.environment = environment
    }

    /// The values for a call. What is not known is `none`; characters that are not printable ASCII become `?`, and what is longer
    /// than 255 is cut, since CloudWatch refuses both together with all else in the request.
    public func labels(of event: CallEvent) -> RateLimitingLabels {
        let tags = event.attribution?.tags
        return RateLimitingLabels(
            model: Self.legal(event.model?.id ?? event.target.rawValue), modelID: Self.legal(event.target.rawValue),
            application: Self.legal(tags?[applicationKey] ?? application),
            costCenter: Self.legal(tags?[costCenterKey] ?? ""),
            environment: Self.legal(tags?[environmentKey] ?? environment ?? ""))
    }

    static func legal(_ value: String) -> String {
        let text = String(
            String.UnicodeScalarView(
                value.unicodeScalars.prefix(255).map { (0x20...0x7E).contains($0.value) ? $0 : "?" }))
        return text.allSatisfy { $0 == " " } ? RateLimitingLabels.unknown : text
    }
}

/// What one call adds to the metrics of `GenAIRateLimiting`.
struct CallMeasurement: Sendable {
    /// What a call cost, in its currency's unit. A `Double`, as all of CloudWatch's values: the ledger has the exact amount.
    static let spend = "Spend"
    /// Calls that a budget denied.
    static let budgetDenials = "BudgetDenials"

    let call: RateLimitedCall
    let spend: Double?
    let isDeniedByBudget: Bool

    /// - Returns: `nil` for an event that does not end a call.
    init?(_ event: CallEvent, _ dimensions: CallDimensions) {
        guard case .ended(let end) = event.kind else { return nil }
        let outcome: RateLimitedCall.Outcome =
            switch end.outcome {
            case .succeeded, .left: .succeeded(end.usage)
            case .failed: .failed(end.usage == .zero ? nil : end.usage)
            case .keptBack: .denied
            }
        call = RateLimitedCall(dimensions.labels(of: event), outcome, at: event.at)
        spend = end.cost.map { Double($0.attoUnits) / 1e18 }
        isDeniedByBudget = end.keptBackReason == .budget
    }

    /// The values beyond the blog's six metrics.
    var more: [(name: String, value: Double)] {
        (spend.map { [(Self.spend, $0)] } ?? []) + (isDeniedByBudget ? [(Self.budgetDenials, 1)] : [])
    }
}
