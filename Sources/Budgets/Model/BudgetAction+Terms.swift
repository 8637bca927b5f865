public import AWSCore

extension BudgetAction {
    /// What an action does.
    public struct Kind: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A kind by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Attaches an IAM policy to roles, groups or users.
        public static let applyIAMPolicy = Self(rawValue: "APPLY_IAM_POLICY")
        /// Attaches a service control policy to accounts or organisational units.
        public static let applyServiceControlPolicy = Self(rawValue: "APPLY_SCP_POLICY")
        /// Stops instances; does nothing about Bedrock.
        public static let runSSMDocuments = Self(rawValue: "RUN_SSM_DOCUMENTS")
    }

    /// Whether somebody has to agree before an action runs.
    public struct ApprovalModel: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A model by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// It runs by itself.
        public static let automatic = Self(rawValue: "AUTOMATIC")
        /// It waits for ``ExecuteBudgetAction``.
        public static let manual = Self(rawValue: "MANUAL")
    }

    /// How far an action has come.
    public struct Status: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A status by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The threshold has not been passed.
        public static let standby = Self(rawValue: "STANDBY")
        /// It has, and the action waits for approval.
        public static let pending = Self(rawValue: "PENDING")
        /// The action runs.
        public static let executionInProgress = Self(rawValue: "EXECUTION_IN_PROGRESS")
        /// It has run.
        public static let executionSuccess = Self(rawValue: "EXECUTION_SUCCESS")
        /// It could not run.
        public static let executionFailure = Self(rawValue: "EXECUTION_FAILURE")
        /// It is being undone.
        public static let reverseInProgress = Self(rawValue: "REVERSE_IN_PROGRESS")
        /// It has been undone.
        public static let reverseSuccess = Self(rawValue: "REVERSE_SUCCESS")
        /// It could not be undone.
        public static let reverseFailure = Self(rawValue: "REVERSE_FAILURE")
        /// It is being made ready for the rest of the period.
        public static let resetInProgress = Self(rawValue: "RESET_IN_PROGRESS")
        /// It could not be made ready.
        public static let resetFailure = Self(rawValue: "RESET_FAILURE")
    }

    /// What ``ExecuteBudgetAction`` does with an action.
    public struct Execution: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// An execution by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Runs an action that waits for approval.
        public static let approve = Self(rawValue: "APPROVE_BUDGET_ACTION")
        /// Runs one again that failed.
        public static let retry = Self(rawValue: "RETRY_BUDGET_ACTION")
        /// Undoes one that has run.
        public static let reverse = Self(rawValue: "REVERSE_BUDGET_ACTION")
        /// Makes one ready again that was undone.
        public static let reset = Self(rawValue: "RESET_BUDGET_ACTION")
    }

    /// What an entry in the history of an action tells of.
    public struct EventKind: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A kind by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// AWS Budgets changed the status.
        public static let system = Self(rawValue: "SYSTEM")
        /// Somebody made the action.
        public static let createAction = Self(rawValue: "CREATE_ACTION")
        /// Somebody deleted it.
        public static let deleteAction = Self(rawValue: "DELETE_ACTION")
        /// Somebody changed it.
        public static let updateAction = Self(rawValue: "UPDATE_ACTION")
        /// Somebody had it executed.
        public static let executeAction = Self(rawValue: "EXECUTE_ACTION")
    }

    /// What is done with instances.
    public struct InstanceCommand: OpenStringSet {
        /// The name on the wire.
        public let rawValue: String

        /// A command by its name on the wire.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// EC2 instances are stopped.
        public static let stopEC2Instances = Self(rawValue: "STOP_EC2_INSTANCES")
        /// RDS instances are stopped.
        public static let stopRDSInstances = Self(rawValue: "STOP_RDS_INSTANCES")
    }
}
