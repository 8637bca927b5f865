public import AWSCore

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An alarm on the states of other alarms, as DescribeAlarms shows it.
public struct CompositeAlarm: Sendable, Hashable, Codable {
    /// The alarm's name.
    public var name: String?
    /// Its ARN.
    public var arn: ARN?
    /// What it is for.
    public var alarmDescription: String?
    /// When it was last defined anew.
    public var configurationUpdatedAt: Date?
    /// The rule over other alarms.
    public var rule: String?
    /// Whether its actions run.
    public var actionsEnabled: Bool?
    /// What runs when it goes back to OK.
    public var okActions: [String]?
    /// What runs when it goes off.
    public var alarmActions: [String]?
    /// What runs when data runs out.
    public var insufficientDataActions: [String]?
    /// What it found last.
    public var state: AlarmState?
    /// Why, in words.
    public var stateReason: String?
    /// Why, as JSON text.
    public var stateReasonData: String?
    /// When the state was last looked at or changed.
    public var stateUpdatedAt: Date?
    /// When the state last changed.
    public var stateTransitionedAt: Date?
    /// What holds its actions back.
    public var actionsSuppressedBy: ActionsSuppressor?
    /// Why they are held back.
    public var actionsSuppressedReason: String?
    /// The alarm that can hold its actions back, by name or ARN.
    public var actionsSuppressor: String?
    /// How long it waits for the suppressor, in seconds.
    public var suppressorWaitPeriod: Int?
    /// How long it waits after the suppressor is OK again, in seconds.
    public var suppressorExtensionPeriod: Int?

    private enum CodingKeys: String, CodingKey {
        case name = "AlarmName"
        case arn = "AlarmArn"
        case alarmDescription = "AlarmDescription"
        case configurationUpdatedAt = "AlarmConfigurationUpdatedTimestamp"
        case rule = "AlarmRule"
        case actionsEnabled = "ActionsEnabled"
        case okActions = "OKActions"
        case alarmActions = "AlarmActions"
        case insufficientDataActions = "InsufficientDataActions"
        case state = "StateValue"
        case stateReason = "StateReason"
        case stateReasonData = "StateReasonData"
        case stateUpdatedAt = "StateUpdatedTimestamp"
        case stateTransitionedAt = "StateTransitionedTimestamp"
        case actionsSuppressedBy = "ActionsSuppressedBy"
        case actionsSuppressedReason = "ActionsSuppressedReason"
        case actionsSuppressor = "ActionsSuppressor"
        case suppressorWaitPeriod = "ActionsSuppressorWaitPeriod"
        case suppressorExtensionPeriod = "ActionsSuppressorExtensionPeriod"
    }
}
