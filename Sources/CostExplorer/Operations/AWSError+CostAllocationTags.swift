public import AWSCore

extension AWSError {
    /// Some of the changes of an UpdateCostAllocationTagsStatus were not made.
    init(_ failures: [UpdateCostAllocationTagsStatus.Failure], of count: Int) {
        let list = failures.map { "\($0.tagKey ?? "?") (\($0.code ?? "?"): \($0.message ?? "no reason given"))" }
        self.init(
            ServiceError(
                code: failures.first?.code ?? "UnknownError",
                message: "\(failures.count) of \(count) tag keys kept their status: \(list.joined(separator: ", "))",
                details: ["Errors": .array(failures.map(\.json))]),
            httpStatus: 200)
        operation = "\(CostExplorerService.serviceID).\(UpdateCostAllocationTagsStatus.name)"
    }

    /// The tag keys whose status ``CostExplorerClient/updateCostAllocationTags(_:)`` could not change; empty in other
    /// errors.
    public var failedCostAllocationTags: [UpdateCostAllocationTagsStatus.Failure] {
        guard operation == "\(CostExplorerService.serviceID).\(UpdateCostAllocationTagsStatus.name)" else { return [] }
        return (details?["Errors"]?.array ?? []).map { entry in
            UpdateCostAllocationTagsStatus.Failure(
                tagKey: entry["TagKey"]?.string, code: entry["Code"]?.string, message: entry["Message"]?.string)
        }
    }
}

extension UpdateCostAllocationTagsStatus.Failure {
    fileprivate var json: JSONValue {
        let members: [(String, String?)] = [("TagKey", tagKey), ("Code", code), ("Message", message)]
        return .object(
            Dictionary(uniqueKeysWithValues: members.compactMap { name, value in value.map { (name, .string($0)) } }))
    }
}
