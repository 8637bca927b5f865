extension SimulatedService {
    static let bedrockRuntime = Self(
        name: "bedrock-runtime", signingName: "bedrock", wireProtocol: .restJSON, acceptsBearerToken: true,
        throttling: .bedrockThrottling,
        match: { request in
            let segments = request.segments
            switch (request.method, segments[0], segments.count) {
            case ("POST", "async-invoke", 1): return ("StartAsyncInvoke", "")
            case ("GET", "async-invoke", 1): return ("ListAsyncInvokes", "")
            case ("GET", "async-invoke", 2): return ("GetAsyncInvoke", segments[1])
            case ("POST", "guardrail", 5) where segments[2] == "version" && segments[4] == "apply":
                return ("ApplyGuardrail", "\(segments[1])\n\(segments[3])")
            default: break
            }
            guard request.method == "POST", segments.count == 3, segments[0] == "model" else { return nil }
            switch segments[2] {
            case "converse": return ("Converse", segments[1])
            case "converse-stream": return ("ConverseStream", segments[1])
            case "invoke": return ("InvokeModel", segments[1])
            case "invoke-with-response-stream": return ("InvokeModelWithResponseStream", segments[1])
            case "invoke-with-bidirectional-stream": return ("InvokeModelWithBidirectionalStream", segments[1])
            case "count-tokens": return ("CountTokens", segments[1])
            default: return nil
            }
        },
        perform: { state, call throws(ServiceFault) in
            try state.checkBudgetActions(call)
            return try state.performRuntime(call)
        })
}
