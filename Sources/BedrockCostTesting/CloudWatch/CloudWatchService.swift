import AWSCore

extension SimulatedService {
    static let cloudWatch = Self(
        name: "monitoring", signingName: "monitoring", wireProtocol: .awsJSON10,
        targetPrefix: "GraniteServiceVersion20100801",
        throttling: ServiceFault("ThrottlingException", 400, "Rate exceeded"),
        perform: { state, call throws(ServiceFault) in
            let body = try call.json()
            switch call.route.operation {
            case "GetMetricData": return Reply(cloudWatch: try state.getMetricData(body, call))
            case "GetMetricStatistics": return Reply(cloudWatch: try state.getMetricStatistics(body, call))
            case "ListMetrics": return Reply(cloudWatch: try state.listMetrics(body, call))
            case "PutMetricData": return Reply(cloudWatch: try state.putMetricData(body, call))
            case "PutMetricAlarm": return Reply(cloudWatch: try state.putMetricAlarm(body, call))
            case "DescribeAlarms": return Reply(cloudWatch: try state.describeAlarms(body, call))
            case "DeleteAlarms": return Reply(cloudWatch: try state.deleteAlarms(body, call))
            case "PutDashboard": return Reply(cloudWatch: try state.putDashboard(body, call))
            case "GetDashboard": return Reply(cloudWatch: try state.getDashboard(body, call))
            default: throw .unknownOperation(call.route.operation)
            }
        })
}

/// What CloudWatch keeps of one account in one Region.
struct CloudWatchState {
    var metrics = MetricStore()
    var alarms: [String: SimulatedAlarm] = [:]
    var transitions: [MockAWS.AlarmTransition] = []
}

extension Reply {
    fileprivate init(cloudWatch body: JSONValue) {
        self.init(contentType: WireProtocol.awsJSON10.contentType, bytes: body.bytes)
    }
}

extension ServiceFault {
    /// A value that the service does not take.
    static func invalidParameter(_ message: String) -> Self {
        var fault = Self("InvalidParameterValueException", 400, message)
        fault.queryCode = "InvalidParameterValue"
        return fault
    }

    /// Parameters that do not go together.
    static func invalidCombination(_ message: String) -> Self {
        var fault = Self("InvalidParameterCombinationException", 400, message)
        fault.queryCode = "InvalidParameterCombination"
        return fault
    }

    /// A parameter that is not there.
    static func missingParameter(_ name: String) -> Self {
        var fault = Self("MissingRequiredParameterException", 400, "The parameter \(name) is required.")
        fault.queryCode = "MissingParameter"
        return fault
    }

    /// An alarm or dashboard that does not exist.
    static func noSuchResource(_ shape: String, _ message: String) -> Self {
        var fault = Self(shape, 404, message)
        fault.queryCode = "ResourceNotFound"
        return fault
    }
}
