/// How much a gzip file may hold. A few kilobytes can inflate to gigabytes, so there is no default without a limit.
package struct GzipLimits: Sendable, Hashable {
    /// The most bytes that may come out, over all members.
    package var outputLength: Int
    /// The most members: files of gzip may be put one after another, and are one file then.
    package var memberCount: Int

    /// Limits of one's own; 256 MiB and 65,536 members by default.
    package init(outputLength: Int = 256 * 1024 * 1024, memberCount: Int = 65_536) {
        self.outputLength = outputLength
        self.memberCount = memberCount
    }
}
