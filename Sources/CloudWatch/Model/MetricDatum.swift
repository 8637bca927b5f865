import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The sum of several values of a metric, without the values themselves: no percentiles can be had of it.
public struct StatisticSet: Sendable, Hashable, Codable {
    /// How many values there were.
    public var sampleCount: Double
    /// Their sum.
    public var sum: Double
    /// The least.
    public var minimum: Double
    /// The greatest.
    public var maximum: Double

    /// The statistics of `sampleCount` values.
    public init(sampleCount: Double, sum: Double, minimum: Double, maximum: Double) {
        self.sampleCount = sampleCount
        self.sum = sum
        self.minimum = minimum
        self.maximum = maximum
    }

    private enum CodingKeys: String, CodingKey {
        case sampleCount = "SampleCount"
        case sum = "Sum"
        case minimum = "Minimum"
        case maximum = "Maximum"
    }
}

/// One measurement for PutMetricData: a value, up to 150 different values with their counts, or a statistic set.
public struct MetricDatum: Sendable, Hashable, Codable {
    /// The metric's name, 1 to 255 characters.
    public var name: String
    /// Its dimensions, at most 30.
    public var dimensions: [MetricDimension]
    /// When it was measured, to the second; not more than two weeks ago or two hours ahead. When the service received
    /// it where `nil`.
    public var timestamp: Date?
    /// One value.
    public var value: Double?
    /// Several values as one sum.
    public var statisticValues: StatisticSet?
    /// Several values, at most 150.
    public var values: [Double]?
    /// How often each of ``values`` occurred; once where `nil`.
    public var counts: [Double]?
    /// What the values are counted in.
    public var unit: MetricUnit?
    /// 1 to keep seconds apart, 60 (the default) for minutes.
    public var storageResolution: Int?

    private init(
        _ name: String, _ dimensions: [MetricDimension], _ timestamp: Date?, _ unit: MetricUnit?, _ resolution: Int?
    ) {
        self.name = name
        self.dimensions = dimensions
        self.timestamp = timestamp
        self.unit = unit
        self.storageResolution = resolution
    }

    /// One value.
    public init(
        _ name: String, _ value: Double, unit: MetricUnit? = nil, dimensions: [MetricDimension] = [],
        at timestamp: Date? = nil, storageResolution: Int? = nil
    ) {
        self.init(name, dimensions, timestamp, unit, storageResolution)
        self.value = value
    }

    /// Up to 150 different values, each of which occurred as often as `counts` says.
    public init(
        _ name: String, values: [Double], counts: [Double]? = nil, unit: MetricUnit? = nil,
        dimensions: [MetricDimension] = [], at timestamp: Date? = nil, storageResolution: Int? = nil
    ) {
        self.init(name, dimensions, timestamp, unit, storageResolution)
        self.values = values
        self.counts = counts
    }

    /// Several values as one sum.
    public init(
        _ name: String, statistics: StatisticSet, unit: MetricUnit? = nil, dimensions: [MetricDimension] = [],
        at timestamp: Date? = nil, storageResolution: Int? = nil
    ) {
        self.init(name, dimensions, timestamp, unit, storageResolution)
        self.statisticValues = statistics
    }

    private enum CodingKeys: String, CodingKey {
        case name = "MetricName"
        case dimensions = "Dimensions"
        case timestamp = "Timestamp"
        case value = "Value"
        case statisticValues = "StatisticValues"
        case values = "Values"
        case counts = "Counts"
        case unit = "Unit"
        case storageResolution = "StorageResolution"
    }

    /// Decodes the service's own members.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        dimensions = try container.decodeIfPresent([MetricDimension].self, forKey: .dimensions) ?? []
        timestamp = try container.decodeIfPresent(Date.self, forKey: .timestamp)
        value = try container.decodeIfPresent(Double.self, forKey: .value)
        statisticValues = try container.decodeIfPresent(StatisticSet.self, forKey: .statisticValues)
        values = try container.decodeIfPresent([Double].self, forKey: .values)
        counts = try container.decodeIfPresent([Double].self, forKey: .counts)
        unit = try container.decodeIfPresent(MetricUnit.self, forKey: .unit)
        storageResolution = try container.decodeIfPresent(Int.self, forKey: .storageResolution)
    }

    /// Encodes the service's own members. CloudWatch keeps no fraction of a second.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        if !dimensions.isEmpty { try container.encode(dimensions, forKey: .dimensions) }
        if let timestamp {
            let seconds = timestamp.timeIntervalSince1970.rounded(.down)
            try container.encode(Date(timeIntervalSince1970: seconds), forKey: .timestamp)
        }
        try container.encodeIfPresent(value, forKey: .value)
        try container.encodeIfPresent(statisticValues, forKey: .statisticValues)
        try container.encodeIfPresent(values, forKey: .values)
        try container.encodeIfPresent(counts, forKey: .counts)
        try container.encodeIfPresent(unit, forKey: .unit)
        try container.encodeIfPresent(storageResolution, forKey: .storageResolution)
    }
}

/// Metrics that belong to an entity, such as a service of an application map.
public struct EntityMetricData: Sendable, Hashable, Codable {
    /// What the metrics are about.
    public struct Entity: Sendable, Hashable, Codable {
        /// What identifies it, such as `Type` and `Name`.
        public var keyAttributes: [String: String]?
        /// What else is known of it.
        public var attributes: [String: String]?

        /// An entity.
        public init(keyAttributes: [String: String]?, attributes: [String: String]? = nil) {
            self.keyAttributes = keyAttributes
            self.attributes = attributes
        }

        private enum CodingKeys: String, CodingKey {
            case keyAttributes = "KeyAttributes"
            case attributes = "Attributes"
        }
    }

    /// What the metrics are about.
    public var entity: Entity?
    /// The measurements.
    public var data: [MetricDatum]?

    /// The measurements of an entity.
    public init(entity: Entity?, data: [MetricDatum]?) {
        self.entity = entity
        self.data = data
    }

    private enum CodingKeys: String, CodingKey {
        case entity = "Entity"
        case data = "MetricData"
    }
}
