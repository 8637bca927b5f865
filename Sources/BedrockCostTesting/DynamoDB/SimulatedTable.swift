import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A table: items by partition, sorted in it.
struct SimulatedTable {
    typealias Item = [String: TableValue]

    /// A key attribute.
    struct KeyAttribute {
        let name: String
        /// `S`, `N` or `B`.
        let type: String
    }

    /// An item's key.
    struct Key: Hashable {
        let partition: TableValue
        let sort: TableValue?
    }

    let name: String
    let id: String
    let created: Date
    /// When it can be used.
    let active: Date
    let partition: KeyAttribute
    let sort: KeyAttribute?
    let billing: String
    let isProtected: Bool
    private(set) var count = 0
    private(set) var bytes = 0
    /// The items of each partition, by their sort keys.
    private var partitions: [TableValue: [Item]] = [:]

    init(
        name: String, id: String, created: Date, active: Date, partition: KeyAttribute, sort: KeyAttribute?,
        billing: String, isProtected: Bool
    ) {
        self.name = name
        self.id = id
        self.created = created
        self.active = active
        self.partition = partition
        self.sort = sort
        self.billing = billing
        self.isProtected = isProtected
    }

    var keyNames: [String] { [partition.name] + (sort.map { [$0.name] } ?? []) }

    // MARK: Keys

    /// The key of an item that is to be written.
    func key(of item: Item) throws(ServiceFault) -> Key {
        Key(
            partition: try value(of: partition, in: item, limit: 2_048),
            sort: try sort.map { (sort) throws(ServiceFault) in try value(of: sort, in: item, limit: 1_024) })
    }

    /// A key that is asked for: it has the table's key attributes and no others.
    func key(asked item: Item) throws(ServiceFault) -> Key {
        guard Set(item.keys) == Set(keyNames) else {
            throw .validation("The provided key element does not match the schema")
        }
        return try key(of: item)
    }

    private func value(of attribute: KeyAttribute, in item: Item, limit: Int) throws(ServiceFault) -> TableValue {
        guard let value = item[attribute.name] else {
            throw .validation(
                "One or more parameter values were invalid: Missing the key \(attribute.name) in the item")
        }
        guard value.type == attribute.type else {
            throw .validation(
                "One or more parameter values were invalid: Type mismatch for key \(attribute.name) expected: "
                    + "\(attribute.type) actual: \(value.type)")
        }
        guard value.size > 0 else {
            throw .validation(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an "
                    + "empty string value. Key: \(attribute.name)")
        }
        guard value.size <= limit else {
            throw .validation(
                limit == 2_048
                    ? "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes"
                    : "One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes"
            )
        }
        return value
    }

    // MARK: Items

    subscript(key: Key) -> Item? {
        get {
            guard let items = partitions[key.partition] else { return nil }
            let (index, isThere) = place(of: key, in: items)
            return isThere ? items[index] : nil
        }
        set {
            var items = partitions.removeValue(forKey: key.partition) ?? []
            let (index, isThere) = place(of: key, in: items)
            if isThere {
                bytes -= items[index].itemSize
                count -= 1
                items.remove(at: index)
            }
            if let newValue {
                items.insert(newValue, at: index)
                bytes += newValue.itemSize
                count += 1
            }
            if !items.isEmpty { partitions[key.partition] = items }
        }
    }

    /// All items of a partition, sorted.
    func items(of partition: TableValue) -> [Item] { partitions[partition] ?? [] }

    /// Where an item stands, or would stand, in its partition.
    private func place(of key: Key, in items: [Item]) -> (index: Int, isThere: Bool) {
        guard let sort, let value = key.sort else { return (0, !items.isEmpty) }
        var (low, high) = (0, items.count)
        while low < high {
            let middle = (low + high) / 2
            if items[middle][sort.name]?.precedes(value) ?? false { low = middle + 1 } else { high = middle }
        }
        return (low, low < items.count && items[low][sort.name] == value)
    }
}

extension SimulatedTable.Item {
    static let maximumSize = 400 << 10

    /// Refuses an item that is too large.
    func validate(isUpdate: Bool = false) throws(ServiceFault) {
        guard itemSize <= Self.maximumSize else {
            throw .validation(
                isUpdate
                    ? "Item size to update has exceeded the maximum allowed size"
                    : "Item size has exceeded the maximum allowed size")
        }
        guard keys.allSatisfy({ !$0.isEmpty }) else {
            throw .validation("One or more parameter values were invalid: An attribute name may not be empty")
        }
    }
}
