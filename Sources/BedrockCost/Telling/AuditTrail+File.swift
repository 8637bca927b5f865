public import AWSCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

extension AuditTrail {
    /// Appends lines to a file, each in one write, so that processes can share it. A new file can be read by its owner only.
    ///
    /// A line that the system does not take, for instance since the disk is full, is lost: calls do not fail for it. The file is
    /// closed when the trail is gone.
    /// - Parameter path: The file.
    /// - Throws: `AWSError` of code `invalidConfiguration` where the file cannot be opened.
    public convenience init(appendingTo path: String) throws(AWSError) {
        let file = try AppendedFile(path)
        self.init(to: { file.append($0) })
    }
}

/// A file that is only appended to.
private final class AppendedFile: Sendable {
    private let descriptor: CInt

    init(_ path: String) throws(AWSError) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw AWSError(.invalidConfiguration, "the audit file cannot be opened for appending (errno \(errno))")
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func append(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return
            }
            rest = rest.dropFirst(count)
        }
    }
}
