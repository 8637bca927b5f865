import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Cost Explorer, answered from the bill.
extension EngineState {
    mutating func performCostExplorer(_ call: Call) throws(ServiceFault) -> Reply {
        let body = try call.json()
        let reply: JSONValue
        switch call.route.operation {
        case "GetCostAndUsage": reply = try getCostAndUsage(body, call)
        case "GetDimensionValues": reply = try getDimensionValues(body, call)
        case "GetTags": reply = try getTags(body, call)
        case "ListCostAllocationTags":
            return Self.reply(try listCostAllocationTags(body, call))
        case "UpdateCostAllocationTagsStatus":
            return Self.reply(try updateCostAllocationTags(body, call))
        default: throw .unknownOperation(call.route.operation)
        }
        billableRequests += 1
        return Self.reply(reply)
    }

    private static func reply(_ body: JSONValue) -> Reply {
        Reply(contentType: WireProtocol.awsJSON.contentType, bytes: body.bytes)
    }

    // MARK: What Cost Explorer sees

    /// The line items that have reached Cost Explorer and that the caller may see.
    ///
    /// Data is refreshed at fixed hours; a refresh holds usage that ended at least the lag before it.
    private func records(in interval: CostInterval, _ call: Call) throws(ServiceFault) -> [CostRecord] {
        guard options.isCostExplorerEnabled else {
            throw ServiceFault("DataUnavailableException", 400, "The requested data is unavailable.")
        }
        let refresh = max(1, options.costRefreshInterval.inSeconds)
        let lastRefresh = (call.now.timeIntervalSince1970 / refresh).rounded(.down) * refresh
        let horizon = lastRefresh - options.costDataLag.inSeconds
        let shown = allocationTags.shownKeys(at: call.now, lag: options.tagActivationDelay)
        return ledger.items.compactMap { item in
            guard interval.days.contains(item.key.day), Double(item.key.hour + 1) * 3_600 <= horizon,
                isPayer(call) || item.key.account == call.account
            else { return nil }
            return CostRecord(
                day: item.key.day, account: item.key.account, payer: options.accountID, region: item.key.region,
                service: item.key.service, usageType: item.key.usageType, operation: item.key.operation,
                billingEntity: item.key.billingEntity,
                tags: item.key.attributedTags.filter { shown.contains($0.key) }, cost: item.cost,
                quantity: item.quantity)
        }
    }

    private func isPayer(_ call: Call) -> Bool { call.account == options.accountID }

    // MARK: Queries

    private func getCostAndUsage(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let query = try CostQuery(body, today: CivilDate(call.now))
        let matching = try records(in: query.interval, call).filter { query.filter?.matches($0) ?? true }

        // A unit is what cannot be split over pages: a group, or a whole period where nothing is grouped.
        var units: [(period: Int, group: JSONValue?)] = []
        for (index, period) in query.periods.enumerated() {
            let inPeriod = matching.filter { period.days.contains($0.day) }
            guard !query.groupings.isEmpty else {
                units.append((index, query.amounts(of: inPeriod)))
                continue
            }
            let groups = Dictionary(grouping: inPeriod) { record in query.groupings.map { $0.key(of: record) } }
                .filter { $0.value.reduce(.zero) { $0 + $1.cost } != ExactUSD.zero }
                .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            if groups.isEmpty { units.append((index, nil)) }
            for group in groups {
                units.append(
                    (
                        index,
                        [
                            "Keys": .array(group.key.map { .string($0) }),
                            "Metrics": query.amounts(of: group.value),
                        ]
                    ))
            }
        }

        let (page, next) = try Self.page(
            units, size: options.costPageSize, "GetCostAndUsage", "NextPageToken", body, call)
        var results: [JSONValue] = []
        for (period, members) in Dictionary(grouping: page, by: \.period).sorted(by: { $0.key < $1.key }) {
            let interval = query.periods[period]
            let groups = members.compactMap(\.group)
            let isGrouped = !query.groupings.isEmpty
            results.append([
                "TimePeriod": interval.document,
                "Total": isGrouped ? [:] : groups.first ?? [:],
                "Groups": isGrouped ? .array(groups) : [],
                "Estimated": .bool(isEstimated(interval, call)),
            ])
        }
        var reply: [String: JSONValue] = [
            "ResultsByTime": .array(results), "DimensionValueAttributes": .array(accountNames(query, page)),
        ]
        if !query.groupings.isEmpty { reply["GroupDefinitions"] = query.groupDefinitions }
        if let next { reply["NextPageToken"] = .string(next) }
        return .object(reply)
    }

    /// Figures are estimates until the bill of their month is closed on the fifth of the next.
    private func isEstimated(_ interval: CostInterval, _ call: Call) -> Bool {
        let lastDay = CivilDate(daysSinceEpoch: interval.end.daysSinceEpoch - 1)
        return call.now < lastDay.firstOfNextMonth.date.addingTimeInterval(5 * 86_400)
    }

    private func accountNames(_ query: CostQuery, _ page: [(period: Int, group: JSONValue?)]) -> [JSONValue] {
        let position = query.groupings.firstIndex { if case .dimension("LINKED_ACCOUNT") = $0 { true } else { false } }
        guard let position else { return [] }
        let accounts = Set(page.compactMap { $0.group?["Keys"]?[position]?.string })
        return accounts.sorted().map {
            ["Value": .string($0), "Attributes": ["description": .string(accountName($0))]]
        }
    }

