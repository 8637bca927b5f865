/// How much of a log is read. A few kilobytes of gzip can inflate to gigabytes, so that there is always a limit.
public struct InvocationLogLimits: Sendable, Hashable {
    /// The most bytes of a file once it is decompressed; 1 GiB by default.
    public var fileLength: Int
    /// The most bytes of a record; 16 MiB by default.
    public var lineLength: Int

    /// Limits of one's own.
    public init(fileLength: Int = 1 << 30, lineLength: Int = 16 << 20) {
        self.fileLength = fileLength
        self.lineLength = lineLength
    }
}
