import HTTPTypes

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The header fields met most recently. A server sends mostly the same lines with every response, and making a field of one
/// costs several allocations.
struct FieldCache {
    private struct Entry<Value> {
        var bytes: [UInt8] = []
        var value: Value?
    }

    /// Longer lines are seldom the same twice, and are not worth the memory.
    private static let longestLine = 128

    /// One entry per hash value; what collides replaces each other.
    private var fields = [Entry<HTTPField>](repeating: Entry(), count: 128)
    private var names = [Entry<HTTPField.Name>](repeating: Entry(), count: 128)

    /// The field that `line` spells, if it is known.
    func field(_ line: UnsafeRawBufferPointer) -> HTTPField? {
        guard line.count <= Self.longestLine else { return nil }
        return unsafe Self.value(in: fields, at: Self.place(line), line)
    }

    /// Remembers that `line` spells `field`.
    mutating func keep(_ field: HTTPField, _ line: UnsafeRawBufferPointer) {
        guard line.count <= Self.longestLine else { return }
        unsafe fields[Self.place(line)] = Entry(bytes: Array(line), value: field)
    }

    /// The name that `bytes` spell, or `nil` if no field can be called so.
    mutating func name(_ bytes: UnsafeRawBufferPointer) -> HTTPField.Name? {
        let place = unsafe Self.place(bytes)
        if let name = unsafe Self.value(in: names, at: place, bytes) { return name }
        guard let name = unsafe HTTPField.Name(String(decoding: bytes, as: UTF8.self)) else { return nil }
        unsafe names[place] = Entry(bytes: Array(bytes), value: name)
        return name
    }

    private static func value<Value>(
        in entries: [Entry<Value>], at place: Int, _ bytes: UnsafeRawBufferPointer
    ) -> Value? {
        let entry = entries[place]
        guard entry.bytes.count == bytes.count, let start = bytes.baseAddress,
            unsafe entry.bytes.withUnsafeBytes({ unsafe memcmp($0.baseAddress ?? start, start, bytes.count) }) == 0
        else { return nil }
        return entry.value
    }

    private static func place(_ bytes: UnsafeRawBufferPointer) -> Int {
        // Four bytes of each end and the length tell a server's lines apart well enough; a collision costs only time.
        guard bytes.count >= 4 else { return bytes.count }
        let head = unsafe bytes.loadUnaligned(as: UInt32.self)
        let tail = unsafe bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self)
        let hash = (head &* 31 ^ tail &+ UInt32(truncatingIfNeeded: bytes.count)) &* 0x9E37_79B1
        return Int(hash >> 25)
    }
}
