import BedrockCost

/// A department of the insurer, with the profile it calls models through.
struct Department {
    /// Its ASCII code, the value of the `dept` tag.
    let code: String
    /// What its profile copies.
    let source: InferenceProfileSource
    /// How its profile is called.
    let profileName: String
    /// Whether the model behind the profile speaks Anthropic's Messages API.
    let speaksMessages: Bool

    /// The tags that its profile is created with and found again by.
    var tags: TagSet { ["dept": code, "app": "insurance-chargeback"] }

    /// The three departments of the documents' case study.
    static let all = [
        Department(
            code: "claims", source: .systemDefined("us.anthropic.claude-3-7-sonnet-20250219-v1:0"),
            profileName: "claims_dept_claude_3_7_sonnet", speaksMessages: true),
        Department(
            code: "sales", source: .foundationModel("amazon.nova-lite-v1:0"),
            profileName: "sales_dept_nova_lite", speaksMessages: false),
        Department(
            code: "underwriting", source: .systemDefined("us.anthropic.claude-haiku-4-5-20251001-v1:0"),
            profileName: "underwriting_dept_claude_haiku_4_5", speaksMessages: true),
    ]

    /// What calls of nobody are sent to: a model itself, which carries no tag.
    static let untaggedModel: ModelID = "amazon.nova-lite-v1:0"
}
