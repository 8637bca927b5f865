/// When spending is too fast: two shares that what was spent in a span of time must both exceed.
///
/// A budget burns where the spending of the span, if it went on, would exceed what is left before the window ends, and where it is
/// more than a share of what the window allows: without the second, the first call of a month would raise an alarm.
public struct BurnRule: Sendable, Hashable {
    /// What the alarm is called, such as `fast`: 1 to 40 ASCII letters, digits, `-` and `_`.
    public var level: String
    /// The span that is looked back on.
    public var span: Duration
    /// The least that must have been spent in the span, in hundredths of what the window allows.
    public var leastPercent: Int

    /// A rule.
    public init(_ level: String, over span: Duration, atLeast leastPercent: Int) {
        self.level = level
        self.span = span
        self.leastPercent = leastPercent
    }

    /// More than 2 % of the window's allowance within an hour, and too much to go on.
    public static let fast = Self("fast", over: .seconds(3_600), atLeast: 2)
    /// More than 5 % of the window's allowance within six hours, and too much to go on.
    public static let slow = Self("slow", over: .seconds(21_600), atLeast: 5)

    /// Refuses a rule that can never be kept or told.
    ///
    /// - Throws: ``SpendError`` of code ``SpendError/Code/invalidInput``.
    public func validate() throws(SpendError) {
        guard (1...40).contains(level.utf8.count),
            level.utf8.allSatisfy({
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || "-_".utf8.contains($0)
            })
        else {
            throw SpendError(.invalidInput, "the level of a burn rule has 1 to 40 ASCII letters, digits, - and _")
        }
        guard span >= .seconds(1), span <= .seconds(31_536_000) else {
            throw SpendError(.invalidInput, "burn rule \(level): the span is a second to a year")
        }
        guard (0...100).contains(leastPercent) else {
            throw SpendError(.invalidInput, "burn rule \(level): the least share is 0 to 100 per cent")
        }
    }
}
