import AWSCore

/// How large DynamoDB counts an item to be: names and values in UTF-8.
enum ItemSize {
    /// The most bytes of an item.
    static let maximum = 400 << 10

    static func of(_ item: Attributes) -> Int {
        item.reduce(0) { $0 + $1.key.utf8.count + of($1.value) }
    }

    private static func of(_ value: AttributeValue) -> Int {
        switch value {
        case .string(let text): text.utf8.count
        // Two digits a byte, and one for the exponent; a sign takes one more.
        case .number(let digits): digits.utf8.count / 2 + 2
        case .binary(let blob): blob.bytes.count
        case .bool, .null: 1
        case .list(let values): 3 + values.reduce(0) { $0 + 1 + of($1) }
        case .map(let values): 3 + values.reduce(0) { $0 + 1 + $1.key.utf8.count + of($1.value) }
        case .stringSet(let texts), .numberSet(let texts): texts.reduce(0) { $0 + $1.utf8.count }
        case .binarySet(let blobs): blobs.reduce(0) { $0 + $1.bytes.count }
        }
    }
}
