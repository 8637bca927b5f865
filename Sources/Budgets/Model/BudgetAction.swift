public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Something that AWS Budgets does by itself, or after approval, once a threshold is passed.
///
/// What stops Bedrock is a policy that denies `bedrock:InvokeModel*` and `bedrock-mantle:CreateInference`. Actions follow
/// the bill, hours after the spend.
public struct BudgetAction: Sendable, Hashable, Codable {
    /// Its id.
    public var id: String
    /// The budget.
    public var budgetName: String
    /// Which figure is compared.
    public var trigger: BudgetNotification.Kind
    /// What it does.
    public var kind: Kind
    /// With what the figure is compared.
    public var threshold: Threshold
    /// What it does it with.
    public var definition: BudgetActionDefinition
    /// The role that AWS Budgets takes on to do it.
    public var executionRoleARN: ARN
    /// Whether somebody has to agree first.
    public var approvalModel: ApprovalModel
    /// How far it has come.
    public var status: Status
    /// Who is told.
    public var subscribers: [BudgetSubscriber]

    private enum CodingKeys: String, CodingKey {
        case id = "ActionId"
        case budgetName = "BudgetName"
        case trigger = "NotificationType"
        case kind = "ActionType"
        case threshold = "ActionThreshold"
        case definition = "Definition"
        case executionRoleARN = "ExecutionRoleArn"
        case approvalModel = "ApprovalModel"
        case status = "Status"
        case subscribers = "Subscribers"
    }

    /// An entry of an action's history.
    public struct Event: Sendable, Hashable, Codable {
        /// What happened, and the action after it.
        public struct Details: Sendable, Hashable, Codable {
            /// What happened, in words.
            public var message: String
            /// The action after it.
            public var action: BudgetAction

            private enum CodingKeys: String, CodingKey {
                case message = "Message"
                case action = "Action"
            }
        }

        /// When.
        public var date: Date
        /// The status after it.
        public var status: Status
        /// By whose doing.
        public var kind: EventKind
        /// What happened.
        public var details: Details

        private enum CodingKeys: String, CodingKey {
            case date = "Timestamp"
            case status = "Status"
            case kind = "EventType"
            case details = "ActionHistoryDetails"
        }
    }

    /// A ``BudgetThreshold`` in the form that actions give it.
    public struct Threshold: Sendable, Hashable, Codable {
        /// The threshold.
        public var value: BudgetThreshold

        private enum CodingKeys: String, CodingKey {
            case number = "ActionThresholdValue"
            case unit = "ActionThresholdType"
        }

        /// A threshold for an action.
        public init(_ value: BudgetThreshold) { self.value = value }

        /// Reads the service's form.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            value = BudgetThreshold(
                number: try container.decode(Decimal.self, forKey: .number),
                unit: try container.decode(BudgetThreshold.Unit.self, forKey: .unit))
        }

        /// Writes the service's form.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(value.decimal, forKey: .number)
            try container.encode(value.unit ?? .percentage, forKey: .unit)
        }
    }
}
