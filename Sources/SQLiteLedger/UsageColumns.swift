#if SQLite

import Metering

/// The columns of a usage in the tables of lines and of roll-ups.
enum UsageColumns {
    /// A class of usage and its column. A new class needs an entry here, and a new version of the schema.
    struct Column: Sendable {
        let name: String
        let path: any WritableKeyPath<TokenUsage, Int> & Sendable

        init(_ name: String, _ path: any WritableKeyPath<TokenUsage, Int> & Sendable) {
            self.name = name
            self.path = path
        }
    }

    static let columns = [
        Column("input", \.input), Column("output", \.output), Column("cache_read", \.cacheRead),
        Column("cache_write_5m", \.cacheWrite5m), Column("cache_write_1h", \.cacheWrite1h),
        Column("input_audio_tokens", \.inputAudioTokens), Column("output_audio_tokens", \.outputAudioTokens),
        Column("input_images", \.inputImages), Column("output_images", \.outputImages),
        Column("input_audio_ms", \.inputAudioMilliseconds), Column("output_audio_ms", \.outputAudioMilliseconds),
        Column("input_video_ms", \.inputVideoMilliseconds), Column("output_video_ms", \.outputVideoMilliseconds),
        Column("search_units", \.searchUnits),
    ]

    /// Reasoning is no class of its own, and may be unknown.
    static let reasoning = "reasoning"

    static var names: [String] { columns.map(\.name) + [reasoning] }

    static func bind(_ usage: TokenUsage, to values: inout StatementValues) {
        for column in columns { values.bind(usage[keyPath: column.path]) }
        if let reasoning = usage.reasoning { values.bind(reasoning) } else { values.bindNull() }
    }

    static func read(_ row: inout RowValues) throws(SpendError) -> TokenUsage {
        var usage = TokenUsage.zero
        for column in columns { usage[keyPath: column.path] = try row.count() }
        usage.reasoning = try row.integerIfAny().map(Int.init)
        return usage
    }

    static func write(_ usage: TokenUsage, to json: inout JSONText) {
        json.beginObject()
        for column in columns where usage[keyPath: column.path] != 0 {
            json.key(column.name)
            json.value(usage[keyPath: column.path])
        }
        if let reasoning = usage.reasoning {
            json.key(Self.reasoning)
            json.value(reasoning)
        }
        json.endObject()
    }

    static func read(_ node: JSONNode) throws(SpendError) -> TokenUsage {
        var usage = TokenUsage.zero
        for (name, count) in try node.members() {
            if name == reasoning {
                usage.reasoning = Int(try count.integer())
            } else if let column = columns.first(where: { $0.name == name }) {
                usage[keyPath: column.path] = Int(try count.integer())
            } else {
                throw JSONNode.corrupt("there is no class of usage \(name)")
            }
        }
        return usage
    }
}

#endif
