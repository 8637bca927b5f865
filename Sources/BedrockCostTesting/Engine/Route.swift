/// Which operation of which service a request asks for.
struct Route {
    let service: SimulatedService
    let operation: String
    /// The path's label (a model id, a profile id), decoded.
    var label: String = ""

    /// Whether the request's body is a stream of events, each with its own signature.
    var signsEvents: Bool { operation == "InvokeModelWithBidirectionalStream" }

    /// The route of `request`; `nil` where no service knows the path or target.
    init?(_ request: IncomingRequest) {
        if let target = request.field("x-amz-target") {
            let parts = target.split(separator: ".", maxSplits: 1)
            guard request.method == "POST", parts.count == 2,
                let service = SimulatedService.all.first(where: { $0.targetPrefix == String(parts[0]) })
            else { return nil }
            self.init(service, String(parts[1]))
            return
        }
        if request.segments.isEmpty {
            let items = request.method == "POST" ? request.formItems : request.queryItems
            guard let action = items.first(where: { $0.name == "Action" })?.value else { return nil }
            let version = items.first { $0.name == "Version" }?.value
            let service = SimulatedService.all.first { $0.apiVersion != nil && $0.apiVersion == version }
            self.init(service ?? .securityToken, action)
            return
        }
        for service in SimulatedService.all {
            if let (operation, label) = service.match(request) {
                self.init(service, operation, label)
                return
            }
        }
        return nil
    }

    private init(_ service: SimulatedService, _ operation: String, _ label: String = "") {
        self.service = service
        self.operation = operation
        self.label = label
    }
}
