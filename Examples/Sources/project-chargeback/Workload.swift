import BedrockCost

/// A workload with a project of its own, tagged by the taxonomy of the Projects article.
struct Workload {
    let name: String
    let tags: TagSet
    /// What it asks, and by which API.
    let calls: [Call]

    enum Call {
        case response(ModelID, String)
        case streamedResponse(ModelID, String)
        case backgroundResponse(ModelID, String)
        case chat(ModelID, String)
        case streamedChat(ModelID, String)
    }

    static let openWeight: ModelID = "openai.gpt-oss-120b"
    static let frontier: ModelID = "openai.gpt-5.6-terra"

    /// The article's project, its sibling in development, and another team's.
    static let all = [
        Workload(
            name: "CustomerChatbot-Prod",
            tags: [
                "Application": "CustomerChatbot", "Environment": "Production", "Team": "CustomerExperience",
                "CostCenter": "CC-1001", "Owner": "alice",
            ],
            calls: [
                .response(openWeight, "Summarize the key findings from our Q4 earnings report."),
                .streamedResponse(openWeight, "Draft a reply to a customer whose parcel is late."),
                .streamedChat(openWeight, "Where do I find my invoice?"),
            ]),
        Workload(
            name: "CustomerChatbot-Dev",
            tags: [
                "Application": "CustomerChatbot", "Environment": "Development", "Team": "CustomerExperience",
                "CostCenter": "CC-1001", "Owner": "bob",
            ],
            calls: [
                // An expensive model in an environment that does not need one: what the report is there to find.
                .response(frontier, "Summarize the key findings from our Q4 earnings report.")
            ]),
        Workload(
            name: "DocumentSearch-Prod",
            tags: [
                "Application": "DocumentSearch", "Environment": "Production", "Team": "Knowledge",
                "CostCenter": "CC-2002", "Owner": "carol",
            ],
            calls: [
                .backgroundResponse(openWeight, "Write abstracts for the forty reports of this quarter."),
                .chat("qwen.qwen3-32b", "Which of our documents mention the new tariff?"),
            ]),
    ]
}
