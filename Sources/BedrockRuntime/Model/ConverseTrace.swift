/// What guardrails and prompt routers did.
public struct ConverseTrace: Sendable, Hashable, Codable {
    /// The assessments of a guardrail.
    public var guardrail: GuardrailTrace?
    /// What a prompt router chose.
    public var promptRouter: PromptRouterTrace?

    /// Creates one from its members.
    public init(guardrail: GuardrailTrace? = nil, promptRouter: PromptRouterTrace? = nil) {
        self.guardrail = guardrail
        self.promptRouter = promptRouter
    }
}

/// What a prompt router chose.
public struct PromptRouterTrace: Sendable, Hashable, Codable {
    /// The model that ran, and whose price applies.
    public var invokedModelID: String?

    /// Creates one from its members.
    public init(invokedModelID: String? = nil) {
        self.invokedModelID = invokedModelID
    }

    private enum CodingKeys: String, CodingKey {
        case invokedModelID = "invokedModelId"
    }
}

/// What a guardrail found.
public struct GuardrailTrace: Sendable, Hashable, Codable {
    /// What the model said before the guardrail stepped in.
    public var modelOutput: [String]?
    /// Assessments of the request, by guardrail id.
    public var inputAssessment: [String: GuardrailAssessment]?
    /// Assessments of the answer, by guardrail id.
    public var outputAssessments: [String: [GuardrailAssessment]]?
    /// Why the guardrail acted.
    public var actionReason: String?

    /// Creates one from its members.
    public init(
        modelOutput: [String]? = nil, inputAssessment: [String: GuardrailAssessment]? = nil,
        outputAssessments: [String: [GuardrailAssessment]]? = nil, actionReason: String? = nil
    ) {
        self.modelOutput = modelOutput
        self.inputAssessment = inputAssessment
        self.outputAssessments = outputAssessments
        self.actionReason = actionReason
    }
}
