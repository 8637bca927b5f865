/// Metric math: arithmetic and functions over the lines of a request, named by their ids.
///
/// ```swift
/// let dollars: MetricExpression = "input" / 1_000_000 * 3 + "output" / 1_000_000 * 15
/// let all = MetricExpression.sum(.search(.inputTokenCount, .sum, period: 300))
/// ```
///
/// A literal is taken as it is, so that all of CloudWatch's functions can be written.
public struct MetricExpression: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringInterpolation,
    ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, CustomStringConvertible
{
    /// The expression as CloudWatch reads it, 1 to 2,048 characters.
    public let rawValue: String

    /// An expression as CloudWatch reads it.
    public init(rawValue: String) { self.rawValue = rawValue }
    /// A line's id, or an expression as CloudWatch reads it.
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    /// A number.
    public init(floatLiteral value: Double) { self.init(value) }
    /// A number.
    public init(integerLiteral value: Int) { self.init(rawValue: "\(value)") }
    /// A number, written without an exponent.
    public init(_ value: Double) { self.init(rawValue: Self.decimal(value)) }

    /// The expression.
    public var description: String { rawValue }

    /// Whether it searches for series, which alarms cannot watch.
    var isSearch: Bool { rawValue.uppercased().contains("SEARCH(") }
}

// MARK: - Functions

extension MetricExpression {
    /// The sum over series, period by period: of one expression that is several series, or of several.
    public static func sum(_ operands: MetricExpression...) -> Self { call("SUM", operands) }
    /// The mean over series, period by period.
    public static func average(_ operands: MetricExpression...) -> Self { call("AVG", operands) }
    /// The greatest over series, period by period.
    public static func maximum(_ operands: MetricExpression...) -> Self { call("MAX", operands) }
    /// The least over series, period by period.
    public static func minimum(_ operands: MetricExpression...) -> Self { call("MIN", operands) }

    /// All metrics of the request, or those whose id contains `text`.
    public static func metrics(containing text: String? = nil) -> Self {
        Self(rawValue: text.map { "METRICS(\"\($0)\")" } ?? "METRICS()")
    }

    /// A series whose periods without data have a value. Without it, arithmetic with a gap is a gap.
    public static func fill(_ operand: MetricExpression, with value: Double = 0) -> Self {
        Self(rawValue: "FILL(\(operand), \(decimal(value)))")
    }

    /// The change of a series per second.
    public static func rate(_ operand: MetricExpression) -> Self { Self(rawValue: "RATE(\(operand))") }

    /// The sum of a series up to each period.
    public static func runningSum(_ operand: MetricExpression) -> Self { Self(rawValue: "RUNNING_SUM(\(operand))") }

    /// The band within which a series was to be expected: ``PutMetricAlarm`` watches whether it stays there.
    ///
    /// - Parameters:
    ///   - operand: The series.
    ///   - width: Half the band's width in standard deviations.
    public static func anomalyBand(_ operand: MetricExpression, width: Double = 2) -> Self {
        Self(rawValue: "ANOMALY_DETECTION_BAND(\(operand), \(decimal(width)))")
    }

    /// Series that are found when the request runs, one line for each.
    ///
    /// A search looks at series with exactly the given dimensions, which had data in the last two weeks.
    /// - Parameters:
    ///   - namespace: Where the metric belongs.
    ///   - dimensions: The names of all dimensions of the series.
    ///   - metric: The metric's name.
    ///   - conditions: Values that dimensions have to have: one of several for each.
    ///   - statistic: What becomes of a period's values.
    ///   - period: The period in seconds.
    public static func search(
        _ namespace: MetricNamespace, dimensions: [String], metric: String,
        where conditions: [(dimension: String, values: [String])] = [], statistic: Statistic, period: Int
    ) -> Self {
        let schema = ([namespace.rawValue] + dimensions.map(word)).joined(separator: ",")
        var terms = ["{\(schema)}", "MetricName=\(quoted(metric))"]
        for (dimension, values) in conditions {
            let alternatives = values.map(quoted).joined(separator: " OR ")
            terms.append("\(word(dimension))=\(values.count == 1 ? alternatives : "(\(alternatives))")")
        }
        return Self(rawValue: "SEARCH('\(terms.joined(separator: " "))', '\(statistic)', \(period))")
    }

