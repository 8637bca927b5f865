public import AWSCore

/// What a metric's values are counted in.
public struct MetricUnit: OpenStringSet {
    /// The name on the wire.
    public let rawValue: String

    /// A unit by its name on the wire.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Seconds.
    public static let seconds = Self(rawValue: "Seconds")
    /// Microseconds.
    public static let microseconds = Self(rawValue: "Microseconds")
    /// Milliseconds.
    public static let milliseconds = Self(rawValue: "Milliseconds")
    /// Bytes.
    public static let bytes = Self(rawValue: "Bytes")
    /// Kilobytes.
    public static let kilobytes = Self(rawValue: "Kilobytes")
    /// Megabytes.
    public static let megabytes = Self(rawValue: "Megabytes")
    /// Gigabytes.
    public static let gigabytes = Self(rawValue: "Gigabytes")
    /// Terabytes.
    public static let terabytes = Self(rawValue: "Terabytes")
    /// Bits.
    public static let bits = Self(rawValue: "Bits")
    /// Kilobits.
    public static let kilobits = Self(rawValue: "Kilobits")
    /// Megabits.
    public static let megabits = Self(rawValue: "Megabits")
    /// Gigabits.
    public static let gigabits = Self(rawValue: "Gigabits")
    /// Terabits.
    public static let terabits = Self(rawValue: "Terabits")
    /// Percent.
    public static let percent = Self(rawValue: "Percent")
    /// Things that are counted: calls, tokens.
    public static let count = Self(rawValue: "Count")
    /// Bytes per second.
    public static let bytesPerSecond = Self(rawValue: "Bytes/Second")
    /// Kilobytes per second.
    public static let kilobytesPerSecond = Self(rawValue: "Kilobytes/Second")
    /// Megabytes per second.
    public static let megabytesPerSecond = Self(rawValue: "Megabytes/Second")
    /// Gigabytes per second.
    public static let gigabytesPerSecond = Self(rawValue: "Gigabytes/Second")
    /// Terabytes per second.
    public static let terabytesPerSecond = Self(rawValue: "Terabytes/Second")
    /// Bits per second.
    public static let bitsPerSecond = Self(rawValue: "Bits/Second")
    /// Kilobits per second.
    public static let kilobitsPerSecond = Self(rawValue: "Kilobits/Second")
    /// Megabits per second.
    public static let megabitsPerSecond = Self(rawValue: "Megabits/Second")
    /// Gigabits per second.
    public static let gigabitsPerSecond = Self(rawValue: "Gigabits/Second")
    /// Terabits per second.
    public static let terabitsPerSecond = Self(rawValue: "Terabits/Second")
    /// Count per second.
    public static let countPerSecond = Self(rawValue: "Count/Second")
    /// A number without a unit.
    public static let unitless = Self(rawValue: "None")

    /// All units that the service knows.
    static let all: Set<MetricUnit> = [
        .seconds, .microseconds, .milliseconds, .bytes, .kilobytes, .megabytes, .gigabytes, .terabytes, .bits,
        .kilobits,
        .megabits, .gigabits, .terabits, .percent, .count, .bytesPerSecond, .kilobytesPerSecond, .megabytesPerSecond,
        .gigabytesPerSecond, .terabytesPerSecond, .bitsPerSecond, .kilobitsPerSecond, .megabitsPerSecond,
        .gigabitsPerSecond, .terabitsPerSecond, .countPerSecond, .unitless,
    ]
}
