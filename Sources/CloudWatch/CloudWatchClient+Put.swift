public import AWSCore

/// Measurements that were not sent, because a request before them failed.
public struct UnsentMetrics: Error, Sendable, CustomStringConvertible {
    /// How many measurements CloudWatch took.
    public let sentCount: Int
    /// Those of the request that failed, and all after them. Where its reply was lost, CloudWatch may have taken that one.
    public let unsent: [MetricDatum]

    /// The counts.
    public var description: String { "\(sentCount) measurements were taken, \(unsent.count) were not" }
}

extension CloudWatchClient {
    /// Sends any number of measurements (PutMetricData), in as few requests as the service's limits allow: 1,000
    /// measurements and 1 MB each. Large bodies are compressed.
    ///
    /// - Parameters:
    ///   - data: The measurements. ``MetricAccumulator`` makes few of many.
    ///   - namespace: Where they belong; not a namespace of AWS.
    /// - Returns: How many requests were sent.
    /// - Throws: `AWSError`; of code `invalidInput` before anything is sent. Where a later request fails, its underlying
    ///   error is an ``UnsentMetrics``.
    @discardableResult
    public func put(_ data: [MetricDatum], in namespace: MetricNamespace) async throws(AWSError) -> Int {
        let requests = try PutMetricData.split(data, in: namespace)
        var sent = 0
        for request in requests {
            do throws(AWSError) {
                _ = try await aws.send(request)
            } catch {
                guard sent > 0 else { throw error }
                var error = error
                let unsent = UnsentMetrics(sentCount: sent, unsent: Array(data.dropFirst(sent)))
                error.message += "; \(unsent)"
                error.underlyingError = unsent
                throw error
            }
            sent += request.data?.count ?? 0
        }
        return requests.count
    }
}

extension PutMetricData {
    /// The requests for any number of measurements, each within the service's limits.
    ///
    /// - Throws: `AWSError` of code `invalidInput` for a measurement that breaks a rule.
    static func split(_ data: [MetricDatum], in namespace: MetricNamespace) throws(AWSError) -> [PutMetricData] {
        guard !data.isEmpty else { return [] }
        let frame = namespace.rawValue.utf8.count + 64
        var requests: [PutMetricData] = []
        var part: [MetricDatum] = []
        var size = frame
        for datum in data {
            try DatumRules.check(datum)
            let bytes: Int
            do {
                bytes = try AWSJSON.encode(datum, dates: .epochSeconds).count + 1
            } catch {
                throw AWSError(.invalidInput, "MetricData: \(datum.name) cannot be encoded", underlying: error)
            }
            if part.count == maximumCount || !part.isEmpty && size + bytes > maximumBodySize {
                requests.append(PutMetricData(part, in: namespace))
                part = []
                size = frame
            }
            part.append(datum)
            size += bytes
        }
        requests.append(PutMetricData(part, in: namespace))
        try requests[0].validate()
        return requests
    }
}
