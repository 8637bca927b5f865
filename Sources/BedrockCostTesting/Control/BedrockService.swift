extension SimulatedService {
    static let bedrock = Self(
        name: "bedrock", signingName: "bedrock", wireProtocol: .restJSON, acceptsBearerToken: true,
        throttling: .bedrockThrottling,
        match: { request in
            let segments = request.segments
            switch (request.method, segments[0], segments.count) {
            case ("POST", "inference-profiles", 1): return ("CreateInferenceProfile", "")
            case ("GET", "inference-profiles", 1): return ("ListInferenceProfiles", "")
            case ("GET", "inference-profiles", 2): return ("GetInferenceProfile", segments[1])
            case ("DELETE", "inference-profiles", 2): return ("DeleteInferenceProfile", segments[1])
            case ("GET", "foundation-models", 1): return ("ListFoundationModels", "")
            case ("GET", "foundation-models", 2): return ("GetFoundationModel", segments[1])
            case ("POST", "tagResource", 1): return ("TagResource", "")
            case ("POST", "untagResource", 1): return ("UntagResource", "")
            case ("POST", "listTagsForResource", 1): return ("ListTagsForResource", "")
            case ("PUT", "logging", 2) where segments[1] == "modelinvocations":
                return ("PutModelInvocationLoggingConfiguration", "")
            case ("GET", "logging", 2) where segments[1] == "modelinvocations":
                return ("GetModelInvocationLoggingConfiguration", "")
            case ("DELETE", "logging", 2) where segments[1] == "modelinvocations":
                return ("DeleteModelInvocationLoggingConfiguration", "")
            default: return nil
            }
        },
        perform: { state, call throws(ServiceFault) in try state.performControl(call) })
}

extension ServiceFault {
    static let bedrockThrottling = Self(
        "ThrottlingException", 429, "Too many requests, please wait before trying again.")
}

extension EngineState {
    mutating func performControl(_ call: Call) throws(ServiceFault) -> Reply {
        switch call.route.operation {
        case "CreateInferenceProfile": try createInferenceProfile(call)
        case "GetInferenceProfile": try getInferenceProfile(call)
        case "ListInferenceProfiles": try listInferenceProfiles(call)
        case "DeleteInferenceProfile": try deleteInferenceProfile(call)
        case "TagResource": try tagResource(call)
        case "UntagResource": try untagResource(call)
        case "ListTagsForResource": try listTagsForResource(call)
        case "ListFoundationModels": try listFoundationModels(call)
        case "GetFoundationModel": try getFoundationModel(call)
        case "PutModelInvocationLoggingConfiguration": try putInvocationLogging(call)
        case "GetModelInvocationLoggingConfiguration": getInvocationLogging(call)
        case "DeleteModelInvocationLoggingConfiguration": deleteInvocationLogging(call)
        default: throw .unknownOperation(call.route.operation)
        }
    }
}
