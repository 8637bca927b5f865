/// One series of data: a namespace, a name and dimensions.
///
/// Metrics of Bedrock are best made from the catalogue, which has no name that does not exist:
///
/// ```swift
/// let tokens = Metric.bedrock(.inputTokenCount, of: profile)
/// ```
///
/// One made from texts in a namespace of the catalogue is held against it before anything is sent. What the service
/// itself has listed is not: it may be newer than this package.
public struct Metric: Sendable, Codable {
    /// Where the metric belongs.
    public var namespace: MetricNamespace
    /// Its name, 1 to 255 characters.
    public var name: String
    /// Its dimensions, at most 30.
    public var dimensions: [MetricDimension]
    /// Whether a name in a namespace of the catalogue has to be in it.
    var isChecked: Bool

    /// A metric by its names.
    ///
    /// - Parameters:
    ///   - namespace: Where the metric belongs.
    ///   - name: Its name.
    ///   - dimensions: All of its dimensions.
    ///   - isChecked: Whether the names are held against the catalogue, if it has the namespace. `false` admits a metric
    ///     that AWS has added since this package was written.
    public init(
        _ namespace: MetricNamespace, _ name: String, dimensions: [MetricDimension] = [], isChecked: Bool = true
    ) {
        self.namespace = namespace
        self.name = name
        self.dimensions = dimensions
        self.isChecked = isChecked
    }

    /// The value of a dimension; `nil` where the metric lacks it.
    public subscript(dimension dimension: String) -> String? { dimensions.first { $0.name == dimension }?.value }

    enum CodingKeys: String, CodingKey {
        case namespace = "Namespace"
        case name = "MetricName"
        case dimensions = "Dimensions"
    }

    /// Decodes a metric that the service named; it is not held against the catalogue again.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try container.decode(MetricNamespace.self, forKey: .namespace),
            try container.decode(String.self, forKey: .name),
            dimensions: try container.decodeIfPresent([MetricDimension].self, forKey: .dimensions) ?? [],
            isChecked: false)
    }

    /// Encodes the three names of the service's API.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(namespace, forKey: .namespace)
        try container.encode(name, forKey: .name)
        if !dimensions.isEmpty { try container.encode(dimensions, forKey: .dimensions) }
    }
}

extension Metric: Hashable {
    /// Whether both name the same series: the order of dimensions does not count.
    public static func == (left: Metric, right: Metric) -> Bool {
        left.namespace == right.namespace && left.name == right.name
            && left.dimensions.count == right.dimensions.count && Set(left.dimensions) == Set(right.dimensions)
    }

    /// Feeds the names, whatever the dimensions' order.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(namespace)
        hasher.combine(name)
        hasher.combine(Set(dimensions))
    }
}

extension Metric: CustomStringConvertible {
    /// Such as `AWS/Bedrock InputTokenCount {ModelId=a1b2c3d4e5f6}`.
    public var description: String {
        let names = dimensions.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
        return names.isEmpty ? "\(namespace) \(name)" : "\(namespace) \(name) {\(names)}"
    }
}
