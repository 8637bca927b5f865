extension SimulatedService {
    static let tagging = Self(
        name: "tagging", signingName: "tagging", wireProtocol: .awsJSON,
        targetPrefix: "ResourceGroupsTaggingAPI_20170126",
        throttling: ServiceFault("ThrottledException", 400, "Rate exceeded"),
        perform: { state, call throws(ServiceFault) in try state.performTagging(call) })
}
