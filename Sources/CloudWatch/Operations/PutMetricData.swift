public import AWSCore
import Gzip
import HTTPTypes

/// PutMetricData: sends up to 1,000 measurements of a program's own metrics, at most 1 MB.
///
/// ``CloudWatchClient/put(_:in:)`` takes any number of measurements and splits them. Bodies of 10 KiB and more are sent
/// compressed. A lost reply is not sent again: the measurements would count twice.
public struct PutMetricData: JSONRPCOperation, Hashable, Codable {
    /// CloudWatch.
    public typealias Service = CloudWatchService
    /// `PutMetricData`.
    public static let name = "PutMetricData"

    /// Where the metrics belong; not a namespace of AWS.
    public var namespace: MetricNamespace
    /// The measurements.
    public var data: [MetricDatum]?
    /// Measurements of entities.
    public var entityData: [EntityMetricData]?
    /// Whether an entity that is not well formed fails the request.
    public var isEntityValidationStrict: Bool?

    /// The most measurements of a request.
    public static let maximumCount = 1000
    /// The most bytes of a request's body, before it is compressed.
    public static let maximumBodySize = 1_000_000
    /// From how many bytes on a body is compressed.
    public static let compressionThreshold = 10_240

    private enum CodingKeys: String, CodingKey {
        case namespace = "Namespace"
        case data = "MetricData"
        case entityData = "EntityMetricData"
        case isEntityValidationStrict = "StrictEntityValidation"
    }

    /// Sends measurements.
    public init(_ data: [MetricDatum], in namespace: MetricNamespace) {
        self.namespace = namespace
        self.data = data
    }

    /// Nothing is returned.
    public struct Output: Sendable, Hashable, Codable {}

    /// Checks every measurement by the service's limits.
    public func validate() throws(AWSError) {
        try InputRules.check(namespace)
        guard !namespace.rawValue.hasPrefix("AWS/") else {
            throw .invalidInput("Namespace", "\(namespace) is AWS' own; a program's metrics need another namespace")
        }
        let entityData = entityData ?? []
        let count = (data?.count ?? 0) + entityData.reduce(0) { $0 + ($1.data?.count ?? 0) }
        guard (1...Self.maximumCount).contains(count) else {
            throw .invalidInput("MetricData", "a request holds 1 to \(Self.maximumCount) measurements, not \(count)")
        }
        for datum in data ?? [] { try DatumRules.check(datum) }
        for entity in entityData {
            for datum in entity.data ?? [] { try DatumRules.check(datum) }
        }
        guard let size = try? body().count, size > Self.maximumBodySize else { return }
        throw .invalidInput(
            "MetricData", "a request holds at most \(Self.maximumBodySize) bytes, not \(size); send it in parts")
    }

    /// The JSON body, compressed where it is large.
    ///
    /// - Throws: `EncodingError`, and what the compression throws.
    public func encode() throws -> EncodedRequest {
        let json = try body()
        guard json.count >= Self.compressionThreshold else {
            return EncodedRequest(jsonRPC: Self.name, of: Service.self, body: json)
        }
        var request = EncodedRequest(jsonRPC: Self.name, of: Service.self, body: try Gzip.compress(json))
        request.headers[.contentEncoding] = "gzip"
        return request
    }

    func body() throws -> [UInt8] { try AWSJSON.encode(self, dates: .epochSeconds) }
}
