extension SimulatedService {
    static let dataExports = Self(
        name: "bcm-data-exports", signingName: "bcm-data-exports", wireProtocol: .awsJSON,
        targetPrefix: "AWSBillingAndCostManagementDataExports", onlyRegion: "us-east-1",
        throttling: ServiceFault("ThrottlingException", 400, "Rate exceeded"),
        perform: { state, call throws(ServiceFault) in try state.performDataExports(call) })
}
