/// The model that a bill line of Bedrock is for, as far as the bill tells.
///
/// Models of AWS Marketplace are services of their own, such as `Claude 3.7 Sonnet (Amazon Bedrock Edition)`. All others
/// are billed as `Amazon Bedrock`, and the usage type names them: `USE1-NovaLite-input-tokens`.
enum BedrockModelName {
    /// The service under which first-party and open-weight models are billed.
    static let commonService = "Amazon Bedrock"

    /// The model in a Marketplace service's name: what stands before the edition in parentheses.
    static func inService(_ service: String) -> String {
        guard let parenthesis = service.firstRange(of: " ("), service.hasSuffix(")") else {
            return service
        }
        return String(service[..<parenthesis.lowerBound])
    }

    /// The model in a usage type of the common service: what stands between the Region's code and the meter. The whole
    /// usage type where it is built in another way, as for guardrails.
    static func inUsageType(_ usageType: String) -> String {
        let meters = ["-input-token", "-output-token", "-cache-read-", "-cache-write-", "-mantle-"]
        guard let dash = usageType.firstIndex(of: "-") else { return usageType }
        let start = usageType.index(after: dash)
        let ends = meters.compactMap { usageType[start...].firstRange(of: $0)?.lowerBound }
        guard let end = ends.min(), end > start else { return usageType }
        return String(usageType[start..<end])
    }
}
