import AWSCore

extension BudgetActionDefinition {
    func validate() throws(AWSError) {
        let given = [iam != nil, serviceControl != nil, instances != nil].count { $0 }
        guard given == 1 else {
            throw .invalidInput("Definition", "exactly one of an IAM policy, an SCP and instances, got \(given)")
        }
        if let iam {
            guard iam.policyARN.service == "iam", iam.policyARN.resource.hasPrefix("policy/") else {
                throw .invalidInput("PolicyArn", "\(iam.policyARN) is not the ARN of an IAM policy")
            }
            let lists = [iam.roles, iam.groups, iam.users].compactMap { $0 }
            guard !lists.isEmpty else {
                throw .invalidInput("IamActionDefinition", "roles, groups or users are needed")
            }
            for list in lists { try Self.check("IamActionDefinition", list) }
        }
        if let serviceControl {
            let id = serviceControl.policyID
            guard id.hasPrefix("p-"), (10...130).contains(id.utf8.count) else {
                throw .invalidInput("PolicyId", "\(id.debugDescription) is not of the form p-examplepolicyid")
            }
            try Self.check("TargetIds", serviceControl.targetIDs)
        }
        if let instances { try Self.check("InstanceIds", instances.instanceIDs) }
    }

    private static func check(_ member: String, _ names: [String]) throws(AWSError) {
        guard (1...100).contains(names.count) else {
            throw .invalidInput(member, "1 to 100 names, got \(names.count)")
        }
        guard !names.contains("") else { throw .invalidInput(member, "a name is empty") }
    }
}
