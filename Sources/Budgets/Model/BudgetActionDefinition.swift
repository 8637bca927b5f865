public import AWSCore

/// What an action works with: exactly one of three.
public struct BudgetActionDefinition: Sendable, Hashable, Codable {
    /// An IAM policy and who gets it.
    public var iam: IAMPolicy?
    /// A service control policy and who gets it.
    public var serviceControl: ServiceControlPolicy?
    /// Instances to stop.
    public var instances: Instances?

    private enum CodingKeys: String, CodingKey {
        case iam = "IamActionDefinition"
        case serviceControl = "ScpActionDefinition"
        case instances = "SsmActionDefinition"
    }

    init(iam: IAMPolicy? = nil, serviceControl: ServiceControlPolicy? = nil, instances: Instances? = nil) {
        self.iam = iam
        self.serviceControl = serviceControl
        self.instances = instances
    }

    /// Attaches an IAM policy to roles, groups and users of the account, by name, each 1 to 100.
    public static func attach(
        policy: ARN, toRoles roles: [String]? = nil, groups: [String]? = nil, users: [String]? = nil
    ) -> BudgetActionDefinition {
        BudgetActionDefinition(iam: IAMPolicy(policyARN: policy, roles: roles, groups: groups, users: users))
    }

    /// Attaches a service control policy (`p-…`) to accounts and organisational units (`ou-…`), 1 to 100.
    public static func attach(serviceControlPolicy id: String, toTargets targets: [String]) -> BudgetActionDefinition {
        BudgetActionDefinition(serviceControl: ServiceControlPolicy(policyID: id, targetIDs: targets))
    }

    /// Stops instances of a Region, 1 to 100.
    public static func stop(
        _ command: BudgetAction.InstanceCommand, in region: Region, instances: [String]
    ) -> BudgetActionDefinition {
        BudgetActionDefinition(instances: Instances(command: command, region: region, instanceIDs: instances))
    }

    /// What an action with this definition is called.
    public var kind: BudgetAction.Kind {
        if iam != nil { return .applyIAMPolicy }
        return serviceControl != nil ? .applyServiceControlPolicy : .runSSMDocuments
    }

    /// An IAM policy and who gets it.
    public struct IAMPolicy: Sendable, Hashable, Codable {
        /// The policy.
        public var policyARN: ARN
        /// Names of roles, with their paths.
        public var roles: [String]?
        /// Names of groups, with their paths.
        public var groups: [String]?
        /// Names of users, with their paths.
        public var users: [String]?

        private enum CodingKeys: String, CodingKey {
            case policyARN = "PolicyArn"
            case roles = "Roles"
            case groups = "Groups"
            case users = "Users"
        }
    }

    /// A service control policy and who gets it.
    public struct ServiceControlPolicy: Sendable, Hashable, Codable {
        /// The policy, `p-…`.
        public var policyID: String
        /// Accounts, and organisational units (`ou-…`).
        public var targetIDs: [String]

        private enum CodingKeys: String, CodingKey {
            case policyID = "PolicyId"
            case targetIDs = "TargetIds"
        }
    }

    /// Instances to stop.
    public struct Instances: Sendable, Hashable, Codable {
        /// What is done with them.
        public var command: BudgetAction.InstanceCommand
        /// Where they are.
        public var region: Region
        /// Which they are.
        public var instanceIDs: [String]

        private enum CodingKeys: String, CodingKey {
            case command = "ActionSubType"
            case region = "Region"
            case instanceIDs = "InstanceIds"
        }
    }
}
