extension SimulatedService {
    static let athena = Self(
        name: "athena", signingName: "athena", wireProtocol: .awsJSON, targetPrefix: "AmazonAthena",
        throttling: ServiceFault("TooManyRequestsException", 400, "Rate exceeded"),
        perform: { state, call throws(ServiceFault) in try state.performAthena(call) })
}
