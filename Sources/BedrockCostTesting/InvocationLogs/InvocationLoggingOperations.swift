import AWSCore

/// PutModelInvocationLoggingConfiguration and its neighbours, of the `bedrock` service.
extension EngineState {
    mutating func putInvocationLogging(_ call: Call) throws(ServiceFault) -> Reply {
        guard let config = try call.json()["loggingConfig"], config != .null else { throw .missing("loggingConfig") }
        try checkPlace(config["s3Config"], at: "loggingConfig.s3Config")
        if let group = config["cloudWatchConfig"], group != .null {
            let path = "loggingConfig.cloudWatchConfig"
            guard let name = group["logGroupName"]?.string else { throw .missing("\(path).logGroupName") }
            guard 1...512 ~= name.unicodeScalars.count else {
                throw .constraint("\(path).logGroupName", name, "Member must have length between 1 and 512, inclusive")
            }
            guard let role = group["roleArn"]?.string else { throw .missing("\(path).roleArn") }
            guard let arn = ResourceName(role), arn.service == "iam", arn.type == "role" else {
                throw .constraint(
                    "\(path).roleArn", role,
                    "Member must satisfy regular expression pattern: arn:aws(-[^:]+)?:iam::([0-9]{12})?:role/.+")
            }
            try checkPlace(group["largeDataDeliveryS3Config"], at: "\(path).largeDataDeliveryS3Config")
        }
        self[call].invocationLog.configuration = config
        return Reply(json: [:])
    }

    func getInvocationLogging(_ call: Call) -> Reply {
        Reply(json: self[call].invocationLog.configuration.map { ["loggingConfig": $0] } ?? [:])
    }

    mutating func deleteInvocationLogging(_ call: Call) -> Reply {
        self[call].invocationLog.configuration = nil
        return Reply(json: [:])
    }

    private func checkPlace(_ place: JSONValue?, at path: String) throws(ServiceFault) {
        guard let place, place != .null else { return }
        guard let bucket = place["bucketName"]?.string else { throw .missing("\(path).bucketName") }
        guard 3...63 ~= bucket.utf8.count else {
            throw .constraint("\(path).bucketName", bucket, "Member must have length between 3 and 63, inclusive")
        }
    }
}
