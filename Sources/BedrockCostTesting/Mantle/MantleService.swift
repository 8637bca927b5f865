import AWSCore

extension SimulatedService {
    /// `bedrock-mantle`: projects, models, Responses and Chat Completions.
    static let mantle = Self(
        name: "bedrock-mantle", signingName: "bedrock-mantle", wireProtocol: .openAI, acceptsBearerToken: true,
        throttling: .openAIThrottling,
        match: { request in
            guard let path = OpenAIPath(request) else { return nil }
            return path.operation(request.method) ?? path.projectOperation(request.method) ?? ("UnknownOperation", "")
        },
        perform: { state, call throws(ServiceFault) in try state.performMantle(call) })

    /// The OpenAI-compatible paths of `bedrock-runtime`, which know neither projects nor lists of models.
    static let bedrockRuntimeOpenAI = Self(
        name: "bedrock-runtime", signingName: "bedrock", wireProtocol: .openAI, acceptsBearerToken: true,
        throttling: .openAIThrottling,
        match: { request in
            guard let path = OpenAIPath(request) else { return nil }
            let operation = path.operation(request.method).flatMap { $0.operation.contains("Model") ? nil : $0 }
            if request.host.hasPrefix("bedrock-runtime") { return operation ?? ("UnknownOperation", "") }
            // On a port that all services share, the signature's scope tells this endpoint from mantle.
            let isSignedForIt = request.field("authorization")?.contains("/bedrock/aws4_request") ?? false
            return isSignedForIt && !request.host.hasPrefix("bedrock-mantle") ? operation : nil
        },
        perform: { state, call throws(ServiceFault) in try state.performRuntimeOpenAI(call) })
}

/// A path below one of the roots that speak OpenAI's language.
struct OpenAIPath {
    enum Root: String {
        case plain = "/v1"
        case openAI = "/openai/v1"
    }

    let root: Root
    /// The segments behind the root.
    let rest: [String]

    /// The parts of a request's path; `nil` outside the roots.
    init?(_ request: IncomingRequest) {
        let segments = request.segments
        if segments.first == "v1" {
            (root, rest) = (.plain, Array(segments.dropFirst()))
        } else if segments.starts(with: ["openai", "v1"]) {
            (root, rest) = (.openAI, Array(segments.dropFirst(2)))
        } else {
            return nil
        }
    }

    /// The operation that stands under both roots.
    func operation(_ method: String) -> (operation: String, label: String)? {
        switch (method, rest.first, rest.count) {
        case ("GET", "models", 1): ("ListModels", "")
        case ("GET", "models", 2): ("RetrieveModel", rest[1])
        case ("POST", "responses", 1): ("CreateResponse", "")
        case ("GET", "responses", 2): ("RetrieveResponse", rest[1])
        case ("DELETE", "responses", 2): ("DeleteResponse", rest[1])
        case ("POST", "responses", 3) where rest[2] == "cancel": ("CancelResponse", rest[1])
        case ("GET", "responses", 3) where rest[2] == "input_items": ("ListInputItems", rest[1])
        case ("POST", "chat", 2) where rest[1] == "completions": ("CreateChatCompletion", "")
        default: nil
        }
    }

    /// The operation on projects, which are documented under `/v1` alone.
    func projectOperation(_ method: String) -> (operation: String, label: String)? {
        guard root == .plain, rest.starts(with: ["organization", "projects"]) else { return nil }
        return switch (method, rest.count) {
        case ("POST", 2): ("CreateProject", "")
        case ("GET", 2): ("ListProjects", "")
        case ("GET", 3): ("RetrieveProject", rest[2])
        case ("POST", 3): ("UpdateProject", rest[2])
        case ("POST", 4) where rest[3] == "archive": ("ArchiveProject", rest[2])
        default: nil
        }
    }
}

extension EngineState {
    mutating func performMantle(_ call: Call) throws(ServiceFault) -> Reply {
        var reply =
            switch call.route.operation {
            case "CreateProject": try createProject(call)
            case "ListProjects": try listProjects(call)
            case "RetrieveProject": try retrieveProject(call)
            case "UpdateProject": try updateProject(call)
            case "ArchiveProject": try archiveProject(call)
            case "ListModels": listMantleModels(call)
            case "RetrieveModel": try retrieveMantleModel(call)
            default: try performInference(call, .mantle)
            }
        reply.fields.append(("x-request-id", call.requestID))
        return reply
    }

    mutating func performRuntimeOpenAI(_ call: Call) throws(ServiceFault) -> Reply {
        // This endpoint answers paths that it does not know with status 200.
        guard call.route.operation != "UnknownOperation" else {
            return Reply(json: [
                "Output": ["__type": "com.amazon.coral.service#UnknownOperationException"], "Version": "1.0",
            ])
        }
        var reply = try performInference(call, .runtime)
        reply.fields.append(("x-request-id", call.requestID))
        return reply
    }

    private mutating func performInference(
        _ call: Call, _ endpoint: InferenceEndpoint
    ) throws(ServiceFault) -> Reply {
        if call.route.operation.hasPrefix("Create") { try checkBudgetActions(call) }
        return switch call.route.operation {
        case "CreateResponse": try createResponse(call, endpoint)
        case "RetrieveResponse": try retrieveResponse(call, endpoint)
        case "DeleteResponse": try deleteResponse(call, endpoint)
        case "CancelResponse": try cancelResponse(call, endpoint)
        case "ListInputItems": try listInputItems(call, endpoint)
        case "CreateChatCompletion": try createChatCompletion(call, endpoint)
        default: throw .unknownURL(call)
        }
    }
}
