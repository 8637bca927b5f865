extension SimulatedService {
    static let notification = Self(
        name: "sns", signingName: "sns", wireProtocol: .query, apiVersion: "2010-03-31",
        throttling: ServiceFault("Throttled", 429, "Rate exceeded"),
        perform: { state, call throws(ServiceFault) in try state.performNotification(call) })
}
