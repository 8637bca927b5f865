extension SimulatedService {
    static let parameterStore = Self(
        name: "ssm", signingName: "ssm", wireProtocol: .awsJSON, targetPrefix: "AmazonSSM",
        throttling: ServiceFault("ThrottlingException", 400, "Rate exceeded"),
        perform: { state, call throws(ServiceFault) in try state.performParameterStore(call) })

    static let secretsManager = Self(
        name: "secretsmanager", signingName: "secretsmanager", wireProtocol: .awsJSON, targetPrefix: "secretsmanager",
        throttling: ServiceFault("ThrottlingException", 400, "Rate exceeded"),
        perform: { state, call throws(ServiceFault) in try state.performSecretsManager(call) })
}
