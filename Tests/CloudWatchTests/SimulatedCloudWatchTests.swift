import AWSCore
import BedrockCostTesting
import CloudWatch
import Foundation
import HTTPTypes
import Metering
import Testing

/// The typed client against the simulator.
@Suite struct SimulatedCloudWatchTests {
    private let mock = MockAWS(seed: 1)

    private var aws: AWSClient {
        get throws {
            let mock = mock
            return try AWSClient(
                region: .usEast1, transport: mock.transport, credentials: mock.credentials, environment: .empty
            ) {
                $0.now = { mock.now }
                $0.retry.maximumAttempts = 1
            }
        }
    }

    private var cloudWatch: CloudWatchClient { get throws { CloudWatchClient(try aws) } }

    private struct Invoke: RESTJSONOperation {
        struct Service: AWSService {
            static let serviceID = "Bedrock Runtime"
            static let signingName = "bedrock"
            static let endpoint = EndpointRule.regional("bedrock-runtime")
        }
        static let name = "Converse"
        var model: ModelID
        var prompt = "Summarise claim 4711."
        var path = "converse"
        typealias Output = JSONValue

        func encode() throws -> EncodedRequest {
            let message: JSONValue = ["role": "user", "content": [["text": .string(prompt)]]]
            return try EncodedRequest(
                .post, "/model/\(model.rawValue)/\(path)", json: JSONValue.object(["messages": [message]]))
        }
        static func decode(_ response: HTTPResponse, body: [UInt8]) throws -> JSONValue { .null }
    }

    private struct CreateProfile: RESTJSONOperation {
        struct Service: AWSService {
            static let serviceID = "Bedrock"
            static let signingName = "bedrock"
            static let endpoint = EndpointRule.regional("bedrock")
        }
        static let name = "CreateInferenceProfile"
        var source: String
        typealias Output = JSONValue

        func encode() throws -> EncodedRequest {
            try EncodedRequest(
                .post, "/inference-profiles",
                json: JSONValue.object([
                    "inferenceProfileName": "claims", "modelSource": ["copyFrom": .string(source)],
                ]))
        }
        static func decode(_ response: HTTPResponse, body: [UInt8]) throws -> JSONValue {
            try JSONValue(parsing: body)
        }
    }

    private let nova: ModelID = "amazon.nova-lite-v1:0"

    private func profile() async throws -> ARN {
        let reply = try await aws.send(
            CreateProfile(source: "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"))
        return try #require(reply["inferenceProfileArn"]?.string.flatMap(ARN.init(rawValue:)))
    }

    @Test func `calls through a profile are counted under its id, as the bill has them`() async throws {
        let profile = try await profile()
        for number in 0..<5 { _ = try await aws.send(Invoke(model: ModelID(profile), prompt: "Claim \(number)")) }
        _ = try await aws.send(Invoke(model: ModelID(profile), path: "converse-stream"))
        _ = try await aws.send(Invoke(model: nova))
        mock.clock.advance(by: .seconds(60))

        let usage = try await cloudWatch.usage(of: profile, last: .hours(24))
        #expect(usage.modelID?.count == 12)
        #expect(usage.invocations == 6)
        let billed = mock.bill.rows.filter { $0.resource == profile.rawValue }
        func tokens(_ tokenClass: BilledTokenClass) -> Int {
            billed.filter { $0.tokenClass == tokenClass }.reduce(0) { $0 + $1.tokens }
        }
        #expect(usage.tokens.input == tokens(.input))
        #expect(usage.tokens.output == tokens(.output))
        #expect(usage.tokens.output > 0)
        #expect(usage.latency?.count == 6)
        #expect(usage.timeToFirstToken?.count == 1)
        #expect(usage.timeToFirstToken?.average == .milliseconds(80))
        let total = try await cloudWatch.accountUsage(last: .hours(24))
        #expect(total.invocations == 7)
        #expect(total.tokens.input + total.tokens.output == mock.bill.tokens.values.reduce(0, +))
    }

