import AWSCore

/// The way a service writes its requests, replies and errors.
enum WireProtocol {
    case restJSON
    case awsJSON
    case query

    var contentType: String {
        switch self {
        case .restJSON: "application/json"
        case .awsJSON: "application/x-amz-json-1.1"
        case .query: "text/xml"
        }
    }
}

/// A service that the simulator plays.
enum SimulatedService: String {
    case bedrock
    case bedrockRuntime = "bedrock-runtime"
    case costExplorer = "ce"
    case tagging
    case securityToken = "sts"

    var wireProtocol: WireProtocol {
        switch self {
        case .bedrock, .bedrockRuntime: .restJSON
        case .costExplorer, .tagging: .awsJSON
        case .securityToken: .query
        }
    }

    /// The service name inside the signature's scope.
    var signingName: String {
        switch self {
        case .bedrock, .bedrockRuntime: "bedrock"
        case .costExplorer: "ce"
        case .tagging: "tagging"
        case .securityToken: "sts"
        }
    }

    /// Whether a Bedrock API key opens it.
    var acceptsBearerToken: Bool { signingName == "bedrock" }

    /// The one Region that requests must be signed for, where there is only one.
    var onlyRegion: String? { self == .costExplorer ? "us-east-1" : nil }
}

/// Which operation of which service a request asks for.
struct Route {
    let service: SimulatedService
    let operation: String
    /// The path's label (a model id, a profile id), decoded.
    var label: String = ""

    /// The route of `request`; `nil` where no service knows the path or target.
    init?(_ request: IncomingRequest) {
        if let target = request.field("x-amz-target") {
            let parts = target.split(separator: ".", maxSplits: 1)
            guard request.method == "POST", parts.count == 2 else { return nil }
            switch parts[0] {
            case "AWSInsightsIndexService": self.init(.costExplorer, String(parts[1]))
            case "ResourceGroupsTaggingAPI_20170126": self.init(.tagging, String(parts[1]))
            default: return nil
            }
            return
        }
        let segments = request.segments
        if segments.isEmpty {
            let items = request.method == "POST" ? request.formItems : request.queryItems
            guard let action = items.first(where: { $0.name == "Action" })?.value else { return nil }
            self.init(.securityToken, action)
            return
        }
        switch (request.method, segments[0], segments.count) {
        case ("POST", "inference-profiles", 1): self.init(.bedrock, "CreateInferenceProfile")
        case ("GET", "inference-profiles", 1): self.init(.bedrock, "ListInferenceProfiles")
        case ("GET", "inference-profiles", 2): self.init(.bedrock, "GetInferenceProfile", segments[1])
        case ("DELETE", "inference-profiles", 2): self.init(.bedrock, "DeleteInferenceProfile", segments[1])
        case ("GET", "foundation-models", 1): self.init(.bedrock, "ListFoundationModels")
        case ("GET", "foundation-models", 2): self.init(.bedrock, "GetFoundationModel", segments[1])
        case ("POST", "tagResource", 1): self.init(.bedrock, "TagResource")
        case ("POST", "untagResource", 1): self.init(.bedrock, "UntagResource")
        case ("POST", "listTagsForResource", 1): self.init(.bedrock, "ListTagsForResource")
        case ("POST", "model", 3):
            let names = [
                "converse": "Converse", "converse-stream": "ConverseStream", "invoke": "InvokeModel",
                "invoke-with-response-stream": "InvokeModelWithResponseStream", "count-tokens": "CountTokens",
            ]
            guard let name = names[segments[2]] else { return nil }
            self.init(.bedrockRuntime, name, segments[1])
        default: return nil
        }
    }

    private init(_ service: SimulatedService, _ operation: String, _ label: String = "") {
        self.service = service
        self.operation = operation
        self.label = label
    }
}
