import AWSCore

/// What is known of AWS' own namespaces for Bedrock, so that a name that does not exist is refused in place of finding
/// nothing.
enum MetricCatalogue {
    private struct Entry {
        let names: Set<String>
        let dimensions: [String]
        /// Names that are often taken for metrics of the namespace, and what is meant.
        let mistakes: [String: String]
    }

    private static let namespaces: [MetricNamespace: Entry] = [
        .bedrock: Entry(
            names: Set(BedrockMetric.all.map(\.name)), dimensions: BedrockMetric.dimensions,
            mistakes: [
                "InvocationCount": "calls are counted by Invocations (InvocationCount belongs to AWS/Bedrock/Agents)",
                "ProcessingTime": "the time of a call is InvocationLatency",
                "TokenCount": "tokens are counted by InputTokenCount and OutputTokenCount",
                "CharacterCount":
                    "characters are not counted; tokens are, by InputTokenCount and OutputTokenCount",
                "InputTokens": "input tokens are counted by InputTokenCount",
                "OutputTokens": "output tokens are counted by OutputTokenCount",
                "Latency": "the time of a call is InvocationLatency",
                "Errors": "failures are counted by InvocationClientErrors and InvocationServerErrors",
                "Throttles": "throttled calls are counted by InvocationThrottles",
            ]),
        .bedrockMantle: Entry(
            names: Set(MantleMetric.all.map(\.name)), dimensions: MantleMetric.dimensions,
            mistakes: [
                "Invocations": "calls are counted by Inferences", "InvocationCount": "calls are counted by Inferences",
                "InputTokenCount": "input tokens are counted by TotalInputTokens",
                "OutputTokenCount": "output tokens are counted by TotalOutputTokens",
                "InvocationLatency": "the endpoint reports no times",
            ]),
    ]

    /// What is meant by dimensions that do not exist.
    private static let dimensionMistakes: [String: String] = [
        "InferenceProfileName":
            "the dimension is ModelId, and its value the profile's id of 12 characters, not its name",
        "InferenceProfileArn": "the dimension is ModelId, and its value the profile's id of 12 characters, not its ARN",
        "InferenceProfileId": "the dimension is ModelId, and its value the profile's id of 12 characters",
        "ProjectId": "the dimension is Project",
        "ProjectName": "the dimension is Project, and its value the project's id",
        "ModelId": "the dimension is Model",
    ]

    /// - Throws: `AWSError` for a name or dimension that the namespace lacks, with the one that is meant.
    static func check(_ metric: Metric) throws(AWSError) {
        guard metric.isChecked, let entry = namespaces[metric.namespace] else { return }
        try check(name: metric.name, metric.namespace, entry)
        // The metrics of log delivery have a dimension of their own, "Across all model IDs".
        guard !metric.name.hasPrefix("ModelInvocationL") else { return }
        for dimension in metric.dimensions {
            try check(dimension: dimension.name, metric.namespace, entry)
            if dimension.name == "ModelId" { try check(modelID: dimension.value) }
        }
    }

    private static func check(name: String, _ namespace: MetricNamespace, _ entry: Entry) throws(AWSError) {
        guard !entry.names.contains(name) else { return }
        let hint = entry.mistakes[name] ?? "did you mean \(nearest(to: name, in: entry.names))?"
        throw .invalidInput("MetricName", "\(namespace) has no metric \(name): \(hint)")
    }

    private static func check(dimension: String, _ namespace: MetricNamespace, _ entry: Entry) throws(AWSError) {
        guard !entry.dimensions.contains(dimension) else { return }
        let known = entry.dimensions.joined(separator: ", ")
        throw .invalidInput(
            "Dimensions",
            "\(namespace) has no dimension \(dimension): \(dimensionMistakes[dimension] ?? "there are \(known)")")
    }

    /// A model's id has a dot (`amazon.nova-lite-v1:0`); a profile's, and that of a custom model, has 12 characters.
    private static func check(modelID value: String) throws(AWSError) {
        if let arn = ARN(value), arn.service == "bedrock", !arn.resourceID.isEmpty {
            throw .invalidInput(
                "Dimensions", "ModelId takes the last part of an ARN, here \(arn.resourceID), not the ARN")
        }
        let isID = value.utf8.count == 12 && value.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) }
        guard isID || value.contains(".") || value.contains(":") else {
            throw .invalidInput(
                "Dimensions",
                "ModelId \"\(value)\" is neither a model's id nor a profile's id of 12 characters; CloudWatch does not "
                    + "know profiles by their names")
        }
    }

    /// Looks into the searches of an expression, whose names are checked as those of metrics are.
    static func check(_ expression: MetricExpression) throws(AWSError) {
        var rest = expression.rawValue[...]
        while let open = rest.firstIndex(of: "{") {
            rest = rest[rest.index(after: open)...]
            guard let close = rest.firstIndex(of: "}") else { return }
            let schema = rest[..<close].split(separator: ",").map { $0.filter { $0 != " " && $0 != "\"" } }
            rest = rest[rest.index(after: close)...]
            guard let first = schema.first, let entry = namespaces[MetricNamespace(rawValue: first)] else { continue }
            let namespace = MetricNamespace(rawValue: first)
            for dimension in schema.dropFirst() { try check(dimension: dimension, namespace, entry) }
            let terms = rest.prefix { $0 != "'" && $0 != "{" }
            guard let name = value(of: "MetricName", in: terms) else { continue }
            try check(name: name, namespace, entry)
        }
    }

    /// The value of `name=value` or `name="value"`; `nil` where the term is more than that.
    private static func value(of name: String, in terms: Substring) -> String? {
        for term in terms.split(separator: " ") where term.hasPrefix("\(name)=") {
            let value = term.dropFirst(name.count + 1)
            if value.hasPrefix("\"") { return String(value.dropFirst().prefix { $0 != "\"" }) }
            return value.hasPrefix("(") ? nil : String(value)
        }
        return nil
    }

    /// The name that takes the fewest changes of one letter to write, the first in the alphabet of several.
    private static func nearest(to name: String, in names: Set<String>) -> String {
        let wanted = Array(name.lowercased().utf8)
        let ranked = names.map { (distance(wanted, Array($0.lowercased().utf8)), $0) }
        return ranked.min { $0 < $1 }?.1 ?? ""
    }

    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (i, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (byte == other ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[right.count]
    }
}
