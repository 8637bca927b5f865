import AWSCore

/// Notifications of budgets and their subscribers. A notification is known by its values.
extension EngineState {
    /// - Returns: `nil` for an operation that is not about notifications.
    mutating func performNotifications(
        _ body: JSONValue, _ record: inout BudgetRecord, _ call: Call
    ) throws(ServiceFault) -> JSONValue? {
        switch call.route.operation {
        case "CreateNotification":
            try add(
                body["Notification"], body["Subscribers"], to: &record)
        case "DescribeNotificationsForBudget":
            return try budgetPage(record.notifications.map(\.document), "Notifications", body, call)
        case "UpdateNotification":
            let index = try Self.index(of: body["OldNotification"], in: record)
            let key = try Self.key(body["NewNotification"])
            guard !record.notifications.contains(where: { $0.key == key }) else { throw Self.duplicate("notification") }
            record.notifications[index].key = key
            record.notifications[index].isInAlarm = false
        case "DeleteNotification":
            record.notifications.remove(at: try Self.index(of: body["Notification"], in: record))
        case "DescribeSubscribersForNotification":
            let index = try Self.index(of: body["Notification"], in: record)
            return try budgetPage(record.notifications[index].subscribers, "Subscribers", body, call)
        case "CreateSubscriber":
            let index = try Self.index(of: body["Notification"], in: record)
            let subscribers = record.notifications[index].subscribers + [body["Subscriber"] ?? .null]
            record.notifications[index].subscribers = try Self.subscribers(.array(subscribers))
        case "UpdateSubscriber":
            let index = try Self.index(of: body["Notification"], in: record)
            var subscribers = record.notifications[index].subscribers
            guard let old = body["OldSubscriber"], let place = subscribers.firstIndex(of: old) else {
                throw Self.notFound("subscriber")
            }
            subscribers[place] = body["NewSubscriber"] ?? .null
            record.notifications[index].subscribers = try Self.subscribers(.array(subscribers))
        case "DeleteSubscriber":
            let index = try Self.index(of: body["Notification"], in: record)
            guard let old = body["Subscriber"],
                let place = record.notifications[index].subscribers.firstIndex(of: old)
            else { throw Self.notFound("subscriber") }
            record.notifications[index].subscribers.remove(at: place)
            if record.notifications[index].subscribers.isEmpty { record.notifications.remove(at: index) }
        default: return nil
        }
        return [:]
    }

    func add(
        _ notification: JSONValue?, _ subscribers: JSONValue?, to record: inout BudgetRecord
    ) throws(ServiceFault) {
        let key = try Self.key(notification)
        guard !record.notifications.contains(where: { $0.key == key }) else { throw Self.duplicate("notification") }
        guard record.notifications.count < 10 else {
            throw ServiceFault("CreationLimitExceededException", 400, "A budget can have at most 10 notifications.")
        }
        record.notifications.append(
            BudgetRecord.Notification(key: key, subscribers: try Self.subscribers(subscribers)))
    }

    /// The members that identify a notification, the defaults filled in.
    private static func key(_ value: JSONValue?) throws(ServiceFault) -> JSONValue {
        guard let value, let kind = value["NotificationType"]?.string, ["ACTUAL", "FORECASTED"].contains(kind),
            let comparison = value["ComparisonOperator"]?.string,
            ["GREATER_THAN", "LESS_THAN", "EQUAL_TO"].contains(comparison)
        else { throw .invalidBudget("A notification needs a NotificationType and a ComparisonOperator.") }
        let threshold: Double
        switch value["Threshold"] {
        case .int(let number): threshold = Double(number)
        case .double(let number): threshold = number
        default: throw .invalidBudget("A notification needs a Threshold.")
        }
        guard (0...15_000_000_000_000).contains(threshold) else {
            throw .invalidBudget("Threshold must be between 0 and 15000000000000.")
        }
        let type = value["ThresholdType"]?.string ?? "PERCENTAGE"
        guard ["PERCENTAGE", "ABSOLUTE_VALUE"].contains(type) else { throw .invalidBudget("ThresholdType is invalid.") }
        return [
            "NotificationType": .string(kind), "ComparisonOperator": .string(comparison),
            // 80 and 80.0 are the same threshold.
            "Threshold": Int64(exactly: threshold).map { .int($0) } ?? .double(threshold),
            "ThresholdType": .string(type),
        ]
    }

    private static func index(of value: JSONValue?, in record: BudgetRecord) throws(ServiceFault) -> Int {
        let key = try key(value)
        guard let index = record.notifications.firstIndex(where: { $0.key == key }) else {
            throw notFound("notification")
        }
        return index
    }

    static func subscribers(_ value: JSONValue?) throws(ServiceFault) -> [JSONValue] {
        let list = value?.array ?? []
        let emails = list.count { $0["SubscriptionType"]?.string == "EMAIL" }
        let topics = list.count { $0["SubscriptionType"]?.string == "SNS" }
        guard !list.isEmpty, emails + topics == list.count, list.allSatisfy({ $0["Address"]?.string != nil }) else {
            throw .invalidBudget("Subscribers must have a SubscriptionType and an Address.")
        }
        guard emails <= 10, topics <= 1 else {
            throw ServiceFault(
                "CreationLimitExceededException", 400,
                "A notification can have at most 10 email subscribers and 1 SNS subscriber.")
        }
        guard Set(list).count == list.count else { throw duplicate("subscriber") }
        return list
    }

    private static func duplicate(_ noun: String) -> ServiceFault {
        ServiceFault("DuplicateRecordException", 400, "The \(noun) already exists.")
    }

    private static func notFound(_ noun: String) -> ServiceFault {
        ServiceFault("NotFoundException", 400, "The \(noun) doesn't exist.")
    }
}

extension BudgetRecord.Notification {
    /// The notification with its state.
    var document: JSONValue {
        .object((key.object ?? [:]).merging(["NotificationState": isInAlarm ? "ALARM" : "OK"]) { $1 })
    }
}
