import AWSCore
import CostExplorer
import Foundation
import Metering
import Testing

@Suite struct `Forecasts` {
    static let claude = "Claude 3.7 Sonnet (Amazon Bedrock Edition)"

    @Test func `a forecast of Bedrock asks for the names of the last 90 days and has bounds`() async throws {
        let bill = ScriptedBill(
            services(["Amazon Bedrock", Self.claude]),
            """
            {"Total":{"Amount":"62.0000000000000000000001","Unit":"USD"},"ForecastResultsByTime":[\
            {"TimePeriod":{"Start":"2026-11-01","End":"2026-12-01"},"MeanValue":"62.000000000000000000001",\
            "PredictionIntervalLowerBound":"5.5E-1","PredictionIntervalUpperBound":"1.2345678901234567891E2"}]}
            """)
        let forecast = try await bill.client().forecast(
            in: .month(2026, 11), where: .and(.bedrock, .tag("dept", in: ["claims"])), confidence: 90)
        #expect(forecast.total == .usd(62))
        #expect(forecast.parts.map(\.mean) == [.usd(62)])
        #expect(forecast.parts.first?.period == .month(2026, 11))
        #expect(forecast.parts.first?.lowerBound?.description == "0.55")
        #expect(forecast.parts.first?.upperBound?.description == "123.45678901234567891")
        #expect(forecast.matchedServices == ["Amazon Bedrock", Self.claude])
        #expect(forecast.billableRequests == 2)
        #expect(forecast.requestCost == .usd(cents: 2))
        #expect(bill.bodies[0]["TimePeriod"] == ["Start": "2026-08-04", "End": "2026-11-02"])
        #expect(
            bill.bodies[1] == [
                "TimePeriod": ["Start": "2026-11-01", "End": "2026-12-01"], "Metric": "UNBLENDED_COST",
                "Granularity": "MONTHLY", "PredictionIntervalLevel": 90,
                "Filter": [
                    "And": [
                        ["Dimensions": ["Key": "SERVICE", "Values": ["Amazon Bedrock", .string(Self.claude)]]],
                        ["Tags": ["Key": "dept", "Values": ["claims"]]],
                    ]
                ],
            ])
    }

    @Test(arguments: [
        ("1E-19", "0"), ("123456789E-25", "0.000000000000000012"), ("-0.1234567890123456789", "-0.123456789012345678"),
    ])
    func `an estimate is cut after the eighteenth digit`(_ text: String, _ amount: String) async throws {
        let bill = ScriptedBill(#"{"Total":{"Amount":"\#(text)","Unit":"USD"},"ForecastResultsByTime":[]}"#)
        #expect(try await bill.client().forecast(in: .month(2026, 11)).total.description == amount)
    }

    @Test func `an amount that is none is a malformed response`() async throws {
        let bill = ScriptedBill(#"{"ForecastResultsByTime":[]}"#)
        await #expect(throws: AWSError(.malformedResponse, "")) {
            try await bill.client().forecast(in: .month(2026, 11))
        }
    }

    @Test func `an account without Bedrock is forecast nothing, without asking`() async throws {
        let bill = ScriptedBill(services([]))
        let forecast = try await bill.client().forecast(in: .month(2026, 11), where: .bedrock)
        #expect(forecast.total == .zero())
        #expect(forecast.parts.isEmpty)
        #expect(bill.requests.count == 1)
    }

    static let refused: [(GetCostForecast, String)] = [
        (
            GetCostForecast(.month(2026, 11), metric: .usageQuantity),
            "Metric: USAGE_QUANTITY is no cost: use GetUsageForecast"
        ),
        (
            GetCostForecast(.month(2026, 11), granularity: .hourly),
            "Granularity: forecasts are made by DAILY or MONTHLY, not HOURLY"
        ),
        (
            GetCostForecast(.days(from: "2026-11-01", to: "2027-02-02"), granularity: .daily),
            "TimePeriod: a DAILY forecast covers at most 3 months, 2026-11-01 ..< 2027-02-02 has 4"
        ),
        (
            GetCostForecast(.days(from: "2026-11-01", to: "2028-06-01")),
            "TimePeriod: a MONTHLY forecast covers at most 18 months, 2026-11-01 ..< 2028-06-01 has 19"
        ),
        (
            GetCostForecast(.month(2026, 11), predictionIntervalLevel: 50),
            "PredictionIntervalLevel: from 51 to 99, got 50"
        ),
    ]

    @Test(arguments: refused)
    func `what cannot be forecast is refused with the reason`(_ forecast: GetCostForecast, _ message: String) {
        let error = #expect(throws: AWSError.self) { try forecast.validate() }
        #expect(error?.description == "invalidInput: \(message)")
    }

    @Test func `usage is forecast by GetUsageForecast`() async throws {
        let bill = ScriptedBill(#"{"Total":{"Amount":"7","Unit":"1K tokens"}}"#)
        let forecast = try await bill.client().usageForecast(
            GetUsageForecast(
                .month(2026, 11), filter: .dimension(.usageType, in: ["USE1-NovaLite-input-tokens"])))
        #expect(forecast.value.total == MetricValue(amount: "7", unit: "1K tokens"))
        #expect(forecast.billableRequests == 1)
        let error = #expect(throws: AWSError.self) {
            try GetUsageForecast(.month(2026, 11), metric: .unblendedCost).validate()
        }
        #expect(error?.message == "Metric: UNBLENDED_COST is a cost: use GetCostForecast")
    }
}
