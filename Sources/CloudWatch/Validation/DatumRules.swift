import AWSCore

/// The rules for the measurements of PutMetricData.
enum DatumRules {
    /// 2 to the power of 360, beyond which CloudWatch takes no value.
    private static let greatest = 0x1p360

    static func check(_ datum: MetricDatum) throws(AWSError) {
        try InputRules.check("MetricName", length: datum.name, 1...255)
        try InputRules.check(dimensions: datum.dimensions)
        let forms = [datum.value != nil, datum.values != nil, datum.statisticValues != nil].count { $0 }
        guard forms == 1 else {
            throw .invalidInput(
                "MetricData", "\(datum.name) must have one of Value, Values and StatisticValues, not \(forms)")
        }
        if let value = datum.value { try check(value, datum) }
        if let values = datum.values {
            try InputRules.check("Values", count: values.count, 1...150)
            for value in values { try check(value, datum) }
        }
        if let counts = datum.counts {
            guard counts.count == datum.values?.count else {
                throw .invalidInput(
                    "Counts",
                    "\(datum.name) has \(datum.values?.count ?? 0) values and \(counts.count) counts; they go by pairs")
            }
            for count in counts {
                try check(count, datum)
                guard count >= 0 else { throw .invalidInput("Counts", "a count of \(datum.name) is negative") }
            }
        }
        if let set = datum.statisticValues {
            for value in [set.sampleCount, set.sum, set.minimum, set.maximum] { try check(value, datum) }
            guard set.sampleCount > 0, set.minimum <= set.maximum else {
                throw .invalidInput(
                    "StatisticValues", "\(datum.name) needs a positive SampleCount, and no Minimum above its Maximum")
            }
        }
        if let unit = datum.unit, !MetricUnit.all.contains(unit) {
            throw .invalidInput("Unit", "\(unit) is none of CloudWatch's units, such as Count, Milliseconds or None")
        }
        if let resolution = datum.storageResolution, resolution != 1, resolution != 60 {
            throw .invalidInput("StorageResolution", "must be 1 or 60 seconds, not \(resolution)")
        }
    }

    private static func check(_ value: Double, _ datum: MetricDatum) throws(AWSError) {
        guard value.isFinite, abs(value) <= greatest else {
            throw .invalidInput("MetricData", "\(datum.name) has the value \(value); it must be finite, within ±2^360")
        }
    }
}
