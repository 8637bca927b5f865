extension SimulatedService {
    static let securityToken = Self(
        name: "sts", signingName: "sts", wireProtocol: .query, apiVersion: "2011-06-15",
        unsignedOperations: ["AssumeRoleWithWebIdentity"],
        throttling: ServiceFault("Throttling", 400, "Rate exceeded"),
        perform: { state, call throws(ServiceFault) in try state.performSecurityToken(call) })
}
