public import AWSCore
public import Metering

extension DynamoDBSpendStore {
    /// Makes the table of a store, paid for by request, and waits until it can be used. One that is there already is left as it is.
    ///
    /// Needs `dynamodb:CreateTable` and `dynamodb:DescribeTable`; a store itself needs `dynamodb:GetItem`, `BatchGetItem`,
    /// `Query`, `PutItem`, `UpdateItem`, `DeleteItem` and `ConditionCheckItem` on the table.
    ///
    /// - Parameters:
    ///   - name: 3 to 255 letters, digits, hyphens, underscores and points.
    ///   - aws: What sends the calls. Its clock measures the waits.
    ///   - isProtected: Whether a new table can be deleted only after this protection was taken away.
    ///   - timeLimit: How long to wait for the table; five minutes by default.
    /// - Throws: `SpendError`; of code `configuration` where the table has another key than a store's, of code `unavailable`
    ///   where it was not ready in time.
    public static func createTable(
        _ name: String, _ aws: AWSClient, isProtected: Bool = false, timeLimit: Duration = .seconds(300)
    ) async throws(SpendError) {
        var creation = CreateTable(name, partition: ItemKey.partitionName, sort: ItemKey.sortName)
        if isProtected { creation.isProtected = true }
        do throws(AWSError) {
            _ = try await aws.send(creation)
        } catch {
            // It may be there, or have come to be by a request whose reply was lost.
            guard error.serviceCode == "ResourceInUseException" || [.transport, .timeout].contains(error.code) else {
                throw SpendError(error, table: name)
            }
        }
        var wait = Duration.milliseconds(100)
        var waited = Duration.zero
        while true {
            if try await isReady(name, aws) { return }
            guard waited < timeLimit else {
                throw SpendError(.unavailable, "the table \(name) was not ready within \(timeLimit)")
            }
            do {
                try await aws.configuration.clock.sleep(for: wait)
            } catch {
                throw SpendError(
                    .unavailable, "the task was cancelled while the table \(name) was made", underlying: error)
            }
            waited += wait
            wait = min(wait * 2, .seconds(5))
        }
    }

    private static func isReady(_ name: String, _ aws: AWSClient) async throws(SpendError) -> Bool {
        let table: TableDescription?
        do throws(AWSError) {
            table = try await aws.send(DescribeTable(name)).table
        } catch {
            // A new table may not be seen everywhere at once.
            if error.code == .notFound { return false }
            throw SpendError(error, table: name)
        }
        guard let table, table.status == .active || table.status == .updating else { return false }
        let key = [KeyElement(ItemKey.partitionName, .hash), KeyElement(ItemKey.sortName, .range)]
        let kinds = Set(table.attributes ?? [])
        guard table.key == key,
            kinds.isSuperset(of: key.map { TableAttribute($0.name, .string) })
        else {
            throw SpendError(
                .configuration,
                "the table \(name) has another key than a store's: \(ItemKey.partitionName) and \(ItemKey.sortName), "
                    + "both texts")
        }
        return true
    }
}
