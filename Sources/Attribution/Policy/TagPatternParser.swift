/// Reads patterns: literals, `.`, `[a-z0-9_-]`, `[^…]`, `\d \w \s`, `( … | … )`, `? * + {2} {2,} {2,4}`.
///
/// A pattern always means the whole value; `^` at its beginning and `$` at its end change nothing. What other dialects have
/// beyond that is refused, with the place.
struct TagPatternParser {
    private let bytes: [UInt8]
    private var place = 0
    private var depth = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func parse() throws(TagPatternError) -> TagPatternNode {
        guard !bytes.isEmpty else { throw TagPatternError(message: "the pattern is empty") }
        guard bytes.count <= 1_000 else { throw TagPatternError(message: "the pattern has more than 1000 characters") }
        if bytes[0] == UInt8(ascii: "^") { place = 1 }
        let node = try choice()
        guard place == bytes.count else { throw flaw("a ) closes nothing") }
        return node
    }

    private func flaw(_ message: String) -> TagPatternError {
        TagPatternError(message: "the pattern cannot be read at character \(place + 1): \(message)")
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: scalar) else { return false }
        place += 1
        return true
    }

    private mutating func choice() throws(TagPatternError) -> TagPatternNode {
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(TagPatternError) -> TagPatternNode {
        var nodes: [TagPatternNode] = []
        while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            if byte == UInt8(ascii: "$"), place == bytes.count - 1 {
                place += 1
                break
            }
            nodes.append(try quantified(try atom()))
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func atom() throws(TagPatternError) -> TagPatternNode {
        guard let byte = next else { throw flaw("it ends too early") }
        switch byte {
        case UInt8(ascii: "("): return try group()
        case UInt8(ascii: "["): return try bracket()
        case UInt8(ascii: "\\"):
            place += 1
            return try escape().node
        case UInt8(ascii: "."):
            place += 1
            return ByteSet.any.node
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"):
            throw flaw("nothing stands before the repetition; write \\ before a sign that is meant itself")
        case UInt8(ascii: "^"), UInt8(ascii: "$"):
            throw flaw("a pattern always means the whole value; write \\ before a sign that is meant itself")
        default:
            guard byte < 0x80 else { throw flaw("codes are ASCII, and so are their patterns") }
            place += 1
            return ByteSet(byte).node
        }
    }

    private mutating func group() throws(TagPatternError) -> TagPatternNode {
        place += 1
        depth += 1
        guard depth <= 16 else { throw flaw("parentheses are nested more than 16 deep") }
        if take("?"), !take(":") { throw flaw("only (?: is known of groups with ?") }
        let node = try choice()
        guard take(")") else { throw flaw("a ( is not closed") }
        depth -= 1
        return node
    }

    private mutating func bracket() throws(TagPatternError) -> TagPatternNode {
        place += 1
        let isNegated = take("^")
        var set = ByteSet()
        var isFirst = true
        while let byte = next, isFirst || byte != UInt8(ascii: "]") {
            isFirst = false
            let low = try bracketMember()
            guard next == UInt8(ascii: "-"), place + 1 < bytes.count, bytes[place + 1] != UInt8(ascii: "]") else {
                set.formUnion(low)
                continue
            }
            place += 1
            let high = try bracketMember()
            guard let from = low.only, let through = high.only, from <= through else {
                throw flaw("a range goes from one character to a later one")
            }
            for byte in from...through { set.insert(byte) }
        }
        guard take("]") else { throw flaw("a [ is not closed") }
        return (isNegated ? set.complement : set).node
    }

    private mutating func bracketMember() throws(TagPatternError) -> ByteSet {
        guard let byte = next else { throw flaw("a [ is not closed") }
        guard byte < 0x80 else { throw flaw("codes are ASCII, and so are their patterns") }
        place += 1
        return byte == UInt8(ascii: "\\") ? try escape() : ByteSet(byte)
    }

    /// What stands behind a backslash.
    private mutating func escape() throws(TagPatternError) -> ByteSet {
        guard let byte = next, byte < 0x80 else { throw flaw("nothing stands behind the \\") }
        place += 1
        switch byte {
        case UInt8(ascii: "d"): return .digits
        case UInt8(ascii: "D"): return ByteSet.digits.complement
        case UInt8(ascii: "w"): return .word
        case UInt8(ascii: "W"): return ByteSet.word.complement
        case UInt8(ascii: "s"): return .space
        case UInt8(ascii: "S"): return ByteSet.space.complement
        default:
            guard !ByteSet.word.contains(byte) else {
                place -= 1
                throw flaw("only \\d \\w \\s, their opposites, and signs are known behind a \\")
            }
            return ByteSet(byte)
        }
    }

    private mutating func quantified(_ node: TagPatternNode) throws(TagPatternError) -> TagPatternNode {
        let repeated: TagPatternNode
        if take("*") {
            repeated = .repeated(node, from: 0, through: nil)
        } else if take("+") {
            repeated = .repeated(node, from: 1, through: nil)
        } else if take("?") {
            repeated = .repeated(node, from: 0, through: 1)
        } else if take("{") {
            let least = try number()
            let most: Int? = take(",") ? (next == UInt8(ascii: "}") ? nil : try number()) : least
            guard take("}") else { throw flaw("a { is not closed") }
            guard most.map({ $0 >= least && $0 > 0 }) ?? true else { throw flaw("a repetition ends before it begins") }
            repeated = .repeated(node, from: least, through: most)
        } else {
            return node
        }
        if let byte = next, "*+?{".utf8.contains(byte) { throw flaw("a repetition is repeated; put it in parentheses") }
        return repeated
    }

    private mutating func number() throws(TagPatternError) -> Int {
        var digits = ""
        while let byte = next, (0x30...0x39).contains(byte), digits.count < 4 {
            digits.unicodeScalars.append(Unicode.Scalar(byte))
            place += 1
        }
        guard let number = Int(digits), number <= TagPatternStates.limit else {
            throw flaw("a repetition counts from 0 to \(TagPatternStates.limit)")
        }
        return number
    }
}

/// A set of ASCII bytes.
private struct ByteSet {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init() {}
    init(_ byte: UInt8) { insert(byte) }
    init(_ text: StaticString) {
        text.withUTF8Buffer { for index in $0.indices { insert($0[index]) } }
    }

    static let any = ByteSet().complement
    static let digits = ByteSet("0123456789")
    static let word = ByteSet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
    static let space = ByteSet(" \t\n\u{0B}\u{0C}\r")

    mutating func insert(_ byte: UInt8) {
        if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
    }

    mutating func formUnion(_ other: ByteSet) {
        low |= other.low
        high |= other.high
    }

    func contains(_ byte: UInt8) -> Bool {
        byte < 64 ? low >> UInt64(byte) & 1 == 1 : byte < 128 && high >> UInt64(byte - 64) & 1 == 1
    }

    var complement: ByteSet {
        var set = ByteSet()
        set.low = ~low
        set.high = ~high
        return set
    }

    /// The byte, where there is just one.
    var only: UInt8? {
        guard low.nonzeroBitCount + high.nonzeroBitCount == 1 else { return nil }
        return UInt8(low != 0 ? low.trailingZeroBitCount : 64 + high.trailingZeroBitCount)
    }

    var node: TagPatternNode { .byte(low, high) }
}
