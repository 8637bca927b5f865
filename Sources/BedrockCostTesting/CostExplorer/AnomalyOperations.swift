import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The operations of Cost Anomaly Detection.
extension EngineState {
    mutating func createAnomalyMonitor(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        guard let monitor = body["AnomalyMonitor"]?.object else { throw .missing("anomalyMonitor") }
        guard monitor["MonitorName"]?.string != nil else { throw .missing("anomalyMonitor.monitorName") }
        let dimension = monitor["MonitorDimension"]?.string
        switch (monitor["MonitorType"]?.string, dimension, monitor["MonitorSpecification"]) {
        case ("DIMENSIONAL", "SERVICE", nil), ("DIMENSIONAL", "LINKED_ACCOUNT", nil): break
        case ("DIMENSIONAL", "TAG", let expression?), ("DIMENSIONAL", "COST_CATEGORY", let expression?),
            ("CUSTOM", nil, let expression?):
            _ = try CostFilter(expression, in: .monitor)
        case (let type, _, _):
            guard type == "DIMENSIONAL" || type == "CUSTOM" else {
                throw .constraint(
                    "anomalyMonitor.monitorType", type, "Member must satisfy enum value set: [DIMENSIONAL, CUSTOM]")
            }
            throw .validation("The monitor's dimension and specification do not fit its type.")
        }
        guard
            dimension != "SERVICE" || !costManagement.anomalies.monitors.contains(where: { $0.dimension == "SERVICE" })
        else {
            throw ServiceFault(
                "LimitExceededException", 400, "Limit exceeded on dimensional spend monitor creation.")
        }
        let arn = "arn:aws:ce::\(call.account):anomalymonitor/\(generator.uuid())"
        costManagement.anomalies.monitors.append(
            AnomalyDetection.Monitor(arn: arn, document: monitor, made: call.now, changed: call.now))
        return ["MonitorArn": .string(arn)]
    }

    func getAnomalyMonitors(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let wanted = body["MonitorArnList"]?.array?.compactMap(\.string) ?? []
        for arn in wanted { _ = try monitorIndex(arn) }
        let horizon = Date(timeIntervalSince1970: costHorizon(call))
        let monitors: [JSONValue] = costManagement.anomalies.monitors.filter {
            wanted.isEmpty || wanted.contains($0.arn)
        }.map { monitor in
            var document = monitor.document
            document["MonitorArn"] = .string(monitor.arn)
            document["CreationDate"] = .string(CivilDate(monitor.made).description)
            document["LastUpdatedDate"] = .string(CivilDate(monitor.changed).description)
            if monitor.made <= horizon { document["LastEvaluatedDate"] = .string(CivilDate(horizon).description) }
            return .object(document)
        }
        return try list("AnomalyMonitors", monitors, body, call)
    }

    mutating func updateAnomalyMonitor(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let index = try monitorIndex(body["MonitorArn"]?.string)
        if let name = body["MonitorName"]?.string {
            costManagement.anomalies.monitors[index].document["MonitorName"] = .string(name)
            costManagement.anomalies.monitors[index].changed = call.now
        }
        return ["MonitorArn": .string(costManagement.anomalies.monitors[index].arn)]
    }

    mutating func deleteAnomalyMonitor(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        costManagement.anomalies.monitors.remove(at: try monitorIndex(body["MonitorArn"]?.string))
        return [:]
    }

    mutating func createAnomalySubscription(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        guard let subscription = body["AnomalySubscription"]?.object else { throw .missing("anomalySubscription") }
        try requireSubscription(subscription)
        let arn = "arn:aws:ce::\(call.account):anomalysubscription/\(generator.uuid())"
        var document = subscription
        document["SubscriptionArn"] = .string(arn)
        document["AccountId"] = .string(call.account)
        costManagement.anomalies.subscriptions.append(AnomalyDetection.Subscription(arn: arn, document: document))
        return ["SubscriptionArn": .string(arn)]
    }

    func getAnomalySubscriptions(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let wanted = body["SubscriptionArnList"]?.array?.compactMap(\.string) ?? []
        for arn in wanted { _ = try subscriptionIndex(arn) }
        let monitor = body["MonitorArn"]?.string
        let subscriptions: [JSONValue] = costManagement.anomalies.subscriptions.filter { subscription in
            let monitors = subscription.document["MonitorArnList"]?.array?.compactMap(\.string) ?? []
            return (wanted.isEmpty || wanted.contains(subscription.arn)) && monitor.map(monitors.contains) ?? true
        }.map { .object($0.document) }
        return try list("AnomalySubscriptions", subscriptions, body, call)
    }

    mutating func updateAnomalySubscription(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let index = try subscriptionIndex(body["SubscriptionArn"]?.string)
        var document = costManagement.anomalies.subscriptions[index].document
        for (name, value) in body.object ?? [:] where value != .null && name != "SubscriptionArn" {
            document[name] = value
            // One form of the threshold takes the place of the other.
            if name == "ThresholdExpression" { document["Threshold"] = nil }
            if name == "Threshold" { document["ThresholdExpression"] = nil }
        }
        try requireSubscription(document)
        costManagement.anomalies.subscriptions[index].document = document
        return ["SubscriptionArn": .string(costManagement.anomalies.subscriptions[index].arn)]
    }

    mutating func deleteAnomalySubscription(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        costManagement.anomalies.subscriptions.remove(at: try subscriptionIndex(body["SubscriptionArn"]?.string))
        return [:]
    }

