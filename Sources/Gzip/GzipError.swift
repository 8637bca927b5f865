/// Why bytes are not gzip, or could not be made so. The description names lengths, never content.
package struct GzipError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure. New kinds may be added; compare with `==`.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case truncated, corrupt, tooLarge, tooManyMembers, unavailable
        }
        private let kind: Kind

        /// The kind in one word.
        package var description: String { kind.rawValue }

        /// The bytes end inside a member, or there are none.
        package static var truncated: Self { Self(kind: .truncated) }
        /// The bytes are no gzip, or their checksum is wrong.
        package static var corrupt: Self { Self(kind: .corrupt) }
        /// What comes out is more than ``GzipLimits/outputLength``.
        package static var tooLarge: Self { Self(kind: .tooLarge) }
        /// The bytes hold more members than ``GzipLimits/memberCount``.
        package static var tooManyMembers: Self { Self(kind: .tooManyMembers) }
        /// zlib could not be set up: memory is short.
        package static var unavailable: Self { Self(kind: .unavailable) }
    }

    /// The kind of failure.
    package let code: Code
    /// What happened, in words.
    package let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The kind and what happened.
    package var description: String { "\(code): \(message)" }
}
