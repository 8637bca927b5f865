#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that holds a secret: nobody but its owner may read it, not even while it is being written.
enum OwnerFile {
    /// Writes a new file beside the old one and moves it there. Says whether it could.
    static func replace(_ path: String, with bytes: [UInt8]) -> Bool {
        let fresh = "\(path).\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            rest = rest.dropFirst(count)
        }
        let isWritten = rest.isEmpty && fsync(descriptor) == 0
        guard close(descriptor) == 0, isWritten, rename(fresh, path) == 0 else {
            unlink(fresh)
            return false
        }
        return true
    }
}
