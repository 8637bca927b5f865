import AWSCore
import Gzip

/// Reads the files that Bedrock's log of model invocations writes to Amazon S3, from bytes cut anywhere.
///
/// A file is gzip of JSON lines; plain JSON lines are read, too. Append chunks as they arrive, call ``end()`` after the
/// last one, and take records until there is none:
///
/// ```swift
/// var reader = try InvocationLogReader()
/// reader.append(object)
/// reader.end()
/// while let record = try reader.next() { print(record.requestMetadata, record.usage?.total ?? 0) }
/// ```
///
/// A line, the last chunk and 64 KiB are held at a time. A line that cannot be read throws once, and the lines after it can be
/// read; a file that is damaged throws after the records before the damage, and from then on.
public struct InvocationLogReader: ~Copyable {
    /// How much is read.
    public let limits: InvocationLogLimits
    /// How many lines have been read.
    public private(set) var lineNumber = 0

    static let gzipMark: [UInt8] = [0x1F, 0x8B]

    private var inflater: GzipInflater
    /// Bytes of a plain file that were not looked at yet, or the first byte of a file whose kind is not known yet.
    private var plain: [UInt8] = []
    private var plainLength = 0
    private var isCompressed: Bool?
    private var isEnded = false
    /// Bytes from the first line not yet read on.
    private var text: [UInt8] = []
    /// Where that line starts, and up to where there is no line feed.
    private var (start, searched) = (0, 0)
    private var failure: InvocationLogError?

    /// A reader at the start of a file.
    ///
    /// - Throws: ``InvocationLogError`` of code `unavailable` where there is no memory to decompress with.
    public init(limits: InvocationLogLimits = .init()) throws(InvocationLogError) {
        self.limits = limits
        do throws(GzipError) {
            inflater = try GzipInflater(limits: GzipLimits(outputLength: limits.fileLength))
        } catch {
            throw InvocationLogError(error)
        }
    }

    /// Takes the next bytes of the file, any number of them.
    public mutating func append(_ chunk: [UInt8]) {
        guard failure == nil, !isEnded else { return }
        switch isCompressed {
        case true?: inflater.append(chunk)
        case false?: plain += chunk
        case nil:
            plain += chunk
            guard plain.count >= Self.gzipMark.count else { return }
            decideKind()
        }
    }

    /// Ends the file: a last line without a line feed is a line, too.
    public mutating func end() {
        if isCompressed == nil { decideKind() }
        isEnded = true
    }

    /// The next record; `nil` until more bytes have been appended, and at the end.
    ///
    /// - Throws: ``InvocationLogError``: of code `malformed` or `otherSchema` for one line, after which reading can go on;
    ///   any other for the file.
    public mutating func next() throws(InvocationLogError) -> ModelInvocationLog? {
        while let line = try nextLine() {
            lineNumber += 1
            guard line.contains(where: { $0 > 0x20 }) else { continue }
            do throws(InvocationLogError) {
                return try ModelInvocationLog(json: line)
            } catch {
                throw InvocationLogError(error.code, error.message, line: lineNumber)
            }
        }
        return nil
    }

    private mutating func decideKind() {
        let isCompressed = plain.starts(with: Self.gzipMark)
        self.isCompressed = isCompressed
        guard isCompressed else { return }
        inflater.append(plain)
        plain = []
    }

    private mutating func nextLine() throws(InvocationLogError) -> [UInt8]? {
        if let failure { throw failure }
        while true {
            if let feed = text[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(text[start..<feed])
                start = feed + 1
                searched = start
                return line
            }
            searched = text.count
            do throws(InvocationLogError) {
                guard text.count - start <= limits.lineLength else {
                    throw InvocationLogError(
                        .tooLarge, "the line has more than \(limits.lineLength) bytes", line: lineNumber + 1)
                }
                if let piece = try nextPiece() {
                    text.removeFirst(start)
                    searched -= start
                    start = 0
                    text += piece
                    continue
                }
                guard isEnded else { return nil }
                try finishFile()
            } catch {
                failure = error
                text = []
                (start, searched) = (0, 0)
                throw error
            }
            guard start < text.count else { return nil }
            let line = Array(text[start...])
            text = []
            (start, searched) = (0, 0)
            return line
        }
    }

    private mutating func nextPiece() throws(InvocationLogError) -> [UInt8]? {
        guard isCompressed == true else {
            guard isCompressed == false, !plain.isEmpty else { return nil }
            plainLength += plain.count
            guard plainLength <= limits.fileLength else {
                throw InvocationLogError(.tooLarge, "the file has more than \(limits.fileLength) bytes")
            }
            defer { plain = [] }
            return plain
        }
        do throws(GzipError) {
            return try inflater.next()
        } catch {
            throw InvocationLogError(error)
        }
    }

    private mutating func finishFile() throws(InvocationLogError) {
        guard isCompressed == true else { return }
        do throws(GzipError) {
            try inflater.finish()
        } catch {
            throw InvocationLogError(error)
        }
    }
}
