/// CRC-32 as in IEEE 802.3: reflected polynomial 0xEDB88320, start and final complement of all ones.
///
/// Sixteen bytes are folded per step with sixteen tables of 256 entries (16 KiB, which fits the first-level cache).
package enum CRC32 {
    private static let width = 16

    /// Table `k` at `k * 256` holds the remainder of each byte followed by `k` zero bytes.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: width * 256)
        for byte in 0..<256 {
            var remainder = UInt32(byte)
            for _ in 0..<8 {
                remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1
            }
            tables[byte] = remainder
        }
        for index in 256..<tables.count {
            let previous = tables[index - 256]
            tables[index] = previous >> 8 ^ tables[Int(previous & 0xFF)]
        }
        return tables
    }()

    /// The checksum of `bytes`, continued from `previous`, the checksum of what precedes them (0 for nothing).
    package static func checksum(_ bytes: UnsafeRawBufferPointer, continuing previous: UInt32 = 0) -> UInt32 {
        tables.withUnsafeBufferPointer { tables in
            guard let table = tables.baseAddress, var cursor = bytes.baseAddress else { return previous }
            let end = cursor + bytes.count
            var crc = ~previous
            if end - cursor >= width {
                // Only the first four bytes of a step depend on the step before. The other twelve are folded one step
                // ahead, so that the processor need not wait for them.
                var tail = foldTail(cursor, table)
                while end - cursor >= 2 * width {
                    let nextTail = foldTail(cursor + width, table)
                    crc = foldHead(load(cursor) ^ crc, table + 3072) ^ tail
                    tail = nextTail
                    cursor += width
                }
                crc = foldHead(load(cursor) ^ crc, table + 3072) ^ tail
                cursor += width
            }
            while end - cursor >= 4 {
                crc = foldHead(load(cursor) ^ crc, table)
                cursor += 4
            }
            while cursor < end {
                crc = crc >> 8 ^ table[Int((crc ^ UInt32(cursor.load(as: UInt8.self))) & 0xFF)]
                cursor += 1
            }
            return ~crc
        }
    }

    @inline(__always)
    private static func load(_ cursor: UnsafeRawPointer) -> UInt32 {
        UInt32(littleEndian: cursor.loadUnaligned(as: UInt32.self))
    }

    // Every index below is k * 256 + (a value of 8 bits): with the bases given above, inside the 4,096 entries.

    /// Four bytes through four tables: the first byte, which has the most bytes after it, through the last table.
    @inline(__always)
    private static func foldHead(_ word: UInt32, _ table: UnsafePointer<UInt32>) -> UInt32 {
        (table[768 + Int(word & 0xFF)] ^ table[512 + Int(word >> 8 & 0xFF)])
            ^ (table[256 + Int(word >> 16 & 0xFF)] ^ table[Int(word >> 24)])
    }

    /// The last twelve of sixteen bytes.
    @inline(__always)
    private static func foldTail(_ cursor: UnsafeRawPointer, _ table: UnsafePointer<UInt32>) -> UInt32 {
        foldHead(load(cursor + 4), table + 2048) ^ foldHead(load(cursor + 8), table + 1024)
            ^ foldHead(load(cursor + 12), table)
    }
}
