#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Something that the service has to say about a result.
public struct MetricDataMessage: Sendable, Hashable, Codable {
    /// The message's code.
    public var code: String?
    /// The message.
    public var value: String?

    private enum CodingKeys: String, CodingKey {
        case code = "Code"
        case value = "Value"
    }
}

/// The data of one line of a GetMetricData request. A search gives several results with the same id.
public struct MetricDataResult: Sendable, Hashable, Codable {
    /// The line's name.
    public var id: String?
    /// What a legend shows.
    public var label: String?
    /// When each period began, beside ``values``.
    public var timestamps: [Date]
    /// One value per period. A period without data has none: that is not the same as zero.
    public var values: [Double]
    /// Whether the data is all there.
    public var status: MetricDataStatus?
    /// What the service has to say about it.
    public var messages: [MetricDataMessage]?

    private enum CodingKeys: String, CodingKey {
        case id = "Id"
        case label = "Label"
        case timestamps = "Timestamps"
        case values = "Values"
        case status = "StatusCode"
        case messages = "Messages"
    }

    /// A result.
    public init(
        id: String?, label: String? = nil, timestamps: [Date] = [], values: [Double] = [],
        status: MetricDataStatus? = nil
    ) {
        self.id = id
        self.label = label
        self.timestamps = timestamps
        self.values = values
        self.status = status
    }

    /// Decodes the service's own members; lists that are absent are empty.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decodeIfPresent(String.self, forKey: .id)
        label = try container.decodeIfPresent(String.self, forKey: .label)
        timestamps = try container.decodeIfPresent([Date].self, forKey: .timestamps) ?? []
        values = try container.decodeIfPresent([Double].self, forKey: .values) ?? []
        status = try container.decodeIfPresent(MetricDataStatus.self, forKey: .status)
        messages = try container.decodeIfPresent([MetricDataMessage].self, forKey: .messages)
    }

    /// The sum of all values; `nil` where there are none.
    public var total: Double? { values.isEmpty ? nil : values.reduce(0, +) }
    /// Periods and values, the earliest first.
    public var points: [(date: Date, value: Double)] {
        zip(timestamps, values).map { (date: $0, value: $1) }.sorted { $0.date < $1.date }
    }
}

extension [MetricDataResult] {
    /// The results of several pages as one: those of the same id and label are joined, in the order of their first page.
    static func merging(_ pages: [[MetricDataResult]]) -> [MetricDataResult] {
        var places: [[String?]: Int] = [:]
        var merged: [MetricDataResult] = []
        for result in pages.joined() {
            let key = [result.id, result.label]
            guard let place = places[key] else {
                places[key] = merged.count
                merged.append(result)
                continue
            }
            merged[place].timestamps += result.timestamps
            merged[place].values += result.values
            // A page that is not the last says PartialData; what the last says counts.
            merged[place].status = result.status ?? merged[place].status
            if let messages = result.messages, !messages.isEmpty {
                merged[place].messages = (merged[place].messages ?? []) + messages
            }
        }
        return merged
    }
}
