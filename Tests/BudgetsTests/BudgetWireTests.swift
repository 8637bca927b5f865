import AWSCore
import Attribution
import BedrockCostTesting
import Budgets
import Foundation
import HTTPTypes
import Metering
import Testing

@Suite struct BudgetWireTests {
    @Test func `one call makes a monthly budget of a tag that tells people`() async throws {
        let service = OneAnswer()
        try await service.client().createMonthly(
            named: "claims", limit: Money("500.25"), tagged: ["dept": "claims"],
            notify: [
                .actual(over: .percent(80)): [.email("lead@example.com")],
                .forecast(over: .percent(100)): [.email("lead@example.com"), .email("finops@example.com")],
            ])
        let request = try #require(service.requests.first)
        #expect(request.head.authority == "budgets.amazonaws.com")
        #expect(request.head.headerFields[.amzTarget] == "AWSBudgetServiceGateway.CreateBudget")
        #expect(request.head.headerFields[.authorization]?.contains("/us-east-1/budgets/aws4_request") == true)
        let expected = #"""
            {"AccountId": "123456789012",
             "Budget": {"BudgetName": "claims", "BudgetType": "COST", "TimeUnit": "MONTHLY",
                        "BudgetLimit": {"Amount": "500.25", "Unit": "USD"},
                        "CostFilters": {"TagKeyValue": ["user:dept$claims"]}},
             "NotificationsWithSubscribers": [
              {"Notification": {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80,
                                "ThresholdType": "PERCENTAGE"},
               "Subscribers": [{"SubscriptionType": "EMAIL", "Address": "lead@example.com"}]},
              {"Notification": {"NotificationType": "FORECASTED", "ComparisonOperator": "GREATER_THAN", "Threshold": 100,
                                "ThresholdType": "PERCENTAGE"},
               "Subscribers": [{"SubscriptionType": "EMAIL", "Address": "lead@example.com"},
                               {"SubscriptionType": "EMAIL", "Address": "finops@example.com"}]}]}
            """#
        #expect(request.body == (try JSONValue(parsing: Array(expected.utf8))))
    }

    @Test func `several tags become an expression, and so does one where it is asked for`() throws {
        let both = try Budget(named: "b", limit: .usd(1), tagged: ["dept": "claims", "env": "prod"])
        #expect(both.costFilters == nil)
        #expect(both.metrics == [.unblendedCost])
        #expect(both.filterExpression == .and(.tag("dept", in: ["claims"]), .tag("env", in: ["prod"])))
        let one = try Budget(named: "b", limit: .usd(1), tagged: ["dept": "claims"], as: .expression)
        #expect(
            String(decoding: try AWSJSON.encode(one.filterExpression), as: UTF8.self)
                == #"{"Tags":{"Key":"dept","Values":["claims"]}}"#)
        #expect(one.costFilters == nil)
    }

    static var filters: [(BudgetFilter, String)] {
        [
            (
                .dimension(.service, in: ["Bedrock"], matching: [.contains]),
                #"{"Dimensions":{"Key":"SERVICE","MatchOptions":["CONTAINS"],"Values":["Bedrock"]}}"#
            ),
            (.absent(tag: "dept"), #"{"Tags":{"Key":"dept","MatchOptions":["ABSENT"]}}"#),
            (.costCategory("Team", in: ["a"]), #"{"CostCategories":{"Key":"Team","Values":["a"]}}"#),
            (
                .or(.tag("a", in: ["1"]), .not(.tag("b", in: ["2"]))),
                #"{"Or":[{"Tags":{"Key":"a","Values":["1"]}},{"Not":{"Tags":{"Key":"b","Values":["2"]}}}]}"#
            ),
        ]
    }

    @Test(arguments: filters)
    func `a filter has the form of the service's Expression, both ways`(_ filter: BudgetFilter, _ json: String) throws {
        #expect(String(decoding: try AWSJSON.encode(filter), as: UTF8.self) == json)
        #expect(try AWSJSON.decode(BudgetFilter.self, from: json.utf8) == filter)
    }

    @Test(arguments: [
        "{}", #"{"Tags":{"Key":"a","Values":["a"]},"Not":{"Tags":{"Key":"a","Values":["a"]}}}"#,
        #"{"Dimensions":{"Key":"SERVICE"}}"#,
    ])
    func `JSON that is no expression is not read as one`(_ json: String) {
        #expect(throws: DecodingError.self) { try AWSJSON.decode(BudgetFilter.self, from: json.utf8) }
    }

    @Test(arguments: [
        (BudgetThreshold.percent(80), #""Threshold":80"#), (.percent(80.0), #""Threshold":80"#),
        (.percent(87.5), #""Threshold":87.5"#), (.amount(.usd(cents: 12_345_678_901)), #""Threshold":123456789.01"#),
    ])
    func `a threshold keeps every digit on its way`(_ threshold: BudgetThreshold, _ member: String) throws {
        let json = try AWSJSON.encode(BudgetNotification.actual(over: threshold))
        #expect(String(decoding: json, as: UTF8.self).contains(member + ","))
        #expect(try AWSJSON.decode(BudgetNotification.self, from: json).threshold == threshold)
    }

    @Test func `amounts are read exactly, as they were written`() throws {
        let spend = try AWSJSON.decode(BudgetSpend.self, from: #"{"Amount":"81.500000000000000001","Unit":"USD"}"#.utf8)
        #expect(try spend.money() == Money("81.500000000000000001"))
        #expect(spend.description == "81.500000000000000001 USD")
        let broken = BudgetSpend(amount: "a lot", unit: "USD")
        #expect(throws: MoneyError.self) { try broken.money() }
    }

    @Test func `no description shows a subscriber's address`() async throws {
        let canary = "canary-lead@example.com"
        let entry = BudgetNotification.WithSubscribers(.actual(over: .percent(80)), to: [.email(canary)])
        var dumped = ""
        dump(entry, to: &dumped)
        for text in ["\(entry)", String(reflecting: entry), "\(BudgetSubscriber.email(canary))", dumped] {
            #expect(!text.contains("canary"))
        }
        let error = await #expect(throws: AWSError.self) {
            try await OneAnswer().client().subscribe(
                .email("canary"), to: .actual(over: .percent(80)), ofBudget: "b")
        }
        #expect(error?.description.contains("canary") == false)
    }

    @Test func `an update does not send back what the service has filled in`() async throws {
        let service = OneAnswer()
        var budget = Budget(named: "claims", limit: .usd(5))
        budget.calculatedSpend = .init(actual: BudgetSpend(.usd(1)))
        budget.lastUpdated = Date(timeIntervalSince1970: 0)
        try await service.client().update(budget)
        #expect(service.requests.first?.body["NewBudget"]?["CalculatedSpend"] == nil)
        #expect(service.requests.first?.body["NewBudget"]?["LastUpdatedTime"] == nil)
        #expect(service.requests.first?.body["NewBudget"]?["BudgetName"] == "claims")
    }

    @Test func `a name that is taken is a conflict with the service's own code`() async throws {
        let service = OneAnswer(#"{"__type":"DuplicateRecordException","Message":"there is one"}"#, status: 400)
        let error = await #expect(throws: AWSError.self) {
            try await service.client().create(Budget(named: "claims", limit: .usd(5)))
        }
        #expect(error?.code == .conflict)
        #expect(error?.serviceCode == "DuplicateRecordException")
        #expect(service.requests.count == 1)
    }

    /// What botocore 1.43.11's rules resolve.
    static let endpoints: [EndpointCase] = [
        ("us-east-1", false, false, "budgets.amazonaws.com", "us-east-1"),
        ("eu-central-1", false, false, "budgets.amazonaws.com", "us-east-1"),
        ("us-west-2", false, true, "budgets.us-east-1.api.aws", "us-east-1"),
        ("us-east-1", true, false, "budgets-fips.amazonaws.com", "us-east-1"),
        ("us-east-1", true, true, "budgets-fips.api.aws", "us-east-1"),
        ("us-gov-east-1", false, false, "budgets.amazonaws.com", "us-gov-west-1"),
        ("us-gov-west-1", false, true, "budgets.api.aws", "us-gov-west-1"),
        ("cn-north-1", false, false, "budgets.amazonaws.com.cn", "cn-northwest-1"),
        ("cn-north-1", true, true, "budgets-fips.api.amazonwebservices.com.cn", "cn-northwest-1"),
        ("us-iso-east-1", false, false, "budgets.c2s.ic.gov", "us-iso-east-1"),
        ("us-isob-east-1", false, false, "budgets.global.sc2s.sgov.gov", "us-isob-east-1"),
        ("us-isob-east-1", true, false, "budgets-fips.sc2s.sgov.gov", "us-isob-east-1"),
        ("eusc-de-east-1", false, false, "budgets.eusc-de-east-1.api.amazonwebservices.eu", "eusc-de-east-1"),
        ("eusc-de-east-1", true, false, "budgets-fips.amazonaws.eu", "eusc-de-east-1"),
    ]

    typealias EndpointCase = (region: String, fips: Bool, dualStack: Bool, host: String, signing: String)

    @Test(arguments: endpoints)
    func `one host serves a partition`(_ testCase: EndpointCase) throws {
        var options = EndpointOptions()
        options.useFIPS = testCase.fips
        options.useDualStack = testCase.dualStack
        let endpoint = try Endpoint.resolve(
            BudgetsService.self, region: Region(rawValue: testCase.region), options: options)
        #expect(endpoint.url == "https://\(testCase.host)")
        #expect(endpoint.signingRegion.rawValue == testCase.signing)
    }
}
