/// A compiled pattern, which a whole value must match.
///
/// It is an automaton of at most 256 states that looks at each byte once: no pattern makes it slow, as backtracking does.
/// Swift's own `Regex` is neither `Sendable` nor bounded in time.
struct TagPattern: Sendable, CustomStringConvertible {
    /// The pattern as it was written.
    let description: String
    /// The states that can follow each state.
    private let follow: [TagPatternStates]
    /// The states that read each ASCII byte.
    private let readers: [TagPatternStates]
    private let first: TagPatternStates
    private let last: TagPatternStates
    private let matchesEmpty: Bool

    init(_ text: String) throws(TagPatternError) {
        var parser = TagPatternParser(text)
        var builder = TagPatternBuilder()
        let whole = try builder.add(try parser.parse())
        description = text
        follow = builder.follow
        readers = builder.readers
        first = whole.first
        last = whole.last
        matchesEmpty = whole.matchesEmpty
    }

    /// Whether the whole of `text` matches.
    func matches(_ text: String) -> Bool {
        var expected = first
        var active = TagPatternStates.none
        var isEmpty = true
        for byte in text.utf8 {
            guard byte < 0x80 else { return false }
            isEmpty = false
            active = expected & readers[Int(byte)]
            guard active != .none else { return false }
            expected = .none
            active.forEach { expected |= follow[$0] }
        }
        return isEmpty ? matchesEmpty : active & last != .none
    }
}

/// A pattern that cannot be read.
struct TagPatternError: Error {
    let message: String
}

/// A set of states.
typealias TagPatternStates = SIMD4<UInt64>

extension TagPatternStates {
    static let none = TagPatternStates.zero
    static let limit = 256

    static func state(_ position: Int) -> Self {
        var set = Self.zero
        set[position >> 6] = 1 << UInt64(position & 63)
        return set
    }

    func forEach(_ body: (Int) -> Void) {
        for word in 0..<4 {
            var bits = self[word]
            while bits != 0 {
                body(word << 6 | bits.trailingZeroBitCount)
                bits &= bits - 1
            }
        }
    }
}

/// A part of a pattern.
indirect enum TagPatternNode {
    /// One byte out of a set of ASCII bytes: those below 64 and the others.
    case byte(UInt64, UInt64)
    case sequence([TagPatternNode])
    case choice([TagPatternNode])
    case repeated(TagPatternNode, from: Int, through: Int?)
}

/// Makes states out of a pattern's parts: a state for each byte that is read (Glushkov's construction).
struct TagPatternBuilder {
    struct Part {
        var matchesEmpty = true
        var first = TagPatternStates.none
        var last = TagPatternStates.none
    }

    private(set) var follow: [TagPatternStates] = []
    private(set) var readers = [TagPatternStates](repeating: .none, count: 128)
    private var steps = 0

    mutating func add(_ node: TagPatternNode) throws(TagPatternError) -> Part {
        steps += 1
        // Repetitions of nothing make no states, but take time.
        guard steps <= 16 * TagPatternStates.limit else { throw Self.tooLarge }
        switch node {
        case .byte(let low, let high):
            guard follow.count < TagPatternStates.limit else { throw Self.tooLarge }
            let state = TagPatternStates.state(follow.count)
            follow.append(.none)
            for (base, set) in [(0, low), (64, high)] {
                var bits = set
                while bits != 0 {
                    readers[base + bits.trailingZeroBitCount] |= state
                    bits &= bits - 1
                }
            }
            return Part(matchesEmpty: false, first: state, last: state)
        case .sequence(let nodes):
            var whole = Part()
            for node in nodes { whole = join(whole, try add(node)) }
            return whole
        case .choice(let nodes):
            var whole = Part(matchesEmpty: false)
            for node in nodes {
                let part = try add(node)
                whole.matchesEmpty = whole.matchesEmpty || part.matchesEmpty
                whole.first |= part.first
                whole.last |= part.last
            }
            return whole
        case .repeated(let node, let least, let most):
            return try add(node, from: least, through: most)
        }
    }

    private mutating func add(_ node: TagPatternNode, from least: Int, through most: Int?) throws(TagPatternError)
        -> Part
    {
        var whole = Part()
        let copies = most ?? max(least, 1)
        for copy in stride(from: 1, through: copies, by: 1) {
            var part = try add(node)
            if most == nil, copy == copies { connect(part.last, to: part.first) }
            if copy > least { part.matchesEmpty = true }
            whole = join(whole, part)
        }
        return whole
    }

    private mutating func join(_ left: Part, _ right: Part) -> Part {
        connect(left.last, to: right.first)
        return Part(
            matchesEmpty: left.matchesEmpty && right.matchesEmpty,
            first: left.matchesEmpty ? left.first | right.first : left.first,
            last: right.matchesEmpty ? left.last | right.last : right.last)
    }

    private mutating func connect(_ states: TagPatternStates, to next: TagPatternStates) {
        states.forEach { follow[$0] |= next }
    }

    private static let tooLarge = TagPatternError(
        message:
            "the pattern is too large: it may read at most \(TagPatternStates.limit) characters in all branches together"
    )
}
