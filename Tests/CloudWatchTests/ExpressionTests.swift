import AWSCore
import CloudWatch
import Foundation
import Testing

@Suite struct ExpressionTests {
    @Test func `arithmetic is written with the parentheses that it needs`() {
        let dollars: MetricExpression = "input" / 1_000_000 * 3 + "output" / 1_000_000 * 15
        #expect(dollars.rawValue == "input / 1000000 * 3 + output / 1000000 * 15")
        #expect((("a" + "b") * 2 as MetricExpression).rawValue == "(a + b) * 2")
        #expect(("a" - ("b" - "c") as MetricExpression).rawValue == "a - (b - c)")
        #expect(("a" / ("b" * "c") as MetricExpression).rawValue == "a / (b * c)")
        #expect((100 * .sum("a", "b") as MetricExpression).rawValue == "100 * SUM([a, b])")
    }

    @Test(arguments: [
        (0.000003, "0.000003"), (3e-7, "0.0000003"), (1.5e-5, "0.000015"), (15, "15"), (0.25, "0.25"),
        (1e21, "1000000000000000000000"), (-2e-6, "-0.000002"), (1.25e17, "125000000000000000"),
    ])
    func `numbers have no exponent`(value: Double, text: String) {
        #expect(MetricExpression(value).rawValue == text)
    }

    @Test func `functions are written as CloudWatch reads them`() {
        #expect(MetricExpression.fill("m1").rawValue == "FILL(m1, 0)")
        #expect(MetricExpression.metrics(containing: "m").rawValue == "METRICS(\"m\")")
        #expect(MetricExpression.sum(.metrics()).rawValue == "SUM(METRICS())")
        #expect(MetricExpression.average("a").rawValue == "AVG(a)")
        #expect(MetricExpression.maximum("a", "b").rawValue == "MAX([a, b])")
        #expect(MetricExpression.minimum("a", "b").rawValue == "MIN([a, b])")
        #expect(MetricExpression.rate("a").rawValue == "RATE(a)")
        #expect(MetricExpression.runningSum("a").rawValue == "RUNNING_SUM(a)")
    }

    @Test func `searches name all dimensions and quote what they look for`() {
        #expect(
            MetricExpression.search(.inputTokenCount, .sum, period: 86_400).rawValue
                == #"SEARCH('{AWS/Bedrock,ModelId} MetricName="InputTokenCount"', 'Sum', 86400)"#)
        #expect(
            MetricExpression.search(.inputTokenCount, of: ["a1b2c3d4e5f6", "x"], .sum, period: 60).rawValue
                == #"SEARCH('{AWS/Bedrock,ModelId} MetricName="InputTokenCount" ModelId=("a1b2c3d4e5f6" OR "x")', 'Sum', 60)"#
        )
        #expect(
            MetricExpression.search(
                "N", dimensions: ["Across all model IDs"], metric: "m", statistic: .p99, period: 60
            ).rawValue == #"SEARCH('{N,"Across all model IDs"} MetricName="m"', 'p99', 60)"#)
        #expect(
            MetricExpression.search(.rateLimitDenied, where: [(.costCenter, ["R&D 'x'"])], period: 60).rawValue
                == #"SEARCH('{GenAIRateLimiting,Model,ModelId,CostCenter,Application,Environment} "#
                + #"MetricName="RateLimitDenied" CostCenter="R&D \'x\'"', 'Sum', 60)"#)
    }
}
