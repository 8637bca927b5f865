import Gzip

/// Why a log of model invocations could not be read. Nothing of the log's content is part of it.
public struct InvocationLogError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure. New kinds may be added; compare with `==`.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: String {
            case malformed, otherSchema, truncated, corrupt, tooLarge, unavailable
        }
        private let kind: Kind

        /// The kind in one word.
        public var description: String { kind.rawValue }

        /// A line is no JSON object, or lacks what every record has.
        public static var malformed: Self { Self(kind: .malformed) }
        /// A line is a record of something else.
        public static var otherSchema: Self { Self(kind: .otherSchema) }
        /// The compressed file ends too early.
        public static var truncated: Self { Self(kind: .truncated) }
        /// The compressed file is damaged.
        public static var corrupt: Self { Self(kind: .corrupt) }
        /// The file or a line of it is larger than ``InvocationLogLimits`` allow.
        public static var tooLarge: Self { Self(kind: .tooLarge) }
        /// There is no memory to decompress with.
        public static var unavailable: Self { Self(kind: .unavailable) }
    }

    /// The kind of failure.
    public let code: Code
    /// What happened, in words.
    public let message: String
    /// The line that could not be read, from 1; `nil` where the file as a whole is at fault.
    public let line: Int?

    init(_ code: Code, _ message: String, line: Int? = nil) {
        self.code = code
        self.message = message
        self.line = line
    }

    init(_ error: GzipError) {
        let code: Code =
            switch error.code {
            case .truncated: .truncated
            case .tooLarge, .tooManyMembers: .tooLarge
            case .unavailable: .unavailable
            default: .corrupt
            }
        self.init(code, error.message)
    }

    /// The kind, the line and what happened.
    public var description: String { "\(code)\(line.map { " in line \($0)" } ?? ""): \(message)" }

    /// The bytes of a file, which may be compressed.
    static func inflating(
        _ file: [UInt8], _ limits: InvocationLogLimits
    ) throws(InvocationLogError) -> [UInt8] {
        guard file.starts(with: InvocationLogReader.gzipMark) else {
            guard file.count <= limits.fileLength else {
                throw InvocationLogError(.tooLarge, "the file has more than \(limits.fileLength) bytes")
            }
            return file
        }
        do throws(GzipError) {
            return try Gzip.decompress(file, limits: GzipLimits(outputLength: limits.fileLength))
        } catch {
            throw InvocationLogError(error)
        }
    }
}
