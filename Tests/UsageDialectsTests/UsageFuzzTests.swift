import AWSCore
import Metering
import Testing
import UsageDialects

/// A generator of the same numbers in every run.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct `Mutated bodies` {
    /// 80,000 trees and 20,000 texts in all.
    @Test(arguments: 0..<4) func `never crash, and never count what cannot be`(_ seed: Int) throws {
        var random = SeededGenerator(state: UInt64(seed))
        let trees = try Samples.all.map { try $0.json() }
        for _ in 0..<20_000 {
            guard var tree = trees.randomElement(using: &random) else { return }
            for _ in 0..<Int.random(in: 1...4, using: &random) { tree = Self.mutated(tree, trees, 0.15, &random) }
            check(tree, &random)
        }
        let texts = Samples.all.map { Array($0.document.utf8) }
        for _ in 0..<5_000 {
            guard var bytes = texts.randomElement(using: &random) else { return }
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.insert(Array("0123456789eE-.{}[]\",:".utf8).randomElement(using: &random) ?? 0, at: place)
                case 2: bytes.removeSubrange(place..<min(bytes.count, place + 5))
                default: bytes.replaceSubrange(place..<place, with: bytes[place...].prefix(9))
                }
                if bytes.isEmpty { break }
            }
            if let reading = UsageReading(body: bytes) { check(reading) }
        }
    }

    private func check(_ tree: JSONValue, _ random: inout SeededGenerator) {
        if let reading = UsageReading(body: tree, request: tree) { check(reading) }
        if let dialect = UsageDialect.known.randomElement(using: &random), let reading = dialect.reading(of: tree) {
            check(reading)
        }
    }

    private func check(_ reading: UsageReading) {
        let counts = UsageClass.counted.map { reading.usage[$0] }
        if counts.contains(where: { !(0...30_000_000_000_000_000).contains($0) }) || reading.usage.total < 0 {
            Issue.record("\(reading)")
        }
    }

    private static let odd: [JSONValue] = [
        .null, true, "12", "", [], [:], -1, 0, 1, .int(.max), .int(.min), 1_000_000_000_000_000, 1_000_000_000_000_001,
        .double(0.5), .double(1e308), .double(-0.0), .double(9.2e18), .double(.infinity), .double(.nan), "1h", "5m",
        [["ttl": "1h", "inputTokens": 5]], ["input": ["speechTokens": .int(.max)]],
    ]

    /// The tree with some values replaced, members renamed, or parts of another tree put in.
    private static func mutated(
        _ tree: JSONValue, _ trees: [JSONValue], _ chance: Double, _ random: inout SeededGenerator
    ) -> JSONValue {
        if Double.random(in: 0..<1, using: &random) < chance / 3 {
            return Bool.random(using: &random)
                ? odd.randomElement(using: &random) ?? .null : trees.randomElement(using: &random) ?? .null
        }
        switch tree {
        case .object(let members):
            var changed: [String: JSONValue] = [:]
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                let roll = Double.random(in: 0..<1, using: &random)
                if roll < chance / 3 { continue }
                let other = roll < chance * 2 / 3 ? members.keys.sorted().randomElement(using: &random) ?? name : name
                changed[other] = mutated(value, trees, chance, &random)
            }
            return .object(changed)
        case .array(let elements): return .array(elements.map { mutated($0, trees, chance, &random) })
        case .int, .double, .string, .bool, .null:
            return Double.random(in: 0..<1, using: &random) < chance ? odd.randomElement(using: &random) ?? .null : tree
        }
    }
}