    @Test func `what was throttled, refused and failed is counted apart`() async throws {
        mock.faults.add(.throttle, for: "Converse", times: 2)
        mock.faults.add(.serverError(503), for: "Converse")
        for _ in 0..<3 {
            await #expect(throws: AWSError.self) { try await aws.send(Invoke(model: nova)) }
        }
        await #expect(throws: AWSError.self) {
            try await aws.send(Invoke(model: nova, prompt: ""))
        }
        await #expect(throws: AWSError.self) { try await aws.send(Invoke(model: "no.such-model")) }
        mock.clock.advance(by: .seconds(60))
        let usage = try await cloudWatch.usage(of: nova, last: .hours(1))
        #expect(usage.throttles == 2)
        #expect(usage.serverErrors == 1)
        #expect(usage.clientErrors == 1)
        #expect(usage.invocations == 0)
        #expect(usage.latency == nil)
    }

    @Test func `own measurements come back with every statistic`() async throws {
        let client = try cloudWatch
        let date = mock.now
        let data = [
            MetricDatum(
                "Latency", values: (1...100).map(Double.init), unit: .milliseconds,
                dimensions: [MetricDimension("Team", "claims")], at: date),
            MetricDatum(
                "Latency", statistics: StatisticSet(sampleCount: 2, sum: 30, minimum: 10, maximum: 20),
                dimensions: [MetricDimension("Team", "sales")], at: date),
        ]
        try await client.put(data, in: "Mine")
        mock.clock.advance(by: .seconds(60))
        let claims = Metric("Mine", "Latency", dimensions: [MetricDimension("Team", "claims")])
        let points = try await client.statistics(
            of: claims, [.sampleCount, .sum, .average, .minimum, .maximum, .p50, .p99, .percentile("99.9"), "tm90"],
            from: date.addingTimeInterval(-60), to: mock.now, period: 60)
        let point = try #require(points.first)
        #expect(points.count == 1)
        #expect(point[.sampleCount] == 100)
        #expect(point[.sum] == 5050)
        #expect(point[.average] == 50.5)
        #expect(point[.minimum] == 1)
        #expect(point[.maximum] == 100)
        #expect(point[.p50] == 50)
        #expect(point[.p99] == 99)
        #expect(point[.percentile("99.9")] == 100)
        #expect(point["tm90"] == 45.5)
        #expect(point.unit == .milliseconds)
        let sales = try await client.statistics(
            of: Metric("Mine", "Latency", dimensions: [MetricDimension("Team", "sales")]), [.average, .p99],
            from: date.addingTimeInterval(-60), to: mock.now, period: 60)
        #expect(sales.first?[.average] == 15)
        #expect(sales.first?[.p99] == nil)
        let listed = try await client.metrics(in: "Mine", where: [DimensionFilter("Team")]).collect()
        #expect(Set(listed.compactMap { $0[dimension: "Team"] }) == ["claims", "sales"])
    }

    /// Ten requests of each cost center, a minute apart for five minutes.
    private func fillRateLimiter() async throws -> Date {
        let start = mock.now
        var calls: [RateLimitedCall] = []
        for (index, costCenter) in ["sales", "services", "support"].enumerated() {
            for number in 0..<10 {
                let labels = RateLimitingLabels(
                    model: index == 2 ? "claude-3-5-haiku" : "nova-lite", modelID: "amazon.nova-lite-v1:0",
                    application: "aws-documentation-helper", costCenter: costCenter, environment: "production")
                let outcome: RateLimitedCall.Outcome =
                    number < 7 ? .succeeded(TokenUsage(input: 100, output: 10 * (index + 1))) : .denied
                calls.append(RateLimitedCall(labels, outcome, at: start.addingTimeInterval(Double(number % 5) * 60)))
            }
        }
        try await cloudWatch.put(RateLimitedCall.data(for: calls), in: .genAIRateLimiting)
        mock.clock.advance(by: .seconds(300))
        return start
    }

    @Test func `searches and arithmetic come to what was put in`() async throws {
        let start = try await fillRateLimiter()
        let results = try await cloudWatch.metricData(
            [
                .expression("total", .sum(.search(.totalRequests, period: 300)), label: "all"),
                .expression("denied", .sum(.search(.rateLimitDenied, period: 300))),
                .expression("rate", 100 * .fill("denied") / "total"),
                .expression(
                    "support", .sum(.search(.outputTokens, where: [(.costCenter, ["support"])], period: 300))),
                .expression("each", .search(.inputTokens, period: 300)),
                .expression("failed", .sum(.search(.invocationFailed, period: 300))),
                .expression("dollars", "support" / 1_000_000 * 15),
            ], from: start, to: start.addingTimeInterval(300))
        func values(_ id: String) -> [Double] { results.first { $0.id == id }?.values ?? [-1] }
        #expect(values("total") == [30])
        #expect(results.first?.label == "all")
        #expect(values("denied") == [9])
        #expect(values("rate") == [30])
        #expect(values("support") == [210])
        #expect(results.filter { $0.id == "each" }.map(\.values) == [[700], [700], [700]])
        #expect(values("failed") == [])
        #expect(abs(values("dollars")[0] - 0.00315) < 1e-12)
    }

    @Test func `functions over metrics come to what arithmetic says`() async throws {
        let start = try await fillRateLimiter()
        let labels = RateLimitingLabels(
            model: "nova-lite", modelID: "amazon.nova-lite-v1:0", application: "aws-documentation-helper",
            costCenter: "sales", environment: "production")
        let results = try await cloudWatch.metricData(
            [
                .metric("m1", .rateLimiting(.inputTokens, labels), .sum, period: 60),
                .metric("m2", .rateLimiting(.rateLimitDenied, labels), .sum, period: 60),
                .expression("filled", .fill("m2")), .expression("running", .runningSum("m1")),
                .expression("sum", .sum("m1", "m2")), .expression("most", .maximum(.metrics())),
                .expression("mean", .average("m1", "m2")), .expression("above", "m1 > 150"),
                .expression("chosen", "IF(m1 > 150, m1, 0)"), .expression("power", "m2 ^ 2 - (1 + 2) * m2"),
                .expression("rate", .rate("m1")),
            ], from: start, to: start.addingTimeInterval(300))
        func values(_ id: String) -> [Double] { results.first { $0.id == id }?.values ?? [-1] }
        #expect(values("m1") == [200, 200, 100, 100, 100])
        #expect(values("m2") == [1, 1, 1])
        #expect(values("filled") == [0, 0, 1, 1, 1])
        #expect(values("running") == [200, 400, 500, 600, 700])
        #expect(values("sum") == [200, 200, 101, 101, 101])
        #expect(values("most") == [200, 200, 100, 100, 100])
        #expect(values("mean") == [200, 200, 50.5, 50.5, 50.5])
        #expect(values("above") == [1, 1, 0, 0, 0])
        #expect(values("chosen") == [200, 200, 0, 0, 0])
        #expect(values("power") == [-2, -2, -2])
        #expect(values("rate").count == 4)
    }

    @Test func `data points come in pages of the size asked for`() async throws {
        let start = try await fillRateLimiter()
        var query = GetMetricData(
            [
                .expression("each", .search(.inputTokens, period: 60)),
                .expression("none", .search(.invocationFailed, period: 60)),
                .expression("all", .sum(.search(.totalRequests, period: 60))),
            ], from: start, to: start.addingTimeInterval(300), order: .oldestFirst)
        query.maximumDatapoints = 7
        var pages: [[MetricDataResult]] = []
        for try await page in try aws.pages(of: query) { pages.append(page.results ?? []) }
        #expect(pages.count == 3)
        #expect(pages.map { $0.reduce(0) { $0 + $1.values.count } } == [7, 7, 6])
        #expect(pages[0].last?.status == .partialData)
        let whole = try await cloudWatch.metricData(query.queries, from: query.start, to: query.end)
        let each = pages.joined().filter { $0.id == "each" }.flatMap(\.values)
        #expect(each == whole.filter { $0.id == "each" }.flatMap(\.values))
        #expect(whole.filter { $0.id == "each" }.count == 3)
    }

    @Test func `expressions that make no sense are refused with the service's code`() async throws {
        let client = try cloudWatch
        let start = mock.now.addingTimeInterval(-300)
        for (text, part) in [
            ("m1 +", "syntax error"), ("SUM(nobody)", "unknown identifier"), ("e", "refers to itself"),
            ("WISH(1)", "not known"), ("1 + 1", "must be a time series"),
        ] {
            let error = await #expect(throws: AWSError.self) {
                try await client.metricData(
                    [.expression("e", MetricExpression(rawValue: text))], from: start, to: mock.now)
            }
            #expect(error?.serviceCode == "InvalidParameterValue")
            #expect(error?.code == .validation)
            #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
        }
    }

    @Test func `minutes are kept for fifteen days, hours for longer`() async throws {
        let client = try cloudWatch
        let date = mock.now
        try await client.put([MetricDatum("m", 5, at: date)], in: "Mine")
        mock.clock.advance(by: .seconds(20 * 86_400))
        func values(_ period: Int) async throws -> [Double] {
            let from = date.addingTimeInterval(-Double(period))
            return try await client.metricData(
                [.metric("m", Metric("Mine", "m"), .sum, period: period)], from: from,
                to: date.addingTimeInterval(3600)
            ).flatMap(\.values)
        }
        let found1 = try await values(60)
        #expect(found1 == [])
        let found2 = try await values(300)
        #expect(found2 == [5])
        let found3 = try await values(3600)
        #expect(found3 == [5])
    }
}

