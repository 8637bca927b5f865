extension SimulatedService {
    static let costExplorer = Self(
        name: "ce", signingName: "ce", wireProtocol: .awsJSON, targetPrefix: "AWSInsightsIndexService",
        onlyRegion: "us-east-1", throttling: ServiceFault("LimitExceededException", 400, "Rate exceeded"),
        perform: { state, call throws(ServiceFault) in try state.performCostExplorer(call) })
}