    /// A metric of the Bedrock runtime for every model and profile, or for some: one line for each.
    public static func search(
        _ metric: BedrockMetric, of models: [String] = [], _ statistic: Statistic, period: Int
    ) -> Self {
        search(
            .bedrock, dimensions: ["ModelId"], metric: metric.name,
            where: models.isEmpty ? [] : [("ModelId", models)], statistic: statistic, period: period)
    }

    /// A metric of the rate limiter for every combination of its labels, or for some: one line for each.
    public static func search(
        _ metric: RateLimitingMetric, where conditions: [(dimension: RateLimitingDimension, values: [String])] = [],
        _ statistic: Statistic = .sum, period: Int
    ) -> Self {
        search(
            .genAIRateLimiting, dimensions: RateLimitingDimension.all.map(\.name), metric: metric.name,
            where: conditions.map { ($0.dimension.name, $0.values) }, statistic: statistic, period: period)
    }

    private static func call(_ function: String, _ operands: [MetricExpression]) -> Self {
        let list = operands.map(\.rawValue).joined(separator: ", ")
        return Self(rawValue: operands.count == 1 ? "\(function)(\(list))" : "\(function)([\(list)])")
    }

    /// A name, in quotes where it has other characters than letters, digits, `/`, `-` and `_`.
    private static func word(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "/-_".utf8.contains(byte)
        }
        return isPlain ? name : quoted(name)
    }

    private static func quoted(_ text: String) -> String {
        var escaped = "\""
        for character in text {
            if "\"'\\".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped + "\""
    }
}

// MARK: - Arithmetic

extension MetricExpression {
    /// The sum.
    public static func + (left: Self, right: Self) -> Self { Self(rawValue: "\(left) + \(right)") }
    /// The difference.
    public static func - (left: Self, right: Self) -> Self { Self(rawValue: "\(left) - \(right.asFactor)") }
    /// The product.
    public static func * (left: Self, right: Self) -> Self { Self(rawValue: "\(left.asFactor) * \(right.asFactor)") }
    /// The quotient.
    public static func / (left: Self, right: Self) -> Self { Self(rawValue: "\(left.asFactor) / \(right.asDivisor)") }

    /// In parentheses where it is a sum.
    private var asFactor: String { hasOperator(in: "+-") ? "(\(rawValue))" : rawValue }
    /// In parentheses where it is a sum or a product.
    private var asDivisor: String { hasOperator(in: "+-*/") ? "(\(rawValue))" : rawValue }

    /// Whether an operator stands outside of parentheses, brackets and quotes.
    private func hasOperator(in operators: String) -> Bool {
        var depth = 0
        var quote: Character?
        for (index, character) in rawValue.enumerated() {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if "([".contains(character) {
                depth += 1
            } else if ")]".contains(character) {
                depth -= 1
            } else if depth == 0, index > 0, operators.contains(character) {
                return true
            }
        }
        return false
    }

    /// `value` without an exponent: `3e-06` is `0.000003`.
    static func decimal(_ value: Double) -> String {
        let text = "\(value)"
        let parts = text.split(separator: "e")
        guard parts.count == 2, let exponent = Int(parts[1]) else {
            return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        }
        let isNegative = parts[0].hasPrefix("-")
        let halves = parts[0].drop { $0 == "-" }.split(separator: ".")
        let digits = halves.joined() == "" ? "0" : String(halves.joined())
        let point = (halves.first?.count ?? 1) + exponent
        var plain: String
        if point <= 0 {
            plain = "0." + String(repeating: "0", count: -point) + digits
        } else if point >= digits.count {
            plain = digits + String(repeating: "0", count: point - digits.count)
        } else {
            plain = String(digits.prefix(point)) + "." + digits.dropFirst(point)
        }
        if plain.contains(".") {
            while plain.hasSuffix("0") { plain.removeLast() }
            if plain.hasSuffix(".") { plain.removeLast() }
        }
        return isNegative ? "-\(plain)" : plain
    }
}
