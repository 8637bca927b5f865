import AWSCore
import Attribution
import Metering

/// The limits of AWS Budgets' model and reference.
enum InputRules {
    static func check(account: String) throws(AWSError) {
        guard account.utf8.count == 12, account.utf8.allSatisfy(isDigit) else {
            throw .invalidInput("AccountId", "an account has 12 digits, \(account.debugDescription) is none")
        }
    }

    static func check(budgetName name: String) throws(AWSError) {
        guard (1...100).contains(name.unicodeScalars.count) else {
            throw .invalidInput("BudgetName", "1 to 100 characters, got \(name.unicodeScalars.count)")
        }
        let folded = name.lowercased()
        guard !name.contains(":"), !name.contains("\\"), !name.contains("/action/"), !folded.contains("<script>") else {
            throw .invalidInput("BudgetName", "\(name.debugDescription) holds one of : \\ /action/ <script>")
        }
    }

    static func check(actionID id: String) throws(AWSError) {
        let parts = id.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [8, 4, 4, 4, 12], parts.joined().utf8.allSatisfy(isHexadecimal) else {
            throw .invalidInput("ActionId", "\(id.debugDescription) is not of the form 8-4-4-4-12 hexadecimal digits")
        }
    }

    static func check(maxResults: Int?, atMost limit: Int = 100) throws(AWSError) {
        if let maxResults, !(1...limit).contains(maxResults) {
            throw .invalidInput("MaxResults", "from 1 to \(limit), got \(maxResults)")
        }
    }

    static func check(period: Budget.Period?) throws(AWSError) {
        if let start = period?.start, let end = period?.end, start >= end {
            throw .invalidInput("TimePeriod", "its end must be after its start")
        }
    }

    static func check(_ spend: BudgetSpend, _ member: String) throws(AWSError) {
        // ([0-9]*\.)?[0-9]+
        let parts = spend.amount.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let isDecimal = parts.allSatisfy { $0.utf8.allSatisfy(isDigit) } && !(parts.last ?? "").isEmpty
        guard isDecimal else {
            throw .invalidInput(
                member, "an amount is digits with a point between them, which \(spend.amount.debugDescription) is not")
        }
        guard !spend.unit.isEmpty else { throw .invalidInput(member, "a unit is needed, such as USD") }
    }

    static func check(_ threshold: BudgetThreshold, _ member: String) throws(AWSError) {
        guard let number = try? ExactDecimal(threshold.number), number >= .zero,
            number <= ExactDecimal(15_000_000_000_000)
        else { throw .invalidInput(member, "from 0 to 15000000000000, got \(threshold.number)") }
    }

    static func check(_ subscribers: [BudgetSubscriber]) throws(AWSError) {
        let emails = subscribers.count { $0.channel == .email }
        let topics = subscribers.count { $0.channel == .sns }
        guard !subscribers.isEmpty else { throw .invalidInput("Subscribers", "at least one is needed") }
        guard emails <= 10, topics <= 1, subscribers.count <= 11 else {
            throw .invalidInput(
                "Subscribers", "at most 10 e-mail addresses and one SNS topic, got \(emails) and \(topics)")
        }
        guard Set(subscribers).count == subscribers.count else {
            throw .invalidInput("Subscribers", "the same subscriber comes twice")
        }
        for subscriber in subscribers { try check(subscriber) }
    }

    static func check(_ subscriber: BudgetSubscriber) throws(AWSError) {
        // The addresses are personal: no message shows one.
        switch subscriber.channel {
        case .email:
            let halves = subscriber.address.split(separator: "@", omittingEmptySubsequences: false)
            guard halves.count == 2, !halves.contains(where: \.isEmpty) else {
                throw .invalidInput("Subscribers", "an e-mail subscriber's address is not of the form name@host")
            }
        case .sns:
            guard ARN(subscriber.address)?.service == "sns" else {
                throw .invalidInput("Subscribers", "an SNS subscriber's address is not the ARN of a topic")
            }
        default: break
        }
    }

    static func check(resourceTags tags: TagSet?) throws(AWSError) {
        guard let tags else { return }
        guard tags.count <= 200 else { throw .invalidInput("ResourceTags", "at most 200, got \(tags.count)") }
        var keys: Set<String> = []
        for tag in tags {
            guard (1...128).contains(tag.key.unicodeScalars.count), tag.value.unicodeScalars.count <= 256 else {
                throw .invalidInput("ResourceTags", "a key has 1 to 128 characters, a value up to 256")
            }
            guard keys.insert(tag.key).inserted else {
                throw .invalidInput("ResourceTags", "the key \(tag.key.debugDescription) comes twice")
            }
        }
    }

    static func check(resourceTagKeys keys: [String]) throws(AWSError) {
        guard keys.count <= 200 else { throw .invalidInput("ResourceTagKeys", "at most 200, got \(keys.count)") }
        guard keys.allSatisfy({ (1...128).contains($0.unicodeScalars.count) }) else {
            throw .invalidInput("ResourceTagKeys", "a key has 1 to 128 characters")
        }
    }

    static func check(resourceARN arn: ARN) throws(AWSError) {
        guard arn.service == "budgets", arn.resourceType == "budget" else {
            throw .invalidInput("ResourceARN", "\(arn) is not the ARN of a budget or a budget action")
        }
        guard arn.rawValue.unicodeScalars.count <= 1011 else {
            throw .invalidInput("ResourceARN", "at most 1011 characters, got \(arn.rawValue.unicodeScalars.count)")
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}
