import AWSCore
import Metering

/// The counts of one object, taken out one by one, so that the numbers that are left are those that nobody knows.
struct UsageCounts {
    private var members: [String: JSONValue]
    private let path: String
    private(set) var unrecognized: [String: JSONValue] = [:]

    /// `nil` where `value` is no object.
    init?(_ value: JSONValue?, at path: String) {
        guard let members = value?.object else { return nil }
        self.members = members
        self.path = path
    }

    /// Takes a count; `nil` where it is absent, null, or none. What cannot be a count is flagged.
    mutating func count(_ name: String) -> Int? {
        guard let value = members.removeValue(forKey: name), value != .null else { return nil }
        guard let count = Self.count(value) else {
            flag(value, at: joined(name))
            return nil
        }
        return count
    }

    /// Takes a count that has several names. Where two of them differ, the first counts and the other is flagged.
    mutating func count(_ name: String, or others: String...) -> Int? {
        var first = count(name)
        for other in others {
            guard let count = count(other) else { continue }
            if let first, first != count { unrecognized[joined(other)] = .int(Int64(count)) }
            first = first ?? count
        }
        return first
    }

    /// Takes numbers that are known and count nothing that is billed apart.
    mutating func ignore(_ names: String...) {
        for name in names { members[name] = nil }
    }

    /// Takes a text.
    mutating func text(_ name: String) -> String? {
        guard let text = members[name]?.string else { return nil }
        members[name] = nil
        return text
    }

    /// Takes an array.
    mutating func array(_ name: String) -> [JSONValue]? {
        guard let array = members[name]?.array else { return nil }
        members[name] = nil
        return array
    }

    /// Takes the counts of an object within; what `take` leaves is flagged.
    mutating func within<Result>(_ name: String, _ take: (inout UsageCounts) -> Result) -> Result? {
        guard var inner = UsageCounts(members[name], at: joined(name)) else { return nil }
        members[name] = nil
        let result = take(&inner)
        unrecognized.merge(inner.rest()) { mine, _ in mine }
        return result
    }

    /// What is left: every number in it, and what was flagged.
    func rest() -> [String: JSONValue] {
        var all = self
        for (name, value) in members { all.flag(value, at: joined(name)) }
        return all.unrecognized
    }

    mutating func flag(_ value: JSONValue, at path: String) {
        unrecognized.merge(Self.numbers(in: value, at: path)) { mine, _ in mine }
    }

    /// All numbers in a value, by their paths; of the elements of an array the first hundred.
    static func numbers(in value: JSONValue, at path: String) -> [String: JSONValue] {
        switch value {
        case .int, .double: return [path: value]
        case .object(let members):
            return members.reduce(into: [:]) { found, member in
                found.merge(numbers(in: member.value, at: "\(path).\(member.key)")) { mine, _ in mine }
            }
        case .array(let elements):
            return elements.prefix(100).enumerated().reduce(into: [:]) { found, element in
                found.merge(numbers(in: element.element, at: "\(path)[\(element.offset)]")) { mine, _ in mine }
            }
        default: return [:]
        }
    }

    /// A count: a whole number that is neither negative nor beyond what can have been used.
    static func count(_ value: JSONValue) -> Int? {
        let number: Int? =
            switch value {
            case .int(let number): Int(exactly: number)
            // Some write 12.0.
            case .double(let number): Int(exactly: number)
            default: nil
            }
        guard let number, (0...TokenUsage.largestCount).contains(number) else { return nil }
        return number
    }

    /// The sum of counts; `nil` where it cannot be one.
    static func sum(_ counts: [Int]) -> Int? {
        var sum = 0
        for count in counts {
            sum += count
            guard sum <= TokenUsage.largestCount else { return nil }
        }
        return sum
    }

    private func joined(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}

extension UsageReading {
    /// Flags numbers at the top of a body whose names are those of counts, and which no dialect took.
    mutating func flagCounts(besides body: JSONValue) {
        guard let members = body.object else { return }
        for (name, value) in members where !Self.read.contains(name) && value.array == nil {
            let lower = name.lowercased()
            guard ["token", "count", "usage", "units", "seconds", "billed", "metrics"].contains(where: lower.contains)
            else {
                continue
            }
            unrecognized.merge(UsageCounts.numbers(in: value, at: name)) { mine, _ in mine }
        }
    }

    /// What the dialects take from the top of a body.
    private static let read: Set<String> = [
        "usage", "meta", "token_count", "amazon-bedrock-invocationMetrics", "inputTextTokenCount", "metrics",
        "totalOutputTextTokenCount", "prompt_token_count", "generation_token_count", "tokenCount", "inputTokenCount",
        "outputTokenCount", "invocationMetrics", "inputTextTokenCounts",
    ]
}
