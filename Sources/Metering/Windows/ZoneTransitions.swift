/// What a TZif file (RFC 9636) says of a zone: when its offset changed, and the rule for the time after.
struct ZoneTransitions: Hashable, Sendable {
    /// When the offset changed, ascending, in seconds since 1970.
    private var times: [Int] = []
    /// Seconds east of UTC: before the first change, and after each.
    private var offsets: [Int]
    /// What holds from the last change on, where the file tells.
    private var rule: PosixZoneRule?

    /// One offset for all time.
    init(constant offset: Int) { offsets = [offset] }

    /// The offset at a time, in seconds since 1970, and from when to when it holds. Neighbours may have the same offset.
    func stretch(at time: Int) -> ZoneStretch {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] <= time { low = middle + 1 } else { high = middle }
        }
        let start = low > 0 ? times[low - 1] : nil
        guard low == times.count, let rule else {
            return ZoneStretch(offset: offsets[low], start: start, end: low < times.count ? times[low] : nil)
        }
        var stretch = rule.stretch(at: time)
        if let start { stretch.start = max(start, stretch.start ?? start) }
        return stretch
    }
}

extension ZoneTransitions {
    /// Reads the content of a TZif file of any version.
    init(tzif bytes: [UInt8], zone: String) throws(SpendPeriodError) {
        var reader = TZifReader(rest: bytes[...], zone: zone)
        var header = try reader.takeHeader()
        let isWide = header.version != 0
        if isWide {
            try reader.skip(header.sizeOfBody(timeSize: 4))
            header = try reader.takeHeader()
        }
        guard header.leapSeconds == 0 else {
            throw reader.malformed("its data count leap seconds, which dates do not")
        }
        guard header.types > 0 else { throw reader.malformed("it names no offset") }
        let times = try reader.takeTimes(header.times, size: isWide ? 8 : 4)
        let indices = try reader.take(header.times)
        var types: [Int] = []
        for _ in 0..<header.types {
            types.append(try reader.takeOffset())
            try reader.skip(2)
        }
        // Before the first change, the first type holds.
        var offsets = [types[0]]
        for index in indices {
            guard Int(index) < types.count else {
                throw reader.malformed("a change leads to an offset that it does not name")
            }
            offsets.append(types[Int(index)])
        }
        try reader.skip(header.characters + header.standardFlags + header.universalFlags)
        self.times = times
        self.offsets = offsets
        rule = isWide ? try reader.takeFooter() : nil
    }
}

private struct TZifReader {
    struct Header {
        var version: UInt8
        var universalFlags: Int
        var standardFlags: Int
        var leapSeconds: Int
        var times: Int
        var types: Int
        var characters: Int

        func sizeOfBody(timeSize: Int) -> Int {
            times * (timeSize + 1) + types * 6 + characters + leapSeconds * (timeSize + 4) + standardFlags
                + universalFlags
        }
    }

    var rest: ArraySlice<UInt8>
    let zone: String

    func malformed(_ reason: String) -> SpendPeriodError {
        SpendPeriodError(.malformedZone, "the data of \"\(zone)\" cannot be used: \(reason)")
    }

    mutating func take(_ count: Int) throws(SpendPeriodError) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw malformed("they end too early") }
        let taken = rest.prefix(count)
        rest = rest.dropFirst(count)
        return taken
    }

    mutating func skip(_ count: Int) throws(SpendPeriodError) { _ = try take(count) }

    /// A signed number, highest byte first.
    private mutating func takeInteger(size: Int) throws(SpendPeriodError) -> Int {
        let bytes = try take(size)
        let value = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size == 4 ? Int(Int32(truncatingIfNeeded: value)) : Int(Int64(bitPattern: value))
    }

    private mutating func takeCount() throws(SpendPeriodError) -> Int {
        let count = try takeInteger(size: 4)
        guard count >= 0 else { throw malformed("a count is out of range") }
        return count
    }

    mutating func takeHeader() throws(SpendPeriodError) -> Header {
        guard rest.starts(with: Array("TZif".utf8)) else { throw malformed("they are not in the TZif format") }
        try skip(4)
        let version = try take(1).first ?? 0
        try skip(15)
        return Header(
            version: version, universalFlags: try takeCount(), standardFlags: try takeCount(),
            leapSeconds: try takeCount(), times: try takeCount(), types: try takeCount(), characters: try takeCount())
    }

    mutating func takeTimes(_ count: Int, size: Int) throws(SpendPeriodError) -> [Int] {
        // Before room is made for them: a broken count must not claim memory.
        guard count <= rest.count / size else { throw malformed("they end too early") }
        var times: [Int] = []
        times.reserveCapacity(count)
        for _ in 0..<count {
            let time = try takeInteger(size: size)
            guard time > times.last ?? .min else { throw malformed("its changes are not in the order of time") }
            times.append(time)
        }
        return times
    }

    mutating func takeOffset() throws(SpendPeriodError) -> Int {
        let offset = try takeInteger(size: 4)
        // The range of RFC 9636, which the search for the beginning of a day relies on.
        guard (-89_999...93_599).contains(offset) else { throw malformed("an offset is out of range") }
        return offset
    }

    mutating func takeFooter() throws(SpendPeriodError) -> PosixZoneRule? {
        guard rest.first == UInt8(ascii: "\n"), let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "\n")),
            let text = String(validating: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
        else { throw malformed("they end without a rule for the time to come") }
        guard !text.isEmpty else { return nil }
        guard let rule = PosixZoneRule(text) else { throw malformed("\"\(text.prefix(64))\" is no rule") }
        return rule
    }
}
