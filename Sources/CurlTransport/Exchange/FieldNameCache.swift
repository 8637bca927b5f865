import HTTPTypes

/// The field names met most recently: a server sends the same dozen with every response, and making one costs two strings.
struct FieldNameCache {
    private struct Entry {
        var bytes: [UInt8] = []
        var name: HTTPField.Name?
    }

    /// One entry per hash value; names that collide replace each other.
    private var entries = [Entry](repeating: Entry(), count: 128)

    /// The name that `bytes` spell, or `nil` if no field can be called so.
    mutating func name(_ bytes: UnsafeRawBufferPointer) -> HTTPField.Name? {
        var hash: UInt32 = 2_166_136_261
        for index in bytes.indices { hash = unsafe (hash ^ UInt32(bytes[index])) &* 16_777_619 }
        let index = Int((hash ^ hash >> 15) % UInt32(entries.count))
        if let name = entries[index].name, unsafe entries[index].bytes.elementsEqual(bytes) { return name }
        guard let name = unsafe HTTPField.Name(String(decoding: bytes, as: UTF8.self)) else { return nil }
        unsafe entries[index] = Entry(bytes: Array(bytes), name: name)
        return name
    }
}
