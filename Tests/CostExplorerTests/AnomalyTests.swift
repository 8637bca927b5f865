import AWSCore
import CostExplorer
import Foundation
import Metering
import Testing

@Suite struct `Anomalies` {
    static let monitor = arn("arn:aws:ce::123456789012:anomalymonitor/a1b2")
    static let subscription = arn("arn:aws:ce::123456789012:anomalysubscription/a1b2")
    static let topic = arn("arn:aws:sns:us-east-1:123456789012:costs")

    @Test func `monitors are written by what they watch`() async throws {
        let bill = ScriptedBill(Array(repeating: .init(body: #"{"MonitorArn":"\#(Self.monitor)"}"#), count: 4))
        let client = try bill.client()
        for monitor: AnomalyMonitor in [
            .services(named: "s"), .values(ofTag: "dept", named: "t"), .values(ofCostCategory: "Team", named: "c"),
            .costs(where: .tag("dept", in: ["claims"]), named: "x"),
        ] {
            #expect(try await client.createAnomalyMonitor(monitor) == Self.monitor)
        }
        #expect(
            bill.bodies.map { $0["AnomalyMonitor"] } == [
                ["MonitorName": "s", "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE"],
                [
                    "MonitorName": "t", "MonitorType": "DIMENSIONAL", "MonitorDimension": "TAG",
                    "MonitorSpecification": ["Tags": ["Key": "dept"]],
                ],
                [
                    "MonitorName": "c", "MonitorType": "DIMENSIONAL", "MonitorDimension": "COST_CATEGORY",
                    "MonitorSpecification": ["CostCategories": ["Key": "Team"]],
                ],
                [
                    "MonitorName": "x", "MonitorType": "CUSTOM",
                    "MonitorSpecification": ["Tags": ["Key": "dept", "Values": ["claims"]]],
                ],
            ])
    }

    static let rule =
        "a CUSTOM monitor watches up to 10 accounts, up to 10 values of a tag, or 1 value of a cost category"
    static var refusedMonitors: [(AnomalyMonitor, String)] {
        [
            (.services(named: ""), "MonitorName: 1 to 1024 characters, got 0"),
            (
                AnomalyMonitor(
                    name: "m", kind: .dimensional, dimension: .service, specification: .tag("dept", in: ["claims"])),
                "MonitorSpecification: a monitor of every SERVICE takes none"
            ),
            (
                AnomalyMonitor(
                    name: "m", kind: .dimensional, dimension: .tag, specification: .tag("dept", in: ["claims"])),
                "MonitorSpecification: a monitor of every TAG names its key only"
            ),
            (AnomalyMonitor(name: "m", kind: .dimensional), "MonitorDimension: a DIMENSIONAL monitor needs one"),
            (AnomalyMonitor(name: "m", kind: .custom), "MonitorSpecification: a CUSTOM monitor needs one"),
            (.costs(where: .bedrock, named: "m"), "MonitorSpecification: \(rule)"),
            (
                .costs(where: .dimension(.service, in: ["Amazon Bedrock"]), named: "m"),
                "MonitorSpecification: \(rule), not SERVICE"
            ),
            (
                .costs(where: .tag("dept", in: (1...11).map { "\($0)" }), named: "m"),
                "MonitorSpecification: \(rule); tag \"dept\" has 11 values"
            ),
        ]
    }

    @Test(arguments: refusedMonitors)
    func `a monitor that cannot be is refused with the reason`(_ monitor: AnomalyMonitor, _ message: String) {
        let error = #expect(throws: AWSError.self) { try CreateAnomalyMonitor(monitor).validate() }
        #expect(error?.description == "invalidInput: \(message)")
    }

    private static func subscription(
        to monitors: [ARN] = [monitor], _ subscribers: [AnomalySubscription.Subscriber] = [.email("a@example.com")],
        _ frequency: AnomalySubscription.Frequency = .daily,
        _ threshold: CostFilter = .anomalyImpact(atLeast: .usd(100))
    ) -> AnomalySubscription {
        AnomalySubscription(
            name: "finops", to: monitors, subscribers: subscribers, frequency: frequency, threshold: threshold)
    }

    @Test func `a subscription tells from which impact on`() async throws {
        let bill = ScriptedBill(
            #"{"SubscriptionArn":"\#(Self.subscription)"}"#, #"{"SubscriptionArn":"\#(Self.subscription)"}"#)
        let client = try bill.client()
        let threshold: CostFilter = .or(
            .anomalyImpact(atLeast: try Money("12.5")), .anomalyImpact(atLeastPercent: 40))
        let arn = try await client.createAnomalySubscription(
            Self.subscription([.topic(Self.topic)], .immediate, threshold))
        try await client.updateAnomalySubscription(arn) { $0.threshold = .usd(20) }
        #expect(
            bill.bodies == [
                [
                    "AnomalySubscription": [
                        "SubscriptionName": "finops", "MonitorArnList": [.string(Self.monitor.rawValue)],
                        "Subscribers": [["Address": .string(Self.topic.rawValue), "Type": "SNS"]],
                        "Frequency": "IMMEDIATE",
                        "ThresholdExpression": [
                            "Or": [
                                [
                                    "Dimensions": [
                                        "Key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE", "Values": ["12.5"],
                                        "MatchOptions": ["GREATER_THAN_OR_EQUAL"],
                                    ]
                                ],
                                [
                                    "Dimensions": [
                                        "Key": "ANOMALY_TOTAL_IMPACT_PERCENTAGE", "Values": ["40"],
                                        "MatchOptions": ["GREATER_THAN_OR_EQUAL"],
                                    ]
                                ],
                            ]
                        ],
                    ]
                ],
                ["SubscriptionArn": .string(Self.subscription.rawValue), "Threshold": 20],
            ])
    }

    static var refusedSubscriptions: [(AnomalySubscription, String)] {
        [
            (subscription(to: []), "MonitorArnList: at least one monitor is needed"),
            (subscription([]), "Subscribers: at least one is needed"),
            (subscription([.email("a@b")]), "Subscribers: an address has 6 to 302 characters, got 3"),
            (
                subscription([.email("a@example.com")], .immediate),
                "Subscribers: IMMEDIATE goes to SNS topics only; e-mail is DAILY or WEEKLY"
            ),
            (subscription([.topic(topic)], .weekly), "Subscribers: SNS topics are told IMMEDIATE only, not WEEKLY"),
            (
                subscription([.email("a@example.com")], .daily, .tag("dept", in: ["claims"])),
                "ThresholdExpression: a threshold is of ANOMALY_TOTAL_IMPACT_ABSOLUTE or ANOMALY_TOTAL_IMPACT_PERCENTAGE, "
                    + "not of tag \"dept\""
            ),
            (
                subscription([.email("a@example.com")], .daily, .not(.anomalyImpact(atLeastPercent: 1))),
                "ThresholdExpression: it is made of impacts, And and Or"
            ),
            (
                subscription([.email("a@example.com")], .daily, .anomalyImpact(atLeast: .usd(-1))),
                "ThresholdExpression: \"-1\" is not a number from 0 to 10000000000"
            ),
        ]
    }

    @Test(arguments: refusedSubscriptions)
    func `a subscription that cannot be is refused with the reason`(
        _ subscription: AnomalySubscription, _ message: String
    ) {
        let error = #expect(throws: AWSError.self) { try CreateAnomalySubscription(subscription).validate() }
        #expect(error?.description == "invalidInput: \(message)")
    }

    @Test func `amounts that come as numbers are read as what their digits say`() async throws {
        let bill = ScriptedBill(
            """
            {"Anomalies":[{"AnomalyId":"a1","AnomalyStartDate":"2026-10-13T00:00:00Z","AnomalyEndDate":"2026-10-14",\
            "DimensionValue":"Amazon Bedrock","MonitorArn":"\(Self.monitor)",\
            "AnomalyScore":{"MaxScore":0.8,"CurrentScore":0.75},\
            "Impact":{"MaxImpact":0.1,"TotalImpact":12345.67,"TotalActualSpend":1e-7,"TotalExpectedSpend":1E+2,\
            "TotalImpactPercentage":12.5},"RootCauses":[{"Service":"Amazon Bedrock","Impact":{"Contribution":3}}]}],\
            "NextPageToken":"two"}
            """,
            #"{"Anomalies":[]}"#)
        let anomalies = try await bill.client().anomalies(
            GetAnomalies(
                .init(from: "2026-10-01"), monitor: Self.monitor, feedback: .plannedActivity,
                totalImpact: .atLeast(try Money("10.5"))))
        #expect(anomalies.count == 1)
        let impact = try #require(anomalies.first?.impact)
        #expect(impact.maximum.description == "0.1")
        #expect(impact.total?.description == "12345.67")
        #expect(impact.actualSpend?.description == "0.0000001")
        #expect(impact.expectedSpend == .usd(100))
        #expect(impact.percentage == 12.5)
        #expect(anomalies.first?.rootCauses?.first?.impact?.contribution == .usd(3))
        #expect(
            bill.bodies[0] == [
                "DateInterval": ["StartDate": "2026-10-01"], "MonitorArn": .string(Self.monitor.rawValue),
                "Feedback": "PLANNED_ACTIVITY",
                "TotalImpact": ["NumericOperator": "GREATER_THAN_OR_EQUAL", "StartValue": 10.5],
            ])
        let encoded = try AWSJSON.decode(JSONValue.self, from: AWSJSON.encode(impact))
        #expect(encoded["TotalImpact"]?.double == 12345.67)
    }

    @Test(arguments: [
        (GetAnomalies(.init(from: "October")), #"DateInterval: "October" is not a date"#),
        (
            GetAnomalies(.init(from: "2026-10-02", through: "2026-10-01")),
            "DateInterval: 2026-10-01 is before 2026-10-02"
        ),
        (
            GetAnomalies(.init(from: "2026-10-02"), totalImpact: AnomalyImpactFilter(.between, .usd(1))),
            "TotalImpact: BETWEEN needs an upper bound, too"
        ),
        (GetAnomalies(.init(from: "2026-10-02"), maxResults: 0), "MaxResults: at least 1, got 0"),
    ])
    func `a list that cannot be is refused with the reason`(_ query: GetAnomalies, _ message: String) {
        let error = #expect(throws: AWSError.self) { try query.validate() }
        #expect(error?.message.hasPrefix(message) == true)
    }

    @Test func `feedback names the anomaly`() async throws {
        let bill = ScriptedBill(#"{"AnomalyId":"a1"}"#)
        try await bill.client().provideAnomalyFeedback(.falsePositive, for: "a1")
        #expect(bill.bodies == [["AnomalyId": "a1", "Feedback": "NO"]])
        let error = #expect(throws: AWSError.self) { try ProvideAnomalyFeedback("", .accurate).validate() }
        #expect(error?.message == "AnomalyId: 1 to 1024 characters, got 0")
    }

    @Test func `monitors and subscriptions are listed, renamed and deleted`() async throws {
        let monitors = """
            {"AnomalyMonitors":[{"MonitorArn":"\(Self.monitor)","MonitorName":"m","MonitorType":"DIMENSIONAL",\
            "MonitorDimension":"TAG","MonitorSpecification":{"Tags":{"Key":"dept"}},"DimensionalValueCount":3}]}
            """
        let subscriptions = """
            {"AnomalySubscriptions":[{"SubscriptionArn":"\(Self.subscription)","MonitorArnList":["\(Self.monitor)"],\
            "Subscribers":[{"Address":"a@example.com","Type":"EMAIL","Status":"CONFIRMED"}],"Threshold":99.5,\
            "Frequency":"DAILY","SubscriptionName":"finops"}]}
            """
        let bill = ScriptedBill(
            monitors, #"{"MonitorArn":"\#(Self.monitor)"}"#, "{}", subscriptions, "{}")
        let client = try bill.client()
        let monitor = try #require(try await client.anomalyMonitors([Self.monitor]).first)
        #expect(monitor.kind == .dimensional)
        #expect(monitor.dimension == .tag)
        #expect(monitor.dimensionalValueCount == 3)
        try await client.renameAnomalyMonitor(Self.monitor, to: "other")
        try await client.deleteAnomalyMonitor(Self.monitor)
        let subscription = try #require(try await client.anomalySubscriptions(to: Self.monitor).first)
        #expect(subscription.threshold?.description == "99.5")
        #expect(subscription.subscribers.first?.status == .confirmed)
        try await client.deleteAnomalySubscription(Self.subscription)
        #expect(
            bill.requests.map(\.operation)
                == [
                    "GetAnomalyMonitors", "UpdateAnomalyMonitor", "DeleteAnomalyMonitor", "GetAnomalySubscriptions",
                    "DeleteAnomalySubscription",
                ].map { "AWSInsightsIndexService.\($0)" })
    }
}
