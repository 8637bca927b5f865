import AWSCore

extension Budget {
    /// Checks the rules of CreateBudget and UpdateBudget.
    func validate() throws(AWSError) {
        try InputRules.check(budgetName: name)
        try validateLimits()
        try InputRules.check(period: timePeriod)
        if timeUnit == .custom, timePeriod?.start == nil || timePeriod?.end == nil {
            throw .invalidInput("TimePeriod", "a CUSTOM budget needs a start and an end")
        }
        try validateFilter()
    }

    private func validateLimits() throws(AWSError) {
        let given = [limit != nil, plannedLimits != nil, autoAdjustment != nil].count { $0 }
        guard given == 1 else {
            throw .invalidInput(
                "BudgetLimit", "exactly one of BudgetLimit, PlannedBudgetLimits and AutoAdjustData, got \(given)")
        }
        if let limit { try InputRules.check(limit, "BudgetLimit") }
        if let plannedLimits {
            let periods: [TimeUnit: Int] = [.monthly: 12, .quarterly: 4]
            guard let count = periods[timeUnit], plannedLimits.count == count else {
                throw .invalidInput("PlannedBudgetLimits", "12 months or 4 quarters, got \(plannedLimits.count)")
            }
            for (start, limit) in plannedLimits {
                guard Int64(start) != nil else {
                    throw .invalidInput(
                        "PlannedBudgetLimits", "\(start.debugDescription) is not a number of seconds since 1970")
                }
                try InputRules.check(limit, "PlannedBudgetLimits")
            }
        }
        if let periods = autoAdjustment?.historicalOptions?.adjustmentPeriods, !(1...60).contains(periods) {
            throw .invalidInput("AutoAdjustData", "BudgetAdjustmentPeriod is from 1 to 60, got \(periods)")
        }
    }

    private func validateFilter() throws(AWSError) {
        let isOldForm = costFilters != nil || costTypes != nil
        let isNewForm = filterExpression != nil || metrics != nil
        guard !(isOldForm && isNewForm) else {
            throw .invalidInput(
                "FilterExpression", "CostFilters and CostTypes cannot be mixed with FilterExpression and Metrics")
        }
        if isNewForm, metrics?.count != 1 {
            throw .invalidInput(
                "Metrics", "a FilterExpression goes with exactly one metric, got \(metrics?.count ?? 0)")
        }
        for (key, values) in costFilters ?? [:] {
            guard !values.isEmpty else { throw .invalidInput("CostFilters", "\(key) has an empty list of values") }
            guard key == "TagKeyValue" else { continue }
            for value in values where !value.contains("$") || !(value.hasPrefix("user:") || value.hasPrefix("aws:")) {
                throw .invalidInput(
                    "CostFilters", "\(value.debugDescription) is not of the form user:key$value (or aws:key$value)")
            }
        }
        try filterExpression?.validate()
    }
}

extension BudgetFilter {
    func validate() throws(AWSError) {
        switch node {
        case .and(let operands), .or(let operands):
            guard operands.count >= 2 else {
                throw .invalidInput("FilterExpression", "And and Or need at least 2 operands, got \(operands.count)")
            }
            for operand in operands { try operand.validate() }
        case .not(let operand): try operand.validate()
        case .dimension(let dimension, let selection): try selection.validate(of: dimension.rawValue)
        case .tag(let key, let selection): try selection.validate(of: "tag \((key ?? "").debugDescription)")
        case .costCategory(let name, let selection):
            try selection.validate(of: "cost category \((name ?? "").debugDescription)")
        }
    }
}

extension BudgetFilter.Selection {
    fileprivate func validate(of name: String) throws(AWSError) {
        guard matchOptions?.count ?? 1 == 1 else {
            throw .invalidInput("FilterExpression", "\(name) is compared in exactly one way")
        }
        let isAbsent = matchOptions == [.absent]
        guard isAbsent == (values ?? []).isEmpty else {
            throw .invalidInput(
                "FilterExpression",
                isAbsent ? "\(name) cannot be absent and have values" : "\(name) has an empty list of values")
        }
        for value in values ?? [] where value.count > 1024 {
            throw .invalidInput(
                "FilterExpression", "\(name): a value has at most 1024 characters, got \(value.count)")
        }
    }
}
