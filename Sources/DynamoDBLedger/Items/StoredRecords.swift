import AWSCore
import Attribution
import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Tags as they are: in their order, also those that break a rule, which the coding of `TagSet` would refuse to read again.
struct StoredTags: Sendable, Codable {
    private let pairs: [[String]]

    init(_ tags: TagSet) { pairs = tags.map { [$0.key, $0.value] } }

    /// In one order, for keys.
    init(sorted tags: TagSet) {
        pairs = tags.map { [$0.key, $0.value] }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        pairs = try container.decode([[String]].self)
        guard pairs.allSatisfy({ $0.count == 2 }) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a tag is a key and a value")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(pairs)
    }

    var tags: TagSet { TagSet(unvalidated: pairs.map { TagSet.Tag(key: $0[0], value: $0[1]) }) }
}

/// A line, and its place among those of its transaction.
struct StoredLine: Sendable, Codable {
    let number: Int
    private var bare: LedgerLine
    private let tags: StoredTags

    init(_ line: LedgerLine, number: Int) {
        self.number = number
        tags = StoredTags(line.tags)
        bare = line
        bare.tags = [:]
    }

    var line: LedgerLine {
        var line = bare
        line.tags = tags.tags
        return line
    }
}

/// A hold.
struct StoredHold: Sendable, Codable {
    private let bare: Hold
    private let tags: StoredTags

    init(_ hold: Hold) {
        tags = StoredTags(hold.draft.tags)
        bare = Self.hold(hold, tags: [:])
    }

    var hold: Hold { Self.hold(bare, tags: tags.tags) }

    private static func hold(_ hold: Hold, tags: TagSet) -> Hold {
        var draft = hold.draft
        draft.tags = tags
        return Hold(
            id: hold.id, owner: hold.owner, opened: hold.opened, expires: hold.expires, state: hold.state,
            onExpiry: hold.onExpiry, parts: hold.parts, held: hold.held, draft: draft)
    }
}

/// What the lines of a roll-up share; the same text for equal keys.
struct StoredRollupKey: Sendable, Codable {
    private let day: PriceDay
    private let model: String
    private let currency: Currency?
    private let state: LedgerLine.State
    private let tags: StoredTags

    init(_ key: UsageRollup.Key) {
        day = key.day
        model = key.model
        currency = key.currency
        state = key.state
        tags = StoredTags(sorted: key.tags)
    }

    var key: UsageRollup.Key {
        UsageRollup.Key(day: day, model: model, tags: tags.tags, currency: currency, state: state)
    }
}

extension Encodable {
    /// The record as JSON with sorted members.
    ///
    /// - Throws: `SpendError` of code `invalidInput` for a number or a time that JSON cannot hold.
    func text() throws(SpendError) -> String {
        do {
            return String(decoding: try RecordCoding.encoder.encode(self), as: UTF8.self)
        } catch {
            throw SpendError(.invalidInput, "a number or a time of the record is not finite", underlying: error)
        }
    }
}

extension Decodable {
    /// Reads a record of the store.
    ///
    /// - Throws: `SpendError` of code `corrupt`.
    init(text: String) throws(SpendError) {
        do {
            self = try RecordCoding.decoder.decode(Self.self, from: Data(text.utf8))
        } catch {
            throw SpendError(.corrupt, "the table holds a record that this library did not write", underlying: error)
        }
    }
}

/// JSON of records. Times are seconds as floating-point numbers, which their shortest digits give back to the bit.
private enum RecordCoding {
    static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()
    static let decoder = JSONDecoder()
}