    private func accountName(_ account: String) -> String {
        account == options.accountID ? "management" : "member-\(account)"
    }

    private func getDimensionValues(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let interval = try CostInterval(body["TimePeriod"], today: CivilDate(call.now))
        guard let dimension = body["Dimension"]?.string else { throw .missing("dimension") }
        guard CostDimension.all.contains(dimension) else {
            throw .constraint(
                "dimension", dimension,
                "Member must satisfy enum value set: [\(CostDimension.all.joined(separator: ", "))]")
        }
        let filter: CostFilter? =
            if let expression = body["Filter"], expression != .null { try CostFilter(expression) } else { nil }
        let search = body["SearchString"]?.string?.lowercased() ?? ""
        let values = Set(
            try records(in: interval, call).filter { filter?.matches($0) ?? true }.map { $0.value(of: dimension) }
        )
        .filter { !$0.isEmpty && (search.isEmpty || $0.lowercased().firstRange(ofText: search) != nil) }
        .sorted()
        let (page, next) = try Self.page(
            values, size: try maxResults(body), "GetDimensionValues", "NextPageToken", body, call)
        var reply: [String: JSONValue] = [
            "DimensionValues": .array(
                page.map { value in
                    dimension == "LINKED_ACCOUNT"
                        ? ["Value": .string(value), "Attributes": ["description": .string(accountName(value))]]
                        : ["Value": .string(value), "Attributes": [:]]
                }),
            "ReturnSize": .int(Int64(page.count)), "TotalSize": .int(Int64(values.count)),
        ]
        if let next { reply["NextPageToken"] = .string(next) }
        return .object(reply)
    }

    private func getTags(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let interval = try CostInterval(body["TimePeriod"], today: CivilDate(call.now))
        let filter: CostFilter? =
            if let expression = body["Filter"], expression != .null { try CostFilter(expression) } else { nil }
        let matching = try records(in: interval, call).filter { filter?.matches($0) ?? true }
        let search = body["SearchString"]?.string?.lowercased() ?? ""
        // Without a key the answer lists keys; with one, its values, where an empty one stands for untagged usage.
        let all = Set(
            body["TagKey"]?.string.map { key in matching.map { $0.tags[key] ?? "" } } ?? matching.flatMap(\.tags.keys))
        let values = all.filter { search.isEmpty || $0.lowercased().firstRange(ofText: search) != nil }.sorted()
        let (page, next) = try Self.page(values, size: try maxResults(body), "GetTags", "NextPageToken", body, call)
        var reply: [String: JSONValue] = [
            "Tags": .array(page.map { .string($0) }), "ReturnSize": .int(Int64(page.count)),
            "TotalSize": .int(Int64(values.count)),
        ]
        if let next { reply["NextPageToken"] = .string(next) }
        return .object(reply)
    }

    private func maxResults(_ body: JSONValue) throws(ServiceFault) -> Int {
        guard let value = body["MaxResults"], value != .null else { return options.costPageSize }
        guard let number = value.int, (1...1_000).contains(number) else {
            throw .constraint(
                "maxResults", String(decoding: value.bytes, as: UTF8.self), "Member must have value between 1 and 1000")
        }
        return number
    }

    /// One page of `values` and the token of the next.
    private static func page<Value>(
        _ values: [Value], size: Int, _ operation: String, _ member: String, _ body: JSONValue, _ call: Call
    ) throws(ServiceFault) -> (page: [Value], next: String?) {
        var fingerprint = Fingerprint()
        fingerprint.add(body.without(member).bytes)
        let scope = "\(operation) \(String(fingerprint.value, radix: 16))"
        var start = 0
        if let text = body[member]?.string, !text.isEmpty {
            guard let token = PageToken(text), token.scope.hasPrefix("\(operation) "), token.offset <= values.count
            else {
                throw ServiceFault("InvalidNextTokenException", 400, "The pagination token is invalid.")
            }
            guard token.scope == scope else {
                throw ServiceFault(
                    "RequestChangedException", 400, "The request parameters changed between pages. Try again.")
            }
            start = token.offset
        }
        let page = Array(values[start...].prefix(max(1, size)))
        let end = start + page.count
        let next = end < values.count ? PageToken(scope: scope, offset: end, issued: call.now).text : nil
        return (page, next)
    }

    // MARK: Cost allocation tags

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

    private func listCostAllocationTags(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
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
        let size = body["MaxResults"] == nil ? 100 : try maxResults(body)
        let (page, next) = try Self.page(tags, size: size, "ListCostAllocationTags", "NextToken", body, call)
        var reply: [String: JSONValue] = ["CostAllocationTags": .array(page)]
        if let next { reply["NextToken"] = .string(next) }
        return .object(reply)
    }

    private mutating func updateCostAllocationTags(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
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

    private func requirePayer(_ call: Call) throws(ServiceFault) {
        guard isPayer(call) else {
            throw .validation("Linked account doesn't have access to cost allocation tags.")
        }
    }
}
