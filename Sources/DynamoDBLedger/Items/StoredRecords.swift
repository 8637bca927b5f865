import Metering

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A line, and its place among those of its transaction.
struct StoredLine: Sendable, Codable {
    let number: Int
    let line: LedgerLine
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
