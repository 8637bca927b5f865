import AWSCore

/// Dashboards belong to an account, whatever the Region.
extension EngineState {
    mutating func putDashboard(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let name = try Self.dashboardName(body)
        guard let text = body["DashboardBody"]?.string else { throw .missingParameter("DashboardBody") }
        guard let document = try? JSONValue(parsing: Array(text.utf8)), document.object != nil else {
            throw Self.invalidDashboard([("/", "The field DashboardBody must be a valid JSON object")])
        }
        var errors: [(path: String, message: String)] = []
        var warnings: [(path: String, message: String)] = []
        guard let widgets = document["widgets"]?.array else {
            throw Self.invalidDashboard([("/widgets", "Should have required property 'widgets'")])
        }
        for (index, widget) in widgets.enumerated() {
            let path = "/widgets/\(index)"
            let properties = widget["properties"]
            switch widget["type"]?.string {
            case "metric":
                if properties?["metrics"] == nil, properties?["annotations"] == nil {
                    errors.append(("\(path)/properties", "Should have required property 'metrics'"))
                }
                if properties?["region"] == nil {
                    warnings.append(("\(path)/properties/region", "Should have property 'region'"))
                }
                for (line, metric) in (properties?["metrics"]?.array ?? []).enumerated() where metric.array == nil {
                    errors.append(("\(path)/properties/metrics/\(line)", "Should be an array"))
                }
            case "text":
                if properties?["markdown"]?.string == nil {
                    errors.append(("\(path)/properties", "Should have required property 'markdown'"))
                }
            case "alarm", "log", "explorer", "custom": break
            case nil: errors.append((path, "Should have required property 'type'"))
            case .some(let type): warnings.append(("\(path)/type", "Unknown widget type '\(type)'"))
            }
        }
        guard errors.isEmpty else { throw Self.invalidDashboard(errors) }
        dashboards[call.account, default: [:]][name] = text
        return ["DashboardValidationMessages": Self.messages(warnings)]
    }

    func getDashboard(_ body: JSONValue, _ call: Call) throws(ServiceFault) -> JSONValue {
        let name = try Self.dashboardName(body)
        guard let text = dashboards[call.account]?[name] else {
            throw .noSuchResource("DashboardNotFoundError", "Dashboard \(name) does not exist")
        }
        return [
            "DashboardName": .string(name), "DashboardBody": .string(text),
            "DashboardArn": .string("arn:aws:cloudwatch::\(call.account):dashboard/\(name)"),
        ]
    }

    private static func dashboardName(_ body: JSONValue) throws(ServiceFault) -> String {
        guard let name = body["DashboardName"]?.string else { throw .missingParameter("DashboardName") }
        guard (1...255).contains(name.utf8.count),
            name.utf8.allSatisfy({ Constraint.isAlphanumeric($0) || "-_".utf8.contains($0) })
        else {
            throw .invalidParameter("The value \(name) for field DashboardName contains invalid characters.")
        }
        return name
    }

    private static func invalidDashboard(_ errors: [(path: String, message: String)]) -> ServiceFault {
        var fault = ServiceFault(
            "DashboardInvalidInputError", 400,
            "The dashboard body is invalid, there are \(errors.count) validation errors",
            members: ["dashboardValidationMessages": messages(errors)])
        fault.queryCode = "InvalidParameterInput"
        return fault
    }

    private static func messages(_ list: [(path: String, message: String)]) -> JSONValue {
        .array(list.map { ["DataPath": .string($0.path), "Message": .string($0.message)] })
    }
}
