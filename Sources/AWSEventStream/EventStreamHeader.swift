/// A named, typed value at the front of an event-stream message.
public struct EventStreamHeader: Sendable, Hashable {
    /// The name; 1 to 255 bytes of UTF-8. Names that begin with a colon belong to the protocol.
    public var name: String
    /// The value.
    public var value: EventStreamHeaderValue

    /// A header called `name`.
    public init(_ name: String, _ value: EventStreamHeaderValue) {
        self.name = name
        self.value = value
    }
}

/// The value of an event-stream header, one case for each type of the format.
public enum EventStreamHeaderValue: Sendable, Hashable {
    /// Types 0 (true) and 1 (false).
    case bool(Bool)
    /// Type 2: one signed byte.
    case byte(Int8)
    /// Type 3: a signed integer of 16 bits.
    case short(Int16)
    /// Type 4: a signed integer of 32 bits.
    case integer(Int32)
    /// Type 5: a signed integer of 64 bits.
    case long(Int64)
    /// Type 6: at most 65,535 bytes.
    case byteArray([UInt8])
    /// Type 7: at most 65,535 bytes of UTF-8.
    case string(String)
    /// Type 8: milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    case timestamp(milliseconds: Int64)
    /// Type 9: the sixteen bytes of a UUID, read as one number, most significant byte first.
    case uuid(UInt128)

    /// The text of a ``string(_:)``; `nil` for every other type.
    public var string: String? {
        if case .string(let string) = self { string } else { nil }
    }
}

extension EventStreamHeaderValue: ExpressibleByStringLiteral {
    /// A ``string(_:)``.
    public init(stringLiteral value: String) {
        self = .string(value)
    }
}
