import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Which tag keys are active, now and in the past.
extension EngineState {
    /// The keys that billing has seen, each with the hour of its first and last use.
    private func knownKeys(_ call: Call) -> [String: (first: Int, last: Int)] {
        var keys: [String: (first: Int, last: Int)] = [:]
        for item in ledger.items {
            for key in item.key.tags.keys {
                let seen = keys[key] ?? (item.key.hour, item.key.hour)
                keys[key] = (min(seen.first, item.key.hour), max(seen.last, item.key.hour))
            }
        }
        return keys.filter {
            Double($0.value.first) * 3_600 + options.tagKeyDelay.inSeconds <= call.now.timeIntervalSince1970
        }
    }

    func listCostAllocationTags(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        try requirePayer(call)
        let status = body["Status"]?.string
        guard status == nil || status == "Active" || status == "Inactive" else {
            throw .constraint("status", status, "Member must satisfy enum value set: [Active, Inactive]")
        }
        let wanted = body["TagKeys"]?.array?.compactMap(\.string)
        guard wanted?.count ?? 0 <= 100 else { throw .validation("TagKeys holds more than 100 keys.") }
        var tags: [JSONValue] = []
        for (key, use) in knownKeys(call).sorted(by: { $0.key < $1.key }) {
            let record = allocationTags.records[key]
            let current = record?.isActive ?? false ? "Active" : "Inactive"
            guard wanted?.contains(key) ?? true, status == nil || status == current,
                body["Type"]?.string != "AWSGenerated"
            else { continue }
            let lastUse = CivilDate(daysSinceEpoch: use.last / 24).firstOfMonth
            var tag: [String: JSONValue] = [
                "TagKey": .string(key), "Type": "UserDefined", "Status": .string(current),
                "LastUsedDate": .string(lastUse.date.iso8601),
            ]
            if let updated = record?.updated { tag["LastUpdatedDate"] = .string(updated.iso8601) }
            tags.append(.object(tag))
        }
        let (page, next) = try Self.page(
            tags, size: try maxResults(body, otherwise: 100), "ListCostAllocationTags", "NextToken", body, call)
        var reply: [String: JSONValue] = ["CostAllocationTags": .array(page)]
        if let next { reply["NextToken"] = .string(next) }
        return .object(reply)
    }

    mutating func updateCostAllocationTags(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        try requirePayer(call)
        guard let entries = body["CostAllocationTagsStatus"]?.array, (1...20).contains(entries.count) else {
            throw .constraint(
                "costAllocationTagsStatus", nil, "Member must have length between 1 and 20, inclusive")
        }
        let known = knownKeys(call)
        var errors: [JSONValue] = []
        for entry in entries {
            guard let key = entry["TagKey"]?.string else { throw .missing("costAllocationTagsStatus.tagKey") }
            guard let status = entry["Status"]?.string, ["Active", "Inactive"].contains(status) else {
                throw .constraint(
                    "costAllocationTagsStatus.status", entry["Status"]?.string,
                    "Member must satisfy enum value set: [Active, Inactive]")
            }
            if known[key] == nil {
                errors.append([
                    "TagKey": .string(key), "Code": "TagKeysNotFoundException",
                    "Message": .string("Tag keys not found: \(key)"),
                ])
            } else if status == "Active", !allocationTags.activeKeys.contains(key),
                allocationTags.activeKeys.count >= CostAllocationTags.activeLimit
            {
                errors.append([
                    "TagKey": .string(key), "Code": "LimitExceededException",
                    "Message": .string(
                        "You can have at most \(CostAllocationTags.activeLimit) active cost allocation tag keys."),
                ])
            } else {
                allocationTags.setActive(status == "Active", key, at: call.now)
            }
        }
        return ["Errors": .array(errors)]
    }

    // MARK: Backfill

    /// One in 24 hours; it labels from the first day of a month on, at most twelve months back.
    mutating func startBackfill(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        try requirePayer(call)
        guard let text = body["BackfillFrom"]?.string else { throw .missing("backfillFrom") }
        guard let from = Date(iso8601: text), from == CivilDate(from).firstOfMonth.date else {
            throw .validation("BackfillFrom must be the first day of a month, at midnight UTC.")
        }
        guard from <= call.now else { throw .validation("BackfillFrom cannot be in the future.") }
        let (first, today) = (CivilDate(from), CivilDate(call.now))
        guard (today.year - first.year) * 12 + today.month - first.month <= 12 else {
            throw .validation("BackfillFrom cannot precede the previous twelve months.")
        }
        if let last = costManagement.backfills.all.last, call.now.timeIntervalSince(last.requested) < 86_400 {
            throw ServiceFault(
                "BackfillLimitExceededException", 400,
                "A request to backfill is already in progress. Once the previous request is complete, you can create another request."
            )
        }
        let backfill = TagBackfills.Backfill(
            from: from, requested: call.now,
            completed: call.now.addingTimeInterval(options.tagBackfillDuration.inSeconds),
            activeKeys: allocationTags.activeKeys)
        costManagement.backfills.all.append(backfill)
        return ["BackfillRequest": backfill.document(at: call.now)]
    }

    func listBackfills(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        try requirePayer(call)
        let backfills = costManagement.backfills.all.reversed().map { $0.document(at: call.now) }
        let (page, next) = try Self.page(
            backfills, size: try maxResults(body, otherwise: 100), call.route.operation, "NextToken", body, call)
        var reply: [String: JSONValue] = ["BackfillRequests": .array(page)]
        if let next { reply["NextToken"] = .string(next) }
        return .object(reply)
    }
}
