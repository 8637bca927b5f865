import AWSCore

/// The value of one attribute of an item.
enum TableValue: Hashable {
    case string(String)
    case number(TableNumber)
    case binary([UInt8])
    case bool(Bool)
    case null
    case list([TableValue])
    case map([String: TableValue])
    case stringSet(Set<String>)
    case numberSet(Set<TableNumber>)
    case binarySet(Set<[UInt8]>)

    /// A value as clients send it, such as `{"S": "text"}`.
    init(_ json: JSONValue) throws(ServiceFault) {
        guard let members = json.object, members.count == 1, let (type, value) = members.first else {
            throw .validation(
                "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported "
                    + "datatypes")
        }
        switch (type, value) {
        case ("S", .string(let text)): self = .string(text)
        case ("N", .string(let text)): self = .number(try TableNumber(text))
        case ("B", .string(let text)):
            guard let bytes = [UInt8](base64: text) else { throw .serialization }
            self = .binary(bytes)
        case ("BOOL", .bool(let value)): self = .bool(value)
        case ("NULL", .bool(true)): self = .null
        case ("NULL", .bool):
            throw .validation("One or more parameter values were invalid: Null attribute value types must have the value of true")
        case ("L", .array(let values)):
            var elements: [TableValue] = []
            for value in values { elements.append(try TableValue(value)) }
            self = .list(elements)
        case ("M", .object(let values)): self = .map(try Self.attributes(.object(values)))
        case ("SS", .array(let values)):
            let texts = values.compactMap(\.string)
            self = .stringSet(try Self.set(texts, of: values))
        case ("NS", .array(let values)):
            var numbers: [TableNumber] = []
            for text in values.compactMap(\.string) { numbers.append(try TableNumber(text)) }
            self = .numberSet(try Self.set(numbers, of: values))
        case ("BS", .array(let values)):
            self = .binarySet(try Self.set(values.compactMap { $0.string.flatMap { [UInt8](base64: $0) } }, of: values))
        default: throw .serialization
        }
    }

    private static func set<Element: Hashable>(
        _ elements: [Element], of values: [JSONValue]
    ) throws(ServiceFault) -> Set<Element> {
        guard elements.count == values.count else { throw .serialization }
        guard !elements.isEmpty else {
            throw .validation("One or more parameter values were invalid: An set may not be empty")
        }
        guard Set(elements).count == elements.count else {
            throw .validation("One or more parameter values were invalid: Input collection contains duplicates.")
        }
        return Set(elements)
    }

    /// Attributes by name.
    static func attributes(_ json: JSONValue) throws(ServiceFault) -> [String: TableValue] {
        guard let members = json.object else { throw .serialization }
        var attributes: [String: TableValue] = [:]
        for (name, value) in members { attributes[name] = try TableValue(value) }
        return attributes
    }

    /// The value as the service sends it.
    var json: JSONValue {
        switch self {
        case .string(let text): ["S": .string(text)]
        case .number(let number): ["N": .string(number.text)]
        case .binary(let bytes): ["B": .string(bytes.base64)]
        case .bool(let value): ["BOOL": .bool(value)]
        case .null: ["NULL": true]
        case .list(let values): ["L": .array(values.map(\.json))]
        case .map(let values): ["M": .object(values.mapValues(\.json))]
        case .stringSet(let texts): ["SS": .array(texts.sorted().map { .string($0) })]
        case .numberSet(let numbers): ["NS": .array(numbers.sorted().map { .string($0.text) })]
        case .binarySet(let all):
            ["BS": .array(all.sorted { $0.lexicographicallyPrecedes($1) }.map { .string($0.base64) })]
        }
    }

    /// The name of its type on the wire.
    var type: String {
        switch self {
        case .string: "S"
        case .number: "N"
        case .binary: "B"
        case .bool: "BOOL"
        case .null: "NULL"
        case .list: "L"
        case .map: "M"
        case .stringSet: "SS"
        case .numberSet: "NS"
        case .binarySet: "BS"
        }
    }

    /// How large the service counts it to be.
    var size: Int {
        switch self {
        case .string(let text): text.utf8.count
        case .number(let number): number.text.utf8.count / 2 + 2
        case .binary(let bytes): bytes.count
        case .bool, .null: 1
        case .list(let values): 3 + values.reduce(0) { $0 + 1 + $1.size }
        case .map(let values): 3 + values.reduce(0) { $0 + 1 + $1.key.utf8.count + $1.value.size }
        case .stringSet(let texts): texts.reduce(0) { $0 + $1.utf8.count }
        case .numberSet(let numbers): numbers.reduce(0) { $0 + $1.text.utf8.count / 2 + 2 }
        case .binarySet(let all): all.reduce(0) { $0 + $1.count }
        }
    }

    /// Whether it comes before another of its type; `nil` for values that have no order.
    func precedes(_ other: TableValue) -> Bool? {
        switch (self, other) {
        case (.string(let one), .string(let two)): one.utf8.lexicographicallyPrecedes(two.utf8)
        case (.number(let one), .number(let two)): one < two
        case (.binary(let one), .binary(let two)): one.lexicographicallyPrecedes(two)
        default: nil
        }
    }
}

extension [String: TableValue] {
    /// The item as the service sends it.
    var json: JSONValue { .object(mapValues(\.json)) }

    /// How large the service counts the item to be.
    var itemSize: Int { reduce(0) { $0 + $1.key.utf8.count + $1.value.size } }
}

extension ServiceFault {
    static let serialization = Self("SerializationException", 400, "An attribute value has not the form of its type.")
    static let conditionFailed = Self("ConditionalCheckFailedException", 400, "The conditional request failed")
}
