/// Something in a dashboard's body that CloudWatch warns of, or refuses.
public struct DashboardValidationMessage: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Where in the body, such as `/widgets/0/properties/metrics`.
    public var dataPath: String?
    /// What is wrong there.
    public var message: String?

    private enum CodingKeys: String, CodingKey {
        case dataPath = "DataPath"
        case message = "Message"
    }

    /// Place and message.
    public var description: String { "\(dataPath ?? "/"): \(message ?? "")" }
}
