import AWSCore
public import Metering

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension DynamoDBSpendStore {
    /// Takes events to deliver them. Each is claimed by a conditional write, so no two claimants are given the same.
    ///
    /// - Throws: `SpendError`, of code `invalidInput` for a limit below 1. Where some were claimed before DynamoDB failed, those are returned.
    public func claimEvents(
        by claimant: String, until: Date, at date: Date, limit: Int
    ) async throws(SpendError) -> [SpendEvent] {
        guard limit >= 1 else { throw SpendError(.invalidInput, "at least one event is asked for, not \(limit)") }
        guard until.timeIntervalSince1970.isFinite, date.timeIntervalSince1970.isFinite else {
            throw SpendError(.invalidInput, "a claim has an end")
        }
        let claim = Claim(
            token: "\(claimant) \(IdempotencyToken.random())", until: until.timeIntervalSince1970,
            now: date.timeIntervalSince1970)
        var claimed: [SpendEvent] = []
        var start: ItemKey?
        do throws(SpendError) {
            repeat {
                let page = try await items.page(of: ItemKey.outbox, filter: claim.filter, after: start)
                for item in page.items where claimed.count < limit {
                    guard let key = ItemKey(item) else {
                        throw SpendError(.corrupt, "an item of the table has no key")
                    }
                    let event = try SpendEvent(text: try SpendTable.body(of: item))
                    if try await take(key, by: claim) { claimed.append(event) }
                }
                start = page.next
            } while start != nil && claimed.count < limit
        } catch {
            guard !claimed.isEmpty else { throw error }
        }
        return claimed
    }

    /// Drops events that were delivered. Their ids stay known, so that they do not happen again.
    ///
    /// - Throws: `SpendError`.
    public func acknowledgeEvents(_ ids: [String]) async throws(SpendError) {
        var guards: Set<ItemKey> = []
        for id in ids { guards.insert(try ItemKey.event(id)) }
        guard !guards.isEmpty else { return }
        var places: [ItemKey] = []
        for item in try await items.items(guards).values {
            guard let partition = item[ItemName.journalPartition]?.string,
                let sort = item[ItemName.journalSort]?.string
            else { throw SpendError(.corrupt, "the id of an event does not say where the event is") }
            places.append(ItemKey(partition, sort))
        }
        var rest = places[...]
        var attempt = 1
        while !rest.isEmpty {
            let batch = rest.prefix(TransactWriteItems.maximumCount)
            do throws(AWSError) {
                _ = try await aws.send(
                    TransactWriteItems(
                        batch.map { TransactWriteAction(removal: .init(key: $0.attributes, table: table)) }))
                rest = rest.dropFirst(batch.count)
            } catch {
                guard error.serviceCode == "TransactionCanceledException" else {
                    throw SpendError(error, table: table)
                }
                try await patience.wait(after: attempt, "others keep changing the events of \(table)", aws)
                attempt += 1
            }
        }
    }

    /// What one call of ``claimEvents(by:until:at:limit:)`` writes to the events that it takes.
    private struct Claim {
        /// Different for every call, so that a repeated request is told from another claimant's.
        let token: String
        let until: Double
        let now: Double

        private static let isFree = "attribute_not_exists(#c) OR #c <= :now"

        var filter: Filter {
            Filter(
                expression: Self.isFree, names: ["#c": ItemName.claimedUntil],
                values: [":now": .number(Self.text(now))])
        }

        func update(_ key: ItemKey, of table: String) -> UpdateItem {
            UpdateItem(
                key.attributes, of: table, "SET #c = :until, #w = :token",
                where: "attribute_exists(#v) AND (\(Self.isFree) OR #w = :token)",
                names: ["#c": ItemName.claimedUntil, "#w": ItemName.claimant, "#v": ItemName.version],
                values: [
                    ":now": .number(Self.text(now)), ":until": .number(Self.text(until)), ":token": .string(token),
                ])
        }

        /// A number's shortest digits.
        private static func text(_ number: Double) -> String { "\(number)" }
    }

    /// Claims one event; `false` where somebody else has it, or it is gone.
    private func take(_ key: ItemKey, by claim: Claim) async throws(SpendError) -> Bool {
        var attempt = 1
        while true {
            do throws(AWSError) {
                _ = try await aws.send(claim.update(key, of: table))
                return true
            } catch {
                switch error.serviceCode {
                case "ConditionalCheckFailedException", "TransactionConflictException": return false
                default: break
                }
                // A repeated claim of the same call is granted again.
                guard [.transport, .timeout, .serviceFault, .throttled].contains(error.code),
                    attempt < patience.maximumAttempts
                else { throw SpendError(error, table: table) }
                try await patience.wait(after: attempt, "the table \(table) does not answer", aws)
                attempt += 1
            }
        }
    }
}
