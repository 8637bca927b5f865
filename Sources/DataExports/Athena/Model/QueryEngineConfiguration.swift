/// The size of the engine, and properties for it.
public struct QueryEngineConfiguration: Sendable, Hashable, Codable {
    /// A group of settings.
    public struct Classification: Sendable, Hashable, Codable {
        /// Its name.
        public var name: String?
        /// Its settings.
        public var properties: [String: String]?

        private enum CodingKeys: String, CodingKey {
            case name = "Name"
            case properties = "Properties"
        }

        /// A group.
        public init(name: String? = nil, properties: [String: String]? = nil) {
            self.name = name
            self.properties = properties
        }
    }

    /// Units of the coordinator.
    public var coordinatorDPUs: Int?
    /// The most units at once, 2 to 5,000.
    public var maxConcurrentDPUs: Int?
    /// Units of an executor.
    public var defaultExecutorDPUs: Int?
    /// More settings.
    public var additionalConfigurations: [String: String]?
    /// Settings for Spark.
    public var sparkProperties: [String: String]?
    /// Settings in groups.
    public var classifications: [Classification]?

    private enum CodingKeys: String, CodingKey {
        case coordinatorDPUs = "CoordinatorDpuSize"
        case maxConcurrentDPUs = "MaxConcurrentDpus"
        case defaultExecutorDPUs = "DefaultExecutorDpuSize"
        case additionalConfigurations = "AdditionalConfigs"
        case sparkProperties = "SparkProperties"
        case classifications = "Classifications"
    }

    /// An engine.
    public init(
        coordinatorDPUs: Int? = nil, maxConcurrentDPUs: Int? = nil, defaultExecutorDPUs: Int? = nil,
        additionalConfigurations: [String: String]? = nil, sparkProperties: [String: String]? = nil,
        classifications: [Classification]? = nil
    ) {
        self.coordinatorDPUs = coordinatorDPUs
        self.maxConcurrentDPUs = maxConcurrentDPUs
        self.defaultExecutorDPUs = defaultExecutorDPUs
        self.additionalConfigurations = additionalConfigurations
        self.sparkProperties = sparkProperties
        self.classifications = classifications
    }
}
