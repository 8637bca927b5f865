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
            var remaining = bytes.count
            var crc = ~previous
            // Every index into `table` below is k * 256 + (a value of 8 bits) with k < 16: inside its 4,096 entries.
            while remaining >= width {
                let low = UInt64(littleEndian: cursor.loadUnaligned(as: UInt64.self)) ^ UInt64(crc)
                let high = UInt64(littleEndian: cursor.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                crc = fold(low, table + 2048) ^ fold(high, table)
                cursor += width
                remaining -= width
            }
            if remaining >= 8 {
                crc = fold(UInt64(littleEndian: cursor.loadUnaligned(as: UInt64.self)) ^ UInt64(crc), table)
                cursor += 8
                remaining -= 8
            }
            while remaining > 0 {
                crc = crc >> 8 ^ table[Int((crc ^ UInt32(cursor.load(as: UInt8.self))) & 0xFF)]
                cursor += 1
                remaining -= 1
            }
            return ~crc
        }
    }

    /// Eight bytes through eight tables: the first byte, which has the most bytes after it, through the last table.
    @inline(__always)
    private static func fold(_ word: UInt64, _ table: UnsafePointer<UInt32>) -> UInt32 {
        let first =
            table[1792 + Int(word & 0xFF)] ^ table[1536 + Int(word >> 8 & 0xFF)]
            ^ table[1280 + Int(word >> 16 & 0xFF)] ^ table[1024 + Int(word >> 24 & 0xFF)]
        let second =
            table[768 + Int(word >> 32 & 0xFF)] ^ table[512 + Int(word >> 40 & 0xFF)]
            ^ table[256 + Int(word >> 48 & 0xFF)] ^ table[Int(word >> 56)]
        return first ^ second
    }
}
