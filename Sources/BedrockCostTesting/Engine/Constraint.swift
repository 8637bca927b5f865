/// The patterns of the services' models, as predicates.
///
/// Each has the service's own regular expression, which its error messages quote.
struct Constraint {
    let pattern: String
    let range: ClosedRange<Int>
    private let matches: @Sendable (String) -> Bool

    /// Throws the service's words for the first rule that `value` breaks.
    ///
    /// - Parameter isSensitive: Whether the message must not repeat the value.
    func check(_ value: String, at member: String, isSensitive: Bool = false) throws(ServiceFault) {
        let shown = isSensitive ? nil : value
        let length = value.unicodeScalars.count
        if length < range.lowerBound {
            throw .constraint(
                member, shown, "Member must have length greater than or equal to \(range.lowerBound)")
        }
        if length > range.upperBound {
            throw .constraint(member, shown, "Member must have length less than or equal to \(range.upperBound)")
        }
        if !matches(value) {
            throw .constraint(member, shown, "Member must satisfy regular expression pattern: \(pattern)")
        }
    }

    static let profileName = Constraint(pattern: "([0-9a-zA-Z][ _-]?)+", range: 1...64) {
        isChain($0, of: isAlphanumeric)
    }
    static let profileDescription = Constraint(pattern: "([0-9a-zA-Z:.][ _-]?)+", range: 1...200) {
        isChain($0) { isAlphanumeric($0) || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") }
    }
    static let clientToken = Constraint(
        pattern: "[a-zA-Z0-9]([-a-zA-Z0-9]{0,254}[a-zA-Z0-9])?", range: 1...256
    ) { value in
        let bytes = Array(value.utf8)
        guard let first = bytes.first, let last = bytes.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && bytes.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }
    static let tagKey = Constraint(pattern: #"[a-zA-Z0-9\s._:/=+@-]*"#, range: 1...128) {
        $0.utf8.allSatisfy { isAlphanumeric($0) || isSpace($0) || "._:/=+@-".utf8.contains($0) }
    }
    static let tagValue = Constraint(pattern: #"[a-zA-Z0-9\s._:/=+@-]*"#, range: 0...256) {
        $0.utf8.allSatisfy { isAlphanumeric($0) || isSpace($0) || "._:/=+@-".utf8.contains($0) }
    }
    static let metadataKey = Constraint(pattern: #"[a-zA-Z0-9\s:_@$#=/+,-.]{1,256}"#, range: 1...256) {
        $0.utf8.allSatisfy { isAlphanumeric($0) || isSpace($0) || ":_@$#=/+,-.".utf8.contains($0) }
    }
    static let metadataValue = Constraint(pattern: #"[a-zA-Z0-9\s:_@$#=/+,-.]{0,256}"#, range: 0...256) {
        $0.utf8.allSatisfy { isAlphanumeric($0) || isSpace($0) || ":_@$#=/+,-.".utf8.contains($0) }
    }
    static let copyFrom = Constraint(
        pattern: "arn:aws(|-us-gov|-cn|-iso|-iso-b):bedrock:(|[0-9a-z-]{0,20}):(|[0-9]{12}):"
            + "(inference-profile|foundation-model)/[a-zA-Z0-9-:.]+",
        range: 1...2_048
    ) { value in
        guard let arn = ResourceName(value), arn.service == "bedrock" else { return false }
        return ["inference-profile", "foundation-model"].contains(arn.type)
            && (arn.account.isEmpty || arn.account.utf8.count == 12 && arn.account.utf8.allSatisfy(isDigit))
            && !arn.id.isEmpty
            && arn.id.utf8.allSatisfy { isAlphanumeric($0) || "-:.".utf8.contains($0) }
    }
    static let toolName = Constraint(pattern: "[a-zA-Z0-9_-]+", range: 1...64) {
        $0.utf8.allSatisfy { isAlphanumeric($0) || "_-".utf8.contains($0) }
    }
    static let roleSessionName = Constraint(pattern: #"[\w+=,.@-]*"#, range: 2...64) {
        $0.utf8.allSatisfy { isAlphanumeric($0) || "_+=,.@-".utf8.contains($0) }
    }

    private init(pattern: String, range: ClosedRange<Int>, matches: @escaping @Sendable (String) -> Bool) {
        self.pattern = pattern
        self.range = range
        self.matches = matches
    }

    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// `\s`: space, tab, line feed, vertical tab, form feed, carriage return.
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Whether `value` is made of links, each a byte that `isLink` accepts and at most one of space, `_` and `-`.
    private static func isChain(_ value: String, of isLink: (UInt8) -> Bool) -> Bool {
        var mayJoin = false
        for byte in value.utf8 {
            if isLink(byte) {
                mayJoin = true
            } else if mayJoin, " _-".utf8.contains(byte) {
                mayJoin = false
            } else {
                return false
            }
        }
        return !value.isEmpty
    }
}

/// The parts of an ARN, read by the simulator's own rules.
struct ResourceName {
    let partition: String
    let service: String
    let region: String
    let account: String
    /// What stands before the first `/` of the last part, such as `inference-profile`.
    let type: String
    /// What stands behind it.
    let id: String

    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "arn", parts[1].hasPrefix("aws"), !parts[2].isEmpty else { return nil }
        partition = parts[1]
        service = parts[2]
        region = parts[3]
        account = parts[4]
        let halves = parts[5].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        type = halves.count == 2 ? halves[0] : ""
        id = halves.last ?? ""
    }
}
