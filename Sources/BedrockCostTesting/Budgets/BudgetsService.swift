extension SimulatedService {
    static let budgets = Self(
        name: "budgets", signingName: "budgets", wireProtocol: .awsJSON, targetPrefix: "AWSBudgetServiceGateway",
        onlyRegion: "us-east-1", throttling: ServiceFault("ThrottlingException", 400, "Rate exceeded"),
        perform: { state, call throws(ServiceFault) in try state.performBudgets(call) })
}
