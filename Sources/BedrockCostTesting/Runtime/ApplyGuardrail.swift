import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension EngineState {
    mutating func applyGuardrail(_ call: Call) throws(ServiceFault) -> Reply {
        let halves = call.route.label.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let identifier = halves.first ?? ""
        let version = halves.last ?? ""
        let id = identifier.hasPrefix("arn:") ? ResourceName(identifier)?.id ?? "" : identifier
        let body = try call.json()
        guard let source = body["source"]?.string else { throw .missing("source") }
        guard ["INPUT", "OUTPUT"].contains(source) else {
            throw .constraint("source", source, "Member must satisfy enum value set: [INPUT, OUTPUT]")
        }
        let scope = body["outputScope"]?.string
        guard scope == nil || scope == "INTERVENTIONS" || scope == "FULL" else {
            throw .constraint("outputScope", scope, "Member must satisfy enum value set: [INTERVENTIONS, FULL]")
        }
        guard let content = body["content"]?.array else { throw .missing("content") }
        guard !content.isEmpty else { throw .validation("The content of an assessment must not be empty.") }
        guard let guardrail = self[call].guardrails[id], guardrail.versions.contains(version) else {
            throw .notFound("The guardrail identifier or version provided in the request does not exist.")
        }
        let arn = "arn:aws:bedrock:\(call.region):\(call.account):guardrail/\(id)"
        let assessor = GuardrailAssessor(
            guardrail: guardrail, isFull: scope == "FULL", texts: content.compactMap { $0["text"]?["text"]?.string })
        bill(assessor, arn, call)
        var reply = assessor.verdict(details: [
            "guardrailId": .string(id), "guardrailVersion": .string(version), "guardrailArn": .string(arn),
            "guardrailOrigin": ["REQUEST"], "guardrailOwnership": "SELF",
        ])
        reply["usage"] = assessor.usage
        reply["guardrailCoverage"] = assessor.coverage
        return Reply(json: .object(reply))
    }

    /// Femtodollars per unit: $0.15 and $0.10 per thousand.
    private static let guardrailPrices: [String: (meter: String, femtodollars: Int128)] = [
        "topicPolicyUnits": ("TopicPolicyUnitsConsumed", 150_000_000_000),
        "contentPolicyUnits": ("ContentPolicyUnitsConsumed", 150_000_000_000),
        "sensitiveInformationPolicyUnits": ("SensitiveInformationPolicyPIIUnitsConsumed", 100_000_000_000),
    ]

    private mutating func bill(_ assessor: GuardrailAssessor, _ arn: String, _ call: Call) {
        let code = BedrockRegion.named[call.region]?.billingCode ?? call.region
        for (member, units) in assessor.unitsByPolicy {
            guard units > 0, let price = Self.guardrailPrices[member] else { continue }
            let key = LineItem.Key(
                hour: call.now.billingHour, account: call.account, region: call.region, service: "Amazon Bedrock",
                usageType: "\(code)-Guardrail-\(price.meter)", operation: "ApplyGuardrail", billingEntity: "AWS",
                resource: arn, modelID: "", tokenClass: nil, tags: [:], attributedTags: [:])
            ledger.add(
                key, tokens: 0, quantity: Int128(units) * 1_000_000,
                cost: ExactUSD(femtodollars: price.femtodollars) * units)
        }
    }
}
