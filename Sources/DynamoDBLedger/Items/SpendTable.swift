import AWSCore
import Metering

/// The table, as the store reads it: consistently, and by keys and partitions only.
struct SpendTable: Sendable {
    let aws: AWSClient
    let name: String
    let patience: Patience

    /// The item of a key.
    func item(_ key: ItemKey) async throws(SpendError) -> Attributes? {
        do throws(AWSError) {
            return try await aws.send(GetItem(key.attributes, of: name)).item
        } catch {
            throw SpendError(error, table: name)
        }
    }

    /// The items of keys, as far as they are there.
    func items(_ keys: Set<ItemKey>) async throws(SpendError) -> [ItemKey: Attributes] {
        if keys.count == 1, let key = keys.first {
            return try await item(key).map { [key: $0] } ?? [:]
        }
        var found: [ItemKey: Attributes] = [:]
        var waiting = keys.map(\.attributes)
        var failures = 0
        while !waiting.isEmpty {
            let batch = Array(waiting.prefix(BatchGetItem.maximumCount))
            let output: BatchGetItem.Output
            do throws(AWSError) {
                output = try await aws.send(BatchGetItem(batch, of: name))
            } catch {
                throw SpendError(error, table: name)
            }
            for item in output.items?[name] ?? [] {
                guard let key = ItemKey(item) else { throw SpendError(.corrupt, "an item of the table has no key") }
                found[key] = item
            }
            let unprocessed = output.unprocessed?[name]?.keys ?? []
            waiting = unprocessed + waiting.dropFirst(batch.count)
            guard !unprocessed.isEmpty else { continue }
            failures += 1
            try await patience.wait(after: failures, "the table \(name) has no capacity for reads", aws)
        }
        return found
    }

    /// Items of a partition in the order of their places.
    ///
    /// - Parameters:
    ///   - partition: The partition.
    ///   - range: A condition on the place, such as `#s > :a`, and its values.
    ///   - limit: The most items of each request; `nil` for as many as fit into a megabyte.
    ///   - start: The key after which to go on.
    func page(
        of partition: String, _ range: SortRange = .all, filter: Filter? = nil, limit: Int? = nil,
        after start: ItemKey? = nil
    ) async throws(SpendError) -> (items: [Attributes], next: ItemKey?) {
        var names = ["#p": ItemKey.partitionName]
        var values: Attributes = [":p": .string(partition)]
        var condition = "#p = :p"
        switch range {
        case .all: break
        case .from(let place):
            condition += " AND #s >= :s"
            values[":s"] = .string(place)
        case .after(let place):
            condition += " AND #s > :s"
            values[":s"] = .string(place)
        case .upTo(let place):
            condition += " AND #s < :s"
            values[":s"] = .string(place)
        case .between(let first, let last):
            condition += " AND #s BETWEEN :s AND :t"
            values[":s"] = .string(first)
            values[":t"] = .string(last)
        }
        if range != .all { names["#s"] = ItemKey.sortName }
        var query = Query(condition, of: name, names: names, values: values, limit: limit)
        query.start = start?.attributes
        if let filter {
            query.filter = filter.expression
            query.names?.merge(filter.names) { $1 }
            query.values?.merge(filter.values) { $1 }
        }
        do throws(AWSError) {
            let output = try await aws.send(query)
            return (output.items ?? [], output.last.flatMap(ItemKey.init))
        } catch {
            throw SpendError(error, table: name)
        }
    }

    /// All items of a partition in the order of their places.
    func items(of partition: String, _ range: SortRange = .all) async throws(SpendError) -> [Attributes] {
        var items: [Attributes] = []
        var start: ItemKey?
        repeat {
            let page = try await page(of: partition, range, after: start)
            items += page.items
            start = page.next
        } while start != nil
        return items
    }
}

/// Which places of a partition are meant.
enum SortRange: Sendable, Hashable {
    case all
    case from(String)
    case after(String)
    /// Those before a place.
    case upTo(String)
    case between(String, String)

    /// All places that begin with `prefix`, which ends with `#`.
    static func beginning(with prefix: String) -> Self {
        // `$` follows `#`.
        .between(prefix, String(prefix.dropLast()) + "$")
    }
}

/// A condition that DynamoDB applies to what it has read.
struct Filter: Sendable, Hashable {
    let expression: String
    let names: [String: String]
    let values: Attributes
}

extension SpendError {
    /// What a failure of DynamoDB means to the caller of a store.
    init(_ error: AWSError, table: String) {
        switch error.code {
        case .notFound:
            self.init(
                .configuration, "there is no table \(table): DynamoDBSpendStore.createTable makes it", underlying: error)
        case .accessDenied, .unauthenticated, .credentials, .invalidConfiguration:
            self.init(.configuration, "the table \(table) cannot be used: \(error.message)", underlying: error)
        case .validation, .invalidInput:
            self.init(.invalidInput, "DynamoDB refuses the request: \(error.message)", underlying: error)
        case .malformedResponse, .responseTooLarge:
            self.init(.corrupt, "DynamoDB's reply cannot be read: \(error.message)", underlying: error)
        case .cancelled:
            self.init(.unavailable, "the task was cancelled while it used the table \(table)", underlying: error)
        default:
            self.init(.unavailable, "the table \(table) did not answer: \(error)", underlying: error)
        }
    }
}
