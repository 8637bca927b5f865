import AWSCore

/// The rules for the lines of GetMetricData and of metric math alarms.
enum QueryRules {
    static func check(_ queries: [MetricDataQuery], _ member: String) throws(AWSError) {
        var seen: Set<String> = []
        for query in queries {
            try check(id: query.id, member)
            guard seen.insert(query.id).inserted else {
                throw .invalidInput("\(member).Id", "\"\(query.id)\" stands there twice")
            }
            guard (query.metricStat == nil) != (query.expression == nil) else {
                throw .invalidInput(member, "line \"\(query.id)\" must be a MetricStat or an Expression, and not both")
            }
            if let stat = query.metricStat {
                try InputRules.check(stat.metric)
                try InputRules.check(period: stat.period)
                try stat.statistic.validate("Stat")
            }
            if let expression = query.expression {
                try InputRules.check("Expression", length: expression.rawValue, 1...2048)
                try MetricCatalogue.check(expression)
            }
            if let period = query.period { try InputRules.check(period: period) }
            if let accountID = query.accountID { try InputRules.check("AccountId", length: accountID, 1...255) }
        }
    }

    private static func check(id: String, _ member: String) throws(AWSError) {
        let bytes = id.utf8
        let isLegal = bytes.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || byte == UInt8(ascii: "_")
        }
        guard isLegal, (1...255).contains(bytes.count), let first = bytes.first, (97...122).contains(first) else {
            throw .invalidInput(
                "\(member).Id",
                "\"\(id)\" must begin with a lower-case letter and go on with letters, digits and underscores")
        }
    }
}
