/// A service that the simulator plays. Each stands as a static value in its own folder and in ``all``.
struct SimulatedService: Sendable {
    /// The name in ``RecordedRequest``.
    let name: String
    /// The service name inside the signature's scope.
    let signingName: String
    let wireProtocol: WireProtocol
    /// What stands before the dot of `X-Amz-Target` in awsJson.
    var targetPrefix: String?
    /// The `Version` of awsQuery.
    var apiVersion: String?
    /// Whether a Bedrock API key opens it.
    var acceptsBearerToken = false
    /// The one Region that requests must be signed for, where there is only one.
    var onlyRegion: String?
    /// The operations that take requests without a signature.
    var unsignedOperations: Set<String> = []
    /// The throttling error in the service's own name and status.
    let throttling: ServiceFault
    /// The operation that a rest-json request's method and path ask for, with the path's label.
    var match: @Sendable (IncomingRequest) -> (operation: String, label: String)? = { _ in nil }
    /// Runs an operation.
    let perform: @Sendable (inout EngineState, Call) throws(ServiceFault) -> Reply

    static let all: [Self] = [
        .athena, .bedrock, .bedrockRuntime, .bedrockRuntimeOpenAI, .budgets, .cloudWatch, .costExplorer, .dataExports,
        .dynamoDB, .mantle, .notification, .parameterStore, .secretsManager, .securityToken, .tagging,
    ]
}
