/// Recognises e-mail addresses and telephone numbers, which logs and bills must not carry unless somebody decided so.
///
/// It is a guard against accidents, not a proof: names and other identifiers pass. Account ids, UUIDs, dates, IP addresses
/// and Unix times are no telephone numbers to it.
enum PersonalData {
    /// What `text` looks like; `nil` where it looks like neither.
    static func kind(of text: String) -> String? {
        var hasAt = false
        var digits = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "@") { hasAt = true } else if isDigit(byte) { digits += 1 }
        }
        if hasAt, holdsAddress(Array(text.utf8)) { return "an e-mail address" }
        if digits >= 8, holdsNumber(Array(text.utf8)) { return "a telephone number" }
        return nil
    }

    /// `local@domain.tld` anywhere.
    private static func holdsAddress(_ bytes: [UInt8]) -> Bool {
        for at in bytes.indices where bytes[at] == UInt8(ascii: "@") {
            guard at > 0, isLetter(bytes[at - 1]) || isDigit(bytes[at - 1]) || "._%+-".utf8.contains(bytes[at - 1])
            else { continue }
            let domain = bytes[(at + 1)...].prefix { isLetter($0) || isDigit($0) || $0 == 0x2D || $0 == 0x2E }
            let labels = domain.split(separator: 0x2E, omittingEmptySubsequences: false)
            if let top = labels.last(where: { !$0.isEmpty }), labels.count > 1, labels.first?.isEmpty == false,
                top.count >= 2, top.allSatisfy(isLetter)
            {
                return true
            }
        }
        return false
    }

    private static func holdsNumber(_ bytes: [UInt8]) -> Bool {
        holdsInternationalNumber(bytes) || isNationalNumber(bytes) || isGroupedNumber(bytes)
    }

    /// `+` and 8 to 15 digits, with separators, where the `+` begins a word.
    private static func holdsInternationalNumber(_ bytes: [UInt8]) -> Bool {
        for plus in bytes.indices where bytes[plus] == UInt8(ascii: "+") {
            guard plus == 0 || !isLetter(bytes[plus - 1]) && !isDigit(bytes[plus - 1]) else { continue }
            let run = bytes[(plus + 1)...].prefix { isDigit($0) || isSeparator($0) }
            if (8...15).contains(run.count(where: isDigit)), run.first.map({ isDigit($0) || $0 == 0x28 }) == true {
                return true
            }
        }
        return false
    }

    /// The digits of a number dialled within a country: a trunk prefix `0`, or a Chinese mobile number. Unix times begin with
    /// `1` and have 10 or 13 digits, account ids have 12.
    private static func isNationalNumber(_ bytes: [UInt8]) -> Bool {
        guard bytes.allSatisfy(isDigit) else { return false }
        if bytes.count == 11, bytes[0] == UInt8(ascii: "1"), bytes[1] >= UInt8(ascii: "3") { return true }
        return (10...11).contains(bytes.count) && bytes[0] == UInt8(ascii: "0")
    }

    /// 9 to 15 digits in three or more groups and nothing else, such as `555-123-4567` or `(030) 1234 5678`.
    private static func isGroupedNumber(_ bytes: [UInt8]) -> Bool {
        guard bytes.allSatisfy({ isDigit($0) || isSeparator($0) }) else { return false }
        let groups = bytes.split(whereSeparator: { !isDigit($0) }).map(\.count)
        guard groups.count >= 3 || groups.count == 2 && bytes.contains(UInt8(ascii: "(")),
            (9...15).contains(groups.reduce(0, +))
        else { return false }
        // Dates (2026-01-31-002), IP addresses and versions (192.168.100.200), and account ids (1234-5678-9012) are none.
        let isDate = groups[0] == 4 && groups.count >= 3 && groups[1] == 2 && groups[2] == 2
        let isAddress = groups.count == 4 && bytes.contains(0x2E)
        return !isDate && !isAddress && groups != [4, 4, 4]
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    private static func isSeparator(_ byte: UInt8) -> Bool { " -./()".utf8.contains(byte) }
}
