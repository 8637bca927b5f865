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
        let reply = try answerCostExplorer(body, call)
        return Reply(contentType: WireProtocol.awsJSON.contentType, bytes: reply.bytes)
    }

    private mutating func answerCostExplorer(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        // Each page of these costs a cent; what is refused costs nothing.
        if let reply = try answerPaidQuery(body, call) {
            billableRequests += 1
            return reply
        }
        return switch call.route.operation {
        case "ListCostAllocationTags": try listCostAllocationTags(body, call)
        case "UpdateCostAllocationTagsStatus": try updateCostAllocationTags(body, call)
        case "StartCostAllocationTagBackfill": try startBackfill(body, call)
        case "ListCostAllocationTagBackfillHistory": try listBackfills(body, call)
        case "CreateCostCategoryDefinition": try createCostCategory(body, call)
        case "DescribeCostCategoryDefinition": try describeCostCategory(body, call)
        case "UpdateCostCategoryDefinition": try updateCostCategory(body, call)
        case "DeleteCostCategoryDefinition": try deleteCostCategory(body, call)
        case "ListCostCategoryDefinitions": try listCostCategories(body, call)
        case "CreateAnomalyMonitor": try createAnomalyMonitor(body, call)
        case "GetAnomalyMonitors": try getAnomalyMonitors(body, call)
        case "UpdateAnomalyMonitor": try updateAnomalyMonitor(body, call)
        case "DeleteAnomalyMonitor": try deleteAnomalyMonitor(body, call)
        case "CreateAnomalySubscription": try createAnomalySubscription(body, call)
        case "GetAnomalySubscriptions": try getAnomalySubscriptions(body, call)
        case "UpdateAnomalySubscription": try updateAnomalySubscription(body, call)
        case "DeleteAnomalySubscription": try deleteAnomalySubscription(body, call)
        case "GetAnomalies": try getAnomalies(body, call)
        case "ProvideAnomalyFeedback": try provideAnomalyFeedback(body, call)
        default: throw .unknownOperation(call.route.operation)
        }
    }

    private func answerPaidQuery(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue? {
        switch call.route.operation {
        case "GetCostAndUsage": try getCostAndUsage(body, call)
        case "GetCostAndUsageWithResources": try getCostAndUsage(body, call, place: .resources)
        case "GetCostAndUsageComparisons": try getCostComparisons(body, call)
        case "GetCostComparisonDrivers": try getCostComparisonDrivers(body, call)
        case "GetCostForecast": try getForecast(body, call, of: .cost)
        case "GetUsageForecast": try getForecast(body, call, of: .usage)
        case "GetDimensionValues": try getDimensionValues(body, call)
        case "GetTags": try getTags(body, call)
        case "GetCostCategories": try getCostCategories(body, call)
        default: nil
        }
    }

    // MARK: What Cost Explorer sees

    /// The last point in time whose usage has reached Cost Explorer: data is refreshed at fixed hours, and a refresh holds
    /// usage that ended at least the lag before it.
    func costHorizon(_ call: Call) -> Double {
        let refresh = max(1, options.costRefreshInterval.inSeconds)
        let lastRefresh = (call.now.timeIntervalSince1970 / refresh).rounded(.down) * refresh
        return lastRefresh - options.costDataLag.inSeconds
    }

    /// The line items that have reached Cost Explorer and that the caller may see.
    func records(in days: Range<Int>, _ call: Call) throws(ServiceFault) -> [CostRecord] {
        guard options.isCostExplorerEnabled else {
            throw ServiceFault("DataUnavailableException", 400, "The requested data is unavailable.")
        }
        let horizon = costHorizon(call)
        let shown = allocationTags.shownKeys(at: call.now, lag: options.tagActivationDelay)
        let categories = costManagement.categories.applied(at: call.now, after: options.costCategoryDelay)
        return ledger.items.compactMap { item in
            guard days.contains(item.key.day), Double(item.key.hour + 1) * 3_600 <= horizon,
                isPayer(call) || item.key.account == call.account
            else { return nil }
            let tags = costManagement.backfills.tags(of: item, at: call.now)
            var record = CostRecord(
                day: item.key.day, account: item.key.account, accountName: accountName(item.key.account),
                payer: options.accountID, region: item.key.region, service: item.key.service,
                usageType: item.key.usageType, operation: item.key.operation, billingEntity: item.key.billingEntity,
                resource: item.key.resource, tags: tags.filter { shown.contains($0.key) }, cost: item.cost,
                quantity: item.quantity)
            for category in categories { category.classify(&record) }
            return record
        }
    }

    func isPayer(_ call: Call) -> Bool { call.account == options.accountID }

    func requirePayer(_ call: Call) throws(ServiceFault) {
        guard isPayer(call) else {
            throw .validation("Linked account doesn't have access to cost allocation tags.")
        }
    }

    func accountName(_ account: String) -> String {
        account == options.accountID ? "management" : "member-\(account)"
    }

    // MARK: Pages

    func maxResults(_ body: JSONValue, limit: Int = 1_000, otherwise: Int? = nil) throws(ServiceFault) -> Int {
        guard let value = body["MaxResults"], value != .null else { return otherwise ?? options.costPageSize }
        guard let number = value.int, (1...limit).contains(number) else {
            throw .constraint(
                "maxResults", String(decoding: value.bytes, as: UTF8.self),
                "Member must have value between 1 and \(limit)")
        }
        return number
    }

    /// One page of `values` and the token of the next.
    static func page<Value>(
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
}
