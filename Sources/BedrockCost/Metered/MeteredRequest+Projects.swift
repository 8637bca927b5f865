import AWSCore
import Attribution
import BedrockProjects
import Metering

/// A request to the OpenAI-compatible endpoint, in the project of who pays.
protocol ProjectRequest: MeteredRequest {
    associatedtype Operation: AWSRequest

    var project: ProjectID { get set }
    var serviceTier: ProcessingTier? { get }
    func operation() -> Operation
}

extension ProjectRequest {
    var promptShape: PromptShape {
        // The request as it is sent has every byte that the model reads, and what the API wraps it in. A stored conversation that it
        // goes on with is not seen here.
        PromptShape(bytes: (try? operation().encode().body.count) ?? 0, messages: 1)
    }

    var priceTier: PriceTier { PriceTier(serviceTier) }

    /// The project carries the attribution; the endpoint has no request metadata.
    mutating func attach(_ attribution: CostAttribution, call id: String) throws(TagPolicyError) {
        project = ProjectID(rawValue: try attribution.requiredProject())
    }
}

/// One response, made at once or streamed.
struct MeteredResponseRequest: ProjectRequest {
    var request: ResponseRequest
    var project: ProjectID
    let route: InferenceRoute

    var target: ModelID {
        get { request.model }
        set { request.model = newValue }
    }
    var maxTokens: Int? {
        get { request.maxOutputTokens }
        set { request.maxOutputTokens = newValue }
    }
    var serviceTier: ProcessingTier? { request.serviceTier }

    func operation() -> CreateResponse { CreateResponse(request, project: project, route: route) }
}

/// One chat completion, made at once or streamed. All of its choices are paid for.
struct MeteredChatRequest: ProjectRequest {
    var request: ChatRequest
    var project: ProjectID
    let route: InferenceRoute

    var target: ModelID {
        get { request.model }
        set { request.model = newValue }
    }
    var maxTokens: Int? {
        get { request.maxCompletionTokens.map { $0 * max(request.choices ?? 1, 1) } }
        set { request.maxCompletionTokens = newValue.map { max($0 / max(request.choices ?? 1, 1), 1) } }
    }
    var serviceTier: ProcessingTier? { request.serviceTier }

    func operation() -> CreateChatCompletion { CreateChatCompletion(request, project: project, route: route) }
}

extension PriceTier {
    /// The tier that a request asks for, or that an answer says it was served with.
    init(_ tier: ProcessingTier?) {
        switch tier?.rawValue {
        case "flex": self = .flex
        case "priority": self = .priority
        default: self = .standard
        }
    }
}
