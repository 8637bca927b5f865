import AWSCore
public import Metering

extension CostFilter {
    /// Anomalies whose impact in US dollars is `amount` or more. For anomaly subscriptions only.
    public static func anomalyImpact(atLeast amount: Money) -> CostFilter {
        dimension(.anomalyTotalImpactAbsolute, in: ["\(amount)"], matching: [.greaterThanOrEqual])
    }

    /// Anomalies whose impact is `percentage` percent of the expected spend or more. For anomaly subscriptions only.
    public static func anomalyImpact(atLeastPercent percentage: Int) -> CostFilter {
        dimension(.anomalyTotalImpactPercentage, in: ["\(percentage)"], matching: [.greaterThanOrEqual])
    }

    /// Whether the filter names the key of a tag or category, as a monitor's dimension demands, and nothing else.
    func isKeyOnly(_ dimension: AnomalyMonitor.Dimension?) -> Bool {
        guard case .selection(let selection) = node, selection.values == nil, selection.matchOptions == nil else {
            return false
        }
        return switch selection.property {
        case .tag: dimension == .tag
        case .costCategory: dimension == .costCategory
        case .dimension: false
        }
    }

    /// Checks the rules of custom monitors.
    func validateAsMonitorSpecification() throws(AWSError) {
        let rule = "a CUSTOM monitor watches up to 10 accounts, up to 10 values of a tag, or 1 value of a cost category"
        guard case .selection(let selection) = node, selection.matchOptions == nil else {
            throw .invalidInput("MonitorSpecification", rule)
        }
        let limit: Int
        switch selection.property {
        case .dimension(.linkedAccount), .tag: limit = 10
        case .costCategory: limit = 1
        case .dimension(let dimension): throw .invalidInput("MonitorSpecification", "\(rule), not \(dimension)")
        }
        let count = selection.values?.count ?? 0
        guard (1...limit).contains(count) else {
            throw .invalidInput("MonitorSpecification", "\(rule); \(selection.name) has \(count) values")
        }
    }

    /// Checks the rules of thresholds.
    func validateAsThreshold() throws(AWSError) {
        switch node {
        case .and(let operands), .or(let operands):
            guard operands.count >= 2 else {
                throw .invalidInput(
                    "ThresholdExpression", "an operator needs at least 2 operands, got \(operands.count)")
            }
            for operand in operands { try operand.validateAsThreshold() }
        case .selection(let selection): try selection.validateAsThreshold()
        case .not, .bedrock:
            throw .invalidInput("ThresholdExpression", "it is made of impacts, And and Or")
        }
    }
}

extension CostFilter.Selection {
    fileprivate func validateAsThreshold() throws(AWSError) {
        guard case .dimension(let dimension) = property,
            dimension == .anomalyTotalImpactAbsolute || dimension == .anomalyTotalImpactPercentage
        else {
            throw .invalidInput(
                "ThresholdExpression",
                "a threshold is of ANOMALY_TOTAL_IMPACT_ABSOLUTE or ANOMALY_TOTAL_IMPACT_PERCENTAGE, not of \(name)")
        }
        guard matchOptions == [.greaterThanOrEqual] else {
            throw .invalidInput("ThresholdExpression", "\(name) is matched by GREATER_THAN_OR_EQUAL only")
        }
        for value in values ?? [] {
            guard let number = try? ExactDecimal(value), number >= .zero, number <= ExactDecimal(10_000_000_000) else {
                throw .invalidInput("ThresholdExpression", "\"\(value)\" is not a number from 0 to 10000000000")
            }
        }
        guard values?.count == 1 else {
            throw .invalidInput("ThresholdExpression", "\(name) takes one number, got \(values?.count ?? 0)")
        }
    }
}
