import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Defining, showing and removing alarms.
extension EngineState {
    mutating func putMetricAlarm(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        evaluateAlarms(call.account, call.region, at: call.now)
        let name = body["AlarmName"]?.string ?? ""
        var alarm = try SimulatedAlarm(
            body, arn: "arn:aws:cloudwatch:\(call.region):\(call.account):alarm:\(name)", at: call.now)
        if let earlier = self[call].cloudWatch.alarms[name] {
            // A definition that is replaced keeps its state until the next evaluation.
            alarm.state = earlier.state
            alarm.reason = earlier.reason
            alarm.stateChanged = earlier.stateChanged
        }
        self[call].cloudWatch.alarms[name] = alarm
        return [:]
    }

    mutating func describeAlarms(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        evaluateAlarms(call.account, call.region, at: call.now)
        let names = body["AlarmNames"]?.array?.compactMap(\.string)
        let prefix = body["AlarmNamePrefix"]?.string
        guard names == nil || prefix == nil else {
            throw .invalidCombination("AlarmNames and AlarmNamePrefix must not be specified together.")
        }
        let types = body["AlarmTypes"]?.array?.compactMap(\.string) ?? ["MetricAlarm"]
        let action = body["ActionPrefix"]?.string ?? ""
        let alarms = self[call].cloudWatch.alarms.values.filter { alarm in
            names?.contains(alarm.name) ?? true && alarm.name.hasPrefix(prefix ?? "")
                && body["StateValue"]?.string.map { $0 == alarm.state.rawValue } ?? true
                && types.contains("MetricAlarm")
                && (action.isEmpty
                    || (alarm.definition["AlarmActions"]?.array ?? []).contains {
                        $0.string?.hasPrefix(action) ?? false
                    })
        }.sorted { $0.name < $1.name }
        var offset = 0
        if let text = body["NextToken"]?.string {
            guard let token = PageToken(text), token.scope == "DescribeAlarms", token.offset <= alarms.count else {
                var fault = ServiceFault("InvalidNextToken", 400, "The next token specified is invalid.")
                fault.queryCode = "InvalidNextToken"
                throw fault
            }
            offset = token.offset
        }
        let page = alarms[offset...].prefix(body["MaxRecords"]?.int ?? 50)
        var reply: [String: JSONValue] = ["MetricAlarms": .array(page.map(\.document)), "CompositeAlarms": []]
        if offset + page.count < alarms.count {
            reply["NextToken"] = .string(
                PageToken(scope: "DescribeAlarms", offset: offset + page.count, issued: call.now).text)
        }
        return .object(reply)
    }

    mutating func deleteAlarms(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        guard let names = body["AlarmNames"]?.array?.compactMap(\.string), !names.isEmpty else {
            throw .missingParameter("AlarmNames")
        }
        evaluateAlarms(call.account, call.region, at: call.now)
        for name in names where self[call].cloudWatch.alarms[name] == nil {
            throw .noSuchResource("ResourceNotFound", "Alarm \(name) does not exist")
        }
        for name in names { self[call].cloudWatch.alarms[name] = nil }
        return [:]
    }

    // MARK: Evaluation

    /// Brings the alarms of one account in one Region up to the present.
    mutating func evaluateAlarms(_ account: String, _ region: String, at date: Date) {
        var cloudWatch = self[account: account, region: region].cloudWatch
        guard !cloudWatch.alarms.isEmpty else { return }
        for name in cloudWatch.alarms.keys.sorted() {
            cloudWatch.transitions += cloudWatch.alarms[name]?.evaluate(cloudWatch.metrics, at: date) ?? []
        }
        self[account: account, region: region].cloudWatch = cloudWatch
    }

    mutating func evaluateAllAlarms(at date: Date) {
        for (account, region) in knownPlaces { evaluateAlarms(account, region, at: date) }
    }

    /// The changes of state of all alarms in the order of time.
    var alarmTransitions: [MockAWS.AlarmTransition] {
        knownPlaces.flatMap { self[account: $0.account, region: $0.region].cloudWatch.transitions }
            .sorted { ($0.date, $0.alarm) < ($1.date, $1.alarm) }
    }
}
