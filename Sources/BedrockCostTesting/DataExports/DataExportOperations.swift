import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An export of the bill.
struct SimulatedExport {
    let arn: String
    let account: String
    /// The `Export` as it was sent, its ARN added.
    let document: JSONValue
    let created: Date
    /// Tags of the export itself.
    var tags = ResourceTagList()

    var name: String { document["Name"]?.string ?? "" }
    /// The name of the table that the simulator's Athena has over its files: Athena's names hold no hyphens.
    var table: String { String(name.lowercased().map { $0 == "-" ? "_" : $0 }) }

    private var statement: String { document["DataQuery"]?["QueryStatement"]?.string ?? "" }
    var configuration: JSONValue? { document["DataQuery"]?["TableConfigurations"]?["COST_AND_USAGE_REPORT"] }

    /// The columns of its `SELECT … FROM COST_AND_USAGE_REPORT`; `nil` for another statement.
    var columns: Set<String>? {
        let words = statement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let upper = words.uppercased()
        guard upper.hasPrefix("SELECT "), upper.hasSuffix(" FROM COST_AND_USAGE_REPORT") else { return nil }
        return Set(
            words.dropFirst(7).dropLast(27).split(separator: ",", omittingEmptySubsequences: false)
                .map { String($0.filter { $0 != " " }).lowercased() })
    }

    func status(at date: Date, refreshed: Date?) -> JSONValue {
        var members: [String: JSONValue] = [
            "StatusCode": "HEALTHY", "CreatedAt": .string(created.iso8601), "LastUpdatedAt": .string(created.iso8601),
        ]
        if let refreshed { members["LastRefreshedAt"] = .string(refreshed.iso8601) }
        return .object(members)
    }
}

/// Data Exports: CUR 2.0 exports are made, listed, shown and deleted. Athena answers from them.
extension EngineState {
    mutating func performDataExports(_ call: Call) throws(ServiceFault) -> Reply {
        let body = try call.json()
        let reply: JSONValue
        switch call.route.operation {
        case "CreateExport": reply = try createExport(body, call)
        case "GetExport":
            let export = try export(body, call)
            reply = ["Export": export.document, "ExportStatus": status(of: export, call)]
        case "DeleteExport":
            let export = try export(body, call)
            exports.removeAll { $0.arn == export.arn }
            reply = ["ExportArn": .string(export.arn)]
        case "TagResource", "UntagResource", "ListTagsForResource": reply = try exportTags(body, call)
        case "ListExports":
            let own = exports.filter { $0.account == call.account }.map { export -> JSONValue in
                [
                    "ExportArn": .string(export.arn), "ExportName": .string(export.name),
                    "ExportStatus": status(of: export, call),
                ]
            }
            reply = try exportPage(own, "Exports", body, call)
        default: throw .unknownOperation(call.route.operation)
        }
        return Reply(contentType: WireProtocol.awsJSON.contentType, bytes: reply.bytes)
    }

    private func exportPage(
        _ values: [JSONValue], _ member: String, _ body: JSONValue, _ call: Call
    ) throws(ServiceFault) -> JSONValue {
        var size = 300
        if let given = body["MaxResults"], given != .null {
            guard let number = given.int, (1...300).contains(number) else {
                throw .validation("MaxResults must be between 1 and 300.")
            }
            size = number
        }
        let (page, next) = try PageToken.page(
            values, of: call.route.operation, size: size, after: body["NextToken"]?.string, at: call.now,
            invalid: .validation("The pagination token is invalid."))
        var members: [String: JSONValue] = [member: .array(page)]
        if let next { members["NextToken"] = .string(next) }
        return .object(members)
    }

    private mutating func exportTags(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let arn = try export(["ExportArn": body["ResourceArn"] ?? .null], call).arn
        guard let index = exports.firstIndex(where: { $0.arn == arn }) else { return [:] }
        switch call.route.operation {
        case "TagResource": try exports[index].tags.add(body["ResourceTags"], ServiceFault.validation)
        case "UntagResource": exports[index].tags.remove(body["ResourceTagKeys"])
        default: return try exportPage(exports[index].tags.documents, "ResourceTags", body, call)
        }
        return [:]
    }

    private func status(of export: SimulatedExport, _ call: Call) -> JSONValue {
        let refresh = Date(timeIntervalSince1970: lastRefresh(before: call.now))
        return export.status(at: call.now, refreshed: refresh > export.created ? refresh : nil)
    }

    private func export(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> SimulatedExport {
        let arn = body["ExportArn"]?.string ?? ""
        guard let export = exports.first(where: { $0.arn == arn && $0.account == call.account }) else {
            throw ServiceFault(
                "ResourceNotFoundException", 400, "The export \(arn) was not found.",
                members: ["ResourceId": .string(arn), "ResourceType": "Export"])
        }
        return export
    }

    private mutating func createExport(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        var document = body["Export"]?.object ?? [:]
        guard let name = document["Name"]?.string, (1...128).contains(name.utf8.count),
            name.utf8.allSatisfy({ Constraint.isAlphanumeric($0) || "-_".utf8.contains($0) })
        else {
            throw .constraint(
                "export.name", document["Name"]?.string,
                "Member must satisfy regular expression pattern: [0-9A-Za-z\\-_]+")
        }
        guard !exports.contains(where: { $0.account == call.account && $0.name == name }) else {
            throw .validation("An export with the name \(name) already exists.")
        }
        guard let place = document["DestinationConfigurations"]?["S3Destination"],
            place["S3Bucket"]?.string?.isEmpty == false, place["S3OutputConfigurations"]?["Format"] != nil
        else { throw .missing("export.destinationConfigurations.s3Destination") }
        guard document["RefreshCadence"]?["Frequency"] == "SYNCHRONOUS" else {
            throw .constraint(
                "export.refreshCadence.frequency", nil, "Member must satisfy enum value set: [SYNCHRONOUS]")
        }
        let arn = "arn:aws:bcm-data-exports:us-east-1:\(call.account):export/\(name)-\(generator.uuid())"
        document["ExportArn"] = .string(arn)
        var export = SimulatedExport(
            arn: arn, account: call.account, document: .object(document), created: call.now)
        guard let columns = export.columns else {
            throw .validation("QueryStatement: only SELECT of columns FROM COST_AND_USAGE_REPORT is supported.")
        }
        if let unknown = columns.subtracting(BillLine.columns).sorted().first {
            throw .validation("QueryStatement: the column \(unknown) does not exist in COST_AND_USAGE_REPORT.")
        }
        if columns.contains("line_item_iam_principal"), export.configuration?["INCLUDE_IAM_PRINCIPAL_DATA"] != "TRUE" {
            throw .validation("QueryStatement: line_item_iam_principal needs INCLUDE_IAM_PRINCIPAL_DATA.")
        }
        try export.tags.add(body["ResourceTags"], ServiceFault.validation)
        exports.append(export)
        return ["ExportArn": .string(arn)]
    }
}
