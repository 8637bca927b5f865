import AWSCore
import CloudWatch
import Foundation
import HTTPTypes
import Testing

@Suite struct PutTests {
    private func refusal(_ datum: MetricDatum) -> String? {
        CloudWatchTests.refusal { () throws(AWSError) in try PutMetricData([datum], in: "Mine").validate() }
    }

    @Test func `measurements beyond a request's limit go in several`() async throws {
        let cloudWatch = ScriptedCloudWatch()
        let data = (0..<2500).map { MetricDatum("m", Double($0)) }
        let found13 = try await cloudWatch.client().put(data, in: "Mine")
        #expect(found13 == 3)
        #expect(cloudWatch.requests.map { $0.body["MetricData"]?.array?.count } == [1000, 1000, 500])
        let values = cloudWatch.requests.flatMap { $0.body["MetricData"]?.array ?? [] }.compactMap {
            $0["Value"]?.double
        }
        #expect(values == (0..<2500).map(Double.init))
    }

    @Test func `requests stay below a megabyte`() async throws {
        let cloudWatch = ScriptedCloudWatch()
        let values = (0..<150).map { 0.123456789 + Double($0) }
        let dimensions = (0..<25).map { MetricDimension("dimension\($0)", String(repeating: "x", count: 1000)) }
        let data = (0..<60).map { MetricDatum("m\($0)", values: values, dimensions: dimensions) }
        let count = try await cloudWatch.client().put(data, in: "Mine")
        #expect(count == 2)
        for request in cloudWatch.requests {
            let size = try request.body.serialized().count
            #expect(size <= PutMetricData.maximumBodySize)
        }
        #expect(cloudWatch.requests.reduce(0) { $0 + ($1.body["MetricData"]?.array?.count ?? 0) } == 60)
    }

    @Test func `large bodies are compressed, small ones are not`() async throws {
        let cloudWatch = ScriptedCloudWatch()
        let client = try cloudWatch.client()
        try await client.put([MetricDatum("m", 1)], in: "Mine")
        try await client.put((0..<1000).map { MetricDatum("metric\($0)", 1, unit: .count) }, in: "Mine")
        let requests = cloudWatch.requests
        #expect(requests.map { $0.head.headerFields[.contentEncoding] } == [nil, "gzip"])
        let plain = try requests[1].body.serialized().count
        #expect(plain > 50_000)
        #expect(requests[1].wireSize < plain / 5)
        #expect(requests[1].head.headerFields[.authorization]?.contains("SignedHeaders=content-encoding;") == true)
    }

    @Test func `a request that fails after others names what was not taken`() async throws {
        let cloudWatch = ScriptedCloudWatch { request in
            request.body["MetricData"]?[0]?["Value"] == 1000
                ? .init(status: 400, body: ["__type": "InvalidParameterValueException", "message": "no"])
                : .init(body: [:])
        }
        let client = try cloudWatch.client()
        let error = await #expect(throws: AWSError.self) {
            try await client.put((0..<2500).map { MetricDatum("m", Double($0)) }, in: "Mine")
        }
        let unsent = try #require(error?.underlyingError as? UnsentMetrics)
        #expect(unsent.sentCount == 1000)
        #expect(unsent.unsent.first?.value == 1000)
        #expect(unsent.unsent.count == 1500)
        #expect(error?.message == "no; 1000 measurements were taken, 1500 were not")
    }

    @Test func `a lost reply is not sent again, so that nothing counts twice`() async throws {
        #expect(!PutMetricData.isIdempotent)
        #expect(GetMetricData.isIdempotent)
    }

    @Test func `measurements keep the service's rules`() {
        #expect(refusal(MetricDatum("m", 1)) == nil)
        #expect(
            refusal(MetricDatum("m", .nan))
                == "MetricData: m has the value nan; it must be finite, within ±2^360")
        #expect(refusal(MetricDatum("m", 0x1p361))?.contains("within ±2^360") == true)
        #expect(refusal(MetricDatum("", 1)) == "MetricName: must have 1 to 255 characters, not 0")
        #expect(
            refusal(MetricDatum("m", values: Array(repeating: 1, count: 151)))
                == "Values: must hold 1 to 150 items, not 151")
        #expect(
            refusal(MetricDatum("m", values: [1, 2], counts: [1]))
                == "Counts: m has 2 values and 1 counts; they go by pairs")
        #expect(
            refusal(MetricDatum("m", 1, unit: "Tokens"))
                == "Unit: Tokens is none of CloudWatch's units, such as Count, Milliseconds or None")
        #expect(
            refusal(MetricDatum("m", 1, storageResolution: 5)) == "StorageResolution: must be 1 or 60 seconds, not 5")
        var both = MetricDatum("m", 1)
        both.values = [1]
        #expect(
            refusal(both) == "MetricData: m must have one of Value, Values and StatisticValues, not 2")
        let set = StatisticSet(sampleCount: 0, sum: 1, minimum: 1, maximum: 1)
        #expect(refusal(MetricDatum("m", statistics: set))?.contains("positive SampleCount") == true)
    }

    @Test func `nothing is sent to a namespace of AWS`() async throws {
        let cloudWatch = ScriptedCloudWatch()
        let client = try cloudWatch.client()
        let error = await #expect(throws: AWSError.self) { try await client.put([MetricDatum("m", 1)], in: .bedrock) }
        #expect(
            error?.message == "Namespace: AWS/Bedrock is AWS' own; a program's metrics need another namespace")
        #expect(cloudWatch.requests.isEmpty)
    }

    @Test func `equal values of a minute become one measurement with counts`() {
        var accumulator = MetricAccumulator()
        let date = Date(timeIntervalSince1970: 1_793_534_405)
        for value in [1.0, 1, 5, 1] { accumulator.add("m", value, unit: .count, at: date) }
        accumulator.add("m", 7, unit: .count, at: date.addingTimeInterval(60))
        let data = accumulator.data
        #expect(data.count == 2)
        #expect(data[0].values == [1, 5])
        #expect(data[0].counts == [3, 1])
        #expect(data[0].timestamp == Date(timeIntervalSince1970: 1_793_534_400))
        #expect(data[1].value == 7)
    }

    @Test func `more than 150 different values of a minute become several measurements`() {
        var accumulator = MetricAccumulator()
        for value in 0..<301 { accumulator.add("m", Double(value), at: Date(timeIntervalSince1970: 0)) }
        let counts: [Int] = accumulator.data.map { $0.values?.count ?? 1 }
        #expect(counts == [150, 150, 1])
    }
}