    /// The anomalies that ended in the interval, at most 90 days ago.
    func getAnomalies(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let today = CivilDate(call.now)
        guard let text = body["DateInterval"]?["StartDate"]?.string, let start = CivilDate(text.prefix(10)) else {
            throw .missing("dateInterval.startDate")
        }
        let end = body["DateInterval"]?["EndDate"]?.string.flatMap { CivilDate($0.prefix(10)) } ?? today
        let monitor = try body["MonitorArn"]?.string.map { arn throws(ServiceFault) in try monitorIndex(arn) }
        let detection = costManagement.anomalies
        let lastDay = Int((costHorizon(call) / 86_400).rounded(.down))
        let records = try records(in: lastDay - 120..<lastDay, call)
        let anomalies = detection.monitors.indices.filter { monitor == nil || monitor == $0 }.flatMap {
            detection.anomalies(detection.monitors[$0], in: records, before: lastDay)
        }.filter { anomaly in
            (max(start.daysSinceEpoch, today.daysSinceEpoch - 90)...max(end.daysSinceEpoch, today.daysSinceEpoch - 90))
                .contains(anomaly.days.upperBound)
                && (body["Feedback"]?.string).map { $0 == detection.feedback[anomaly.id] } ?? true
                && Self.matches(body["TotalImpact"], AnomalyDetection.Anomaly.number(anomaly.impact))
        }.sorted { ($0.days.lowerBound, $0.id) < ($1.days.lowerBound, $1.id) }
        return try list(
            "Anomalies", anomalies.map { $0.document(feedback: detection.feedback[$0.id]) }, body, call)
    }

    mutating func provideAnomalyFeedback(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        guard let id = body["AnomalyId"]?.string else { throw .missing("anomalyId") }
        guard let feedback = body["Feedback"]?.string, ["YES", "NO", "PLANNED_ACTIVITY"].contains(feedback) else {
            throw .constraint(
                "feedback", body["Feedback"]?.string, "Member must satisfy enum value set: [YES, NO, PLANNED_ACTIVITY]")
        }
        costManagement.anomalies.feedback[id] = feedback
        return ["AnomalyId": .string(id)]
    }

    private static func matches(_ filter: JSONValue?, _ impact: Double) -> Bool {
        guard let filter, let bound = filter["StartValue"]?.double else { return true }
        return switch filter["NumericOperator"]?.string {
        case "EQUAL": impact == bound
        case "GREATER_THAN_OR_EQUAL": impact >= bound
        case "LESS_THAN_OR_EQUAL": impact <= bound
        case "GREATER_THAN": impact > bound
        case "LESS_THAN": impact < bound
        default: (bound...max(bound, filter["EndValue"]?.double ?? bound)).contains(impact)
        }
    }

    private func list(
        _ member: String, _ values: [JSONValue], _ body: JSONValue, _ call: Call
    ) throws(ServiceFault) -> JSONValue {
        let (page, next) = try Self.page(
            values, size: try maxResults(body, otherwise: 100), call.route.operation, "NextPageToken", body, call)
        var reply: [String: JSONValue] = [member: .array(page)]
        if let next { reply["NextPageToken"] = .string(next) }
        return .object(reply)
    }

    private func monitorIndex(_ arn: String?) throws(ServiceFault) -> Int {
        guard let arn else { throw .missing("monitorArn") }
        guard let index = costManagement.anomalies.monitors.firstIndex(where: { $0.arn == arn }) else {
            throw ServiceFault("UnknownMonitorException", 400, "No anomaly monitor found with ARN \(arn).")
        }
        return index
    }

    private func subscriptionIndex(_ arn: String?) throws(ServiceFault) -> Int {
        guard let arn else { throw .missing("subscriptionArn") }
        guard let index = costManagement.anomalies.subscriptions.firstIndex(where: { $0.arn == arn }) else {
            throw ServiceFault("UnknownSubscriptionException", 400, "No anomaly subscription found with ARN \(arn).")
        }
        return index
    }

    private func requireSubscription(_ subscription: [String: JSONValue]) throws(ServiceFault) {
        guard subscription["SubscriptionName"]?.string != nil else {
            throw .missing("anomalySubscription.subscriptionName")
        }
        guard let monitors = subscription["MonitorArnList"]?.array, !monitors.isEmpty else {
            throw .missing("anomalySubscription.monitorArnList")
        }
        for monitor in monitors { _ = try monitorIndex(monitor.string) }
        guard let frequency = subscription["Frequency"]?.string, ["DAILY", "IMMEDIATE", "WEEKLY"].contains(frequency)
        else {
            throw .constraint(
                "anomalySubscription.frequency", subscription["Frequency"]?.string,
                "Member must satisfy enum value set: [DAILY, IMMEDIATE, WEEKLY]")
        }
        guard let subscribers = subscription["Subscribers"]?.array, !subscribers.isEmpty else {
            throw .missing("anomalySubscription.subscribers")
        }
        let wanted = frequency == "IMMEDIATE" ? "SNS" : "EMAIL"
        guard subscribers.allSatisfy({ $0["Type"]?.string == wanted }) else {
            throw .validation("Subscriptions of frequency \(frequency) have subscribers of type \(wanted).")
        }
        guard (subscription["Threshold"] != nil) != (subscription["ThresholdExpression"] != nil) else {
            throw .validation("One of Threshold and ThresholdExpression must be given.")
        }
    }
}
