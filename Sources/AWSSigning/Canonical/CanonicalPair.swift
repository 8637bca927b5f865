/// A name with its value, by where they stand in a byte builder: a header field or a query parameter.
struct CanonicalPair {
    let name: Range<Int>
    let value: Range<Int>
    /// The first eight bytes of the name as a number that sorts like them: it tells nearly all names apart.
    private let prefix: UInt64

    init(name: Range<Int>, value: Range<Int>, in bytes: UnsafeRawBufferPointer) {
        self.name = name
        self.value = value
        if name.count >= 8 {
            prefix = unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: name.lowerBound, as: UInt64.self))
        } else {
            prefix = unsafe bytes[name].reduce(0) { $0 << 8 | UInt64($1) } << UInt64(64 - 8 * name.count)
        }
    }

    /// Sorts header fields by name; fields of one name keep their order.
    static func sortByName(_ pairs: inout [CanonicalPair], in bytes: UnsafeRawBufferPointer) {
        sort(&pairs) { left, right in
            if left.prefix != right.prefix { return left.prefix < right.prefix }
            let order = unsafe compare(left.name, right.name, in: bytes)
            return order == 0 ? left.name.lowerBound < right.name.lowerBound : order < 0
        }
    }

    /// Sorts query parameters by name, then by value.
    static func sortByNameAndValue(_ pairs: inout [CanonicalPair], in bytes: UnsafeRawBufferPointer) {
        sort(&pairs) { left, right in
            if left.prefix != right.prefix { return left.prefix < right.prefix }
            let order = unsafe compare(left.name, right.name, in: bytes)
            return unsafe (order == 0 ? compare(left.value, right.value, in: bytes) : order) < 0
        }
    }

    /// Whether two names are equal.
    static func haveSameName(_ left: CanonicalPair, _ right: CanonicalPair, in bytes: UnsafeRawBufferPointer) -> Bool {
        unsafe left.prefix == right.prefix && left.name.count == right.name.count
            && compare(left.name, right.name, in: bytes) == 0
    }

    /// Insertion for the usual handful, the library's sort for whoever sends hundreds.
    @inline(__always)
    private static func sort(_ pairs: inout [CanonicalPair], by precedes: (CanonicalPair, CanonicalPair) -> Bool) {
        guard pairs.count <= 24 else { return pairs.sort(by: precedes) }
        var sorted = 1
        while sorted < pairs.count {
            let pair = pairs[sorted]
            var hole = sorted
            while hole > 0, precedes(pair, pairs[hole - 1]) {
                pairs[hole] = pairs[hole - 1]
                hole -= 1
            }
            pairs[hole] = pair
            sorted += 1
        }
    }

    private static func compare(_ left: Range<Int>, _ right: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Int {
        var offset = 0
        let common = min(left.count, right.count)
        while offset < common {
            let difference =
                unsafe Int(bytes[left.lowerBound + offset]) - Int(bytes[right.lowerBound + offset])
            if difference != 0 { return difference }
            offset += 1
        }
        return left.count - right.count
    }
}
