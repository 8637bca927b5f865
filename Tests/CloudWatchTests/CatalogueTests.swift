import AWSCore
import CloudWatch
import Foundation
import Testing

@Suite struct CatalogueTests {
    private let start = Date(timeIntervalSince1970: 1_793_448_000)
    private let end = Date(timeIntervalSince1970: 1_793_534_400)

    private func refusal(_ name: String, _ dimensions: [MetricDimension], _ namespace: MetricNamespace = .bedrock)
        -> String?
    {
        let query = GetMetricStatistics(
            Metric(namespace, name, dimensions: dimensions), [.sum, .average], from: start, to: end, period: 3600)
        return CloudWatchTests.refusal { () throws(AWSError) in try query.validate() }
    }

    private let profile = [MetricDimension("ModelId", "a1b2c3d4e5f6")]

    @Test(arguments: [
        ("InvocationCount", "calls are counted by Invocations (InvocationCount belongs to AWS/Bedrock/Agents)"),
        ("ProcessingTime", "the time of a call is InvocationLatency"),
        ("TokenCount", "tokens are counted by InputTokenCount and OutputTokenCount"),
        ("CharacterCount", "characters are not counted; tokens are, by InputTokenCount and OutputTokenCount"),
    ])
    func `the four invented names of the Japanese document are refused with the right one`(
        name: String, hint: String
    ) {
        #expect(refusal(name, profile) == "MetricName: AWS/Bedrock has no metric \(name): \(hint)")
    }

    @Test func `a name that is nearly right is refused with the nearest`() {
        #expect(
            refusal("OutputTokenCounts", profile)
                == "MetricName: AWS/Bedrock has no metric OutputTokenCounts: did you mean OutputTokenCount?")
        #expect(
            refusal("Inference", [MetricDimension("Project", "default")], .bedrockMantle)
                == "MetricName: AWS/BedrockMantle has no metric Inference: did you mean Inferences?")
    }

    @Test func `the Japanese document's dimension is refused with the right one`() {
        #expect(
            refusal("Invocations", [MetricDimension("InferenceProfileName", "claims_profile")])
                == "Dimensions: AWS/Bedrock has no dimension InferenceProfileName: the dimension is ModelId, and its "
                + "value the profile's id of 12 characters, not its name")
    }

    @Test func `a profile's ARN or name as the value of ModelId is refused`() throws {
        let arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6"
        #expect(
            refusal("Invocations", [MetricDimension("ModelId", arn)])
                == "Dimensions: ModelId takes the last part of an ARN, here a1b2c3d4e5f6, not the ARN")
        #expect(
            refusal("Invocations", [MetricDimension("ModelId", "claims_dept_claude_3_sonnet_profile")])
                == "Dimensions: ModelId \"claims_dept_claude_3_sonnet_profile\" is neither a model's id nor a profile's id "
                + "of 12 characters; CloudWatch does not know profiles by their names")
        let parsed = try #require(ARN(arn))
        #expect(Metric.bedrock(.invocations, of: parsed)[dimension: "ModelId"] == "a1b2c3d4e5f6")
        #expect(Metric.bedrock(.invocations, of: parsed) == Metric(.bedrock, "Invocations", dimensions: profile))
    }

    @Test(arguments: ["amazon.nova-lite-v1:0", "us.anthropic.claude-3-7-sonnet-20250219-v1:0", "a1b2c3d4e5f6"])
    func `the ids of models and profiles are accepted`(id: String) {
        for metric in BedrockMetric.all {
            #expect(refusal(metric.name, [MetricDimension("ModelId", id)]) == nil)
        }
    }

    @Test func `searches are held against the catalogue, too`() {
        func refusal(_ expression: MetricExpression) -> String? {
            let data = GetMetricData([.expression("e", expression)], from: start, to: end)
            return CloudWatchTests.refusal { () throws(AWSError) in try data.validate() }
        }
        #expect(
            refusal(#"SUM(SEARCH('{AWS/Bedrock,ModelId} MetricName="TokenCount"', 'Sum', 300))"#)
                == "MetricName: AWS/Bedrock has no metric TokenCount: tokens are counted by InputTokenCount and "
                + "OutputTokenCount")
        #expect(
            refusal("SEARCH('{AWS/Bedrock,InferenceProfileName} MetricName=Invocations', 'Sum', 300)")?
                .contains("the dimension is ModelId") == true)
        #expect(refusal(#"SEARCH('{AWS/Bedrock,ModelId} MetricName=("Invocations" OR "X")', 'Sum', 300)"#) == nil)
        #expect(refusal(.sum(.search(.inputTokenCount, .sum, period: 300))) == nil)
        #expect(refusal("SEARCH('{MyOwn,Team} MetricName=\"TokenCount\"', 'Sum', 300)") == nil)
    }

    @Test func `a metric that AWS has added since can be asked for on purpose`() throws {
        let metric = Metric(.bedrock, "BrandNewCount", dimensions: profile, isChecked: false)
        try GetMetricStatistics(metric, [.sum], from: start, to: end, period: 60).validate()
    }

    @Test func `what the service lists is taken as it is`() async throws {
        let cloudWatch = ScriptedCloudWatch { _ in
            .init(body: ["Metrics": [["Namespace": "AWS/Bedrock", "MetricName": "BrandNewCount", "Dimensions": []]]])
        }
        let metrics = try await cloudWatch.client().metrics(in: .bedrock).collect()
        #expect(metrics.map(\.description) == ["AWS/Bedrock BrandNewCount"])
        try GetMetricStatistics(try #require(metrics.first), [.sum], from: start, to: end, period: 60).validate()
    }

    @Test func `a program's own namespace has whatever names it likes`() {
        #expect(refusal("InvocationCount", [MetricDimension("InferenceProfileName", "x")], "Mine") == nil)
        #expect(refusal("InvocationCount", [], .bedrockAgents) == nil)
    }
}