/// Alarms and dashboards against the simulator.
@Suite struct SimulatedAlarmTests {
    private let mock = MockAWS(seed: 1)
    private let metric = Metric(.genAIRateLimiting, "RateLimitDenied", dimensions: [MetricDimension("Model", "nova")])

    private var cloudWatch: CloudWatchClient {
        get throws {
            let mock = mock
            return CloudWatchClient(
                try AWSClient(
                    region: .usEast1, transport: mock.transport, credentials: mock.credentials, environment: .empty
                ) { $0.now = { mock.now } })
        }
    }

    private func alarm(_ client: CloudWatchClient) async throws -> MetricAlarm {
        let alarms = try await client.alarms().collect()
        return try #require(alarms.first)
    }

    @Test func `an alarm goes off on the simulator's clock, and back`() async throws {
        let client = try cloudWatch
        let topic = try #require(ARN("arn:aws:sns:us-east-1:123456789012:cost"))
        var definition = PutMetricAlarm(
            "denied", on: metric, .sum, period: 60, .greaterOrEqual, threshold: 3, evaluationPeriods: 2,
            datapointsToAlarm: 1, actions: [topic])
        definition.okActions = ["arn:aws:sns:us-east-1:123456789012:fine"]
        try await client.putAlarm(definition)
        let found4 = try await alarm(client).state
        #expect(found4 == .insufficientData)
        mock.clock.advance(by: .seconds(60))
        let found5 = try await alarm(client).state
        #expect(found5 == .ok)
        try await client.put(
            [MetricDatum("RateLimitDenied", 4, dimensions: metric.dimensions, at: mock.now)], in: .genAIRateLimiting)
        let found6 = try await alarm(client).state
        #expect(found6 == .ok)
        mock.clock.advance(by: .seconds(60))
        let firing = try await alarm(client)
        #expect(firing.state == .alarm)
        #expect(firing.stateReason?.contains("Threshold Crossed: 1 of 2 datapoints [4.0]") == true)
        #expect(firing.stateTransitionedAt == mock.now)
        #expect(firing.metric == metric)
        mock.clock.advance(by: .seconds(3600))
        #expect(
            mock.alarmTransitions.map { "\($0.from) > \($0.to)" } == [
                "INSUFFICIENT_DATA > OK", "OK > ALARM", "ALARM > OK",
            ])
        #expect(
            mock.alarmTransitions.map(\.actions) == [
                ["arn:aws:sns:us-east-1:123456789012:fine"], [topic.rawValue],
                ["arn:aws:sns:us-east-1:123456789012:fine"],
            ])
        let dates = mock.alarmTransitions.map { $0.date.timeIntervalSince(mock.clock.start) }
        #expect(dates == [60, 120, 240])
    }

    @Test(arguments: [
        (MissingDataTreatment.missing, AlarmState.insufficientData), (.notBreaching, .ok), (.breaching, .alarm),
        (.ignore, .insufficientData),
    ])
    func `periods without data are what the alarm makes of them`(
        treatment: MissingDataTreatment, state: AlarmState
    ) async throws {
        let client = try cloudWatch
        try await client.putAlarm(
            PutMetricAlarm(
                "a", on: metric, .sum, period: 60, .greater, threshold: 1, missingData: treatment))
        mock.clock.advance(by: .seconds(300))
        let found7 = try await alarm(client).state
        #expect(found7 == state)
    }

    @Test func `an alarm can watch metric math`() async throws {
        let client = try cloudWatch
        let total = Metric(.genAIRateLimiting, "TotalRequests", dimensions: metric.dimensions)
        try await client.putAlarm(
            PutMetricAlarm(
                "rate",
                on: [
                    .metric("denied", metric, .sum, period: 300, returnsData: false),
                    .metric("total", total, .sum, period: 300, returnsData: false),
                    .expression("rate", 100 * .fill("denied") / "total"),
                ], .greater, threshold: 10))
        // Twelve of a hundred.
        try await client.put(
            [
                MetricDatum("TotalRequests", 100, dimensions: metric.dimensions, at: mock.now),
                MetricDatum("RateLimitDenied", 12, dimensions: metric.dimensions, at: mock.now),
            ], in: .genAIRateLimiting)
        mock.clock.advance(by: .seconds(300))
        let alarm = try await alarm(client)
        #expect(alarm.state == .alarm)
        #expect(alarm.metrics?.count == 3)
        #expect(alarm.metric == nil)
    }

    @Test func `an anomaly alarm goes off where a value leaves the band of the days before`() async throws {
        let client = try cloudWatch
        try await client.putAlarm(
            PutMetricAlarm("odd", onAnomaliesOf: metric, .sum, period: 300, .aboveBand, bandWidth: 3))
        for value in [10.0, 12, 11, 9, 10, 13, 11, 10] {
            try await client.put(
                [MetricDatum("RateLimitDenied", value, dimensions: metric.dimensions, at: mock.now)],
                in: .genAIRateLimiting)
            mock.clock.advance(by: .seconds(300))
            let found8 = try await alarm(client).state
            #expect(found8 != .alarm)
        }
        try await client.put(
            [MetricDatum("RateLimitDenied", 60, dimensions: metric.dimensions, at: mock.now)], in: .genAIRateLimiting)
        mock.clock.advance(by: .seconds(300))
        let found9 = try await alarm(client).state
        #expect(found9 == .alarm)
    }

    @Test func `alarms that do not exist are not removed, and neither are the others`() async throws {
        let client = try cloudWatch
        try await client.putAlarm(PutMetricAlarm("a", on: metric, .sum, period: 60, .greater, threshold: 1))
        let error = await #expect(throws: AWSError.self) { try await client.deleteAlarms(["a", "b"]) }
        #expect(error?.code == .notFound)
        #expect(error?.serviceCode == "ResourceNotFound")
        let found10 = try await client.alarms(namePrefix: "a").collect().count
        #expect(found10 == 1)
        try await client.deleteAlarms(["a"])
        let found11 = try await client.alarms().collect()
        #expect(found11.isEmpty)
    }

    @Test func `a dashboard comes back as it was put`() async throws {
        let client = try cloudWatch
        let dashboard = Dashboard.rateLimiting(in: .usEast1, models: ["nova-lite"], costCenters: ["sales"])
        let messages = try await client.putDashboard(dashboard, named: "rate-limiting")
        #expect(messages.isEmpty)
        let found12 = try await client.dashboardBody(named: "rate-limiting")
        #expect(found12 == dashboard.body)
        let error = await #expect(throws: AWSError.self) { try await client.dashboardBody(named: "other") }
        #expect(error?.code == .notFound)
        let refused = await #expect(throws: AWSError.self) {
            try await client.aws.send(PutDashboard("d", body: #"{"widgets": [{"x": 1}]}"#))
        }
        #expect(refused?.serviceCode == "InvalidParameterInput")
        #expect(refused?.details?["dashboardValidationMessages"]?[0]?["DataPath"] == "/widgets/0")
    }
}
