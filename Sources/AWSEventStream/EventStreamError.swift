/// Why bytes are not a valid event stream, or why a message cannot be written as one.
///
/// The description names lengths and positions, never header values or payloads.
public struct EventStreamError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure. New kinds may be added; compare with `==`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case preludeChecksum, messageChecksum, totalLength, headersLength, payloadLength
            case headerType, headerOverrun, headerNameNotUTF8, headerValueNotUTF8, duplicateHeader
            case headerNameLength, headerValueLength, truncated
        }
        private let kind: Kind

        /// A short constant name, fit for a metric label.
        public var description: String { kind.rawValue }

        /// The CRC-32 of the first eight bytes of a frame is wrong.
        public static var preludeChecksum: Self { Self(kind: .preludeChecksum) }
        /// The CRC-32 of a whole frame is wrong.
        public static var messageChecksum: Self { Self(kind: .messageChecksum) }
        /// A frame announces fewer than 16 bytes.
        public static var totalLength: Self { Self(kind: .totalLength) }
        /// The header block is larger than its frame, or than ``EventStreamLimits/headersLength``.
        public static var headersLength: Self { Self(kind: .headersLength) }
        /// The payload is larger than ``EventStreamLimits/payloadLength``.
        public static var payloadLength: Self { Self(kind: .payloadLength) }
        /// A header has a type outside 0 to 9.
        public static var headerType: Self { Self(kind: .headerType) }
        /// A header's name or value runs past the header block.
        public static var headerOverrun: Self { Self(kind: .headerOverrun) }
        /// A header's name is not UTF-8.
        public static var headerNameNotUTF8: Self { Self(kind: .headerNameNotUTF8) }
        /// A string header's value is not UTF-8.
        public static var headerValueNotUTF8: Self { Self(kind: .headerValueNotUTF8) }
        /// Two headers of one message have the same name.
        public static var duplicateHeader: Self { Self(kind: .duplicateHeader) }
        /// A header to be written has an empty name or one longer than 255 bytes.
        public static var headerNameLength: Self { Self(kind: .headerNameLength) }
        /// A string or byte array to be written is longer than 65,535 bytes.
        public static var headerValueLength: Self { Self(kind: .headerValueLength) }
        /// The stream ended inside a frame.
        public static var truncated: Self { Self(kind: .truncated) }
    }

    /// The kind of failure.
    public var code: Code
    /// What is wrong, in words for a log.
    public var message: String

    /// An error of kind `code`.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Code and message.
    public var description: String { "\(code): \(message)" }
}
