/// What a call is billed for, in classes that do not overlap: each token, image and second is counted in exactly one of
/// them, and each class has a price of its own.
///
/// Time is counted in whole milliseconds, so that it is exact, sums up in any order, and has an exact price.
public struct TokenUsage: Sendable, Hashable {
    /// Input tokens that were neither read from nor written to a prompt cache; of text, and of whatever else the service
    /// counts like text.
    public var input: Int
    /// Output tokens, reasoning included.
    public var output: Int
    /// Input tokens that were read from a prompt cache.
    public var cacheRead: Int
    /// Input tokens that were written to a prompt cache for five minutes.
    ///
    /// Writes of which the service does not tell the time to live are counted here: five minutes is its default.
    public var cacheWrite5m: Int
    /// Input tokens that were written to a prompt cache for one hour.
    public var cacheWrite1h: Int
    /// How many of the ``output`` tokens were reasoning; `nil` where the service does not tell. Never to be added to
    /// ``output``, which contains them.
    public var reasoning: Int?

    /// Input tokens of sound that are counted apart from ``input``, as speech models do.
    public var inputAudioTokens = 0
    /// Output tokens of sound that are counted apart from ``output``.
    public var outputAudioTokens = 0
    /// Images that were read and are billed one by one, as by multimodal embedding models.
    public var inputImages = 0
    /// Images that were made.
    public var outputImages = 0
    /// Milliseconds of sound that were heard, where they are billed by time.
    public var inputAudioMilliseconds = 0
    /// Milliseconds of sound that were made, where they are billed by time.
    public var outputAudioMilliseconds = 0
    /// Milliseconds of film that were watched, where they are billed by time.
    public var inputVideoMilliseconds = 0
    /// Milliseconds of film that were made.
    public var outputVideoMilliseconds = 0
    /// Queries of a reranking or search model.
    public var searchUnits = 0

    /// A usage of the given counts of tokens. The other classes are zero until they are set.
    public init(
        input: Int = 0, output: Int = 0, cacheRead: Int = 0, cacheWrite5m: Int = 0, cacheWrite1h: Int = 0,
        reasoning: Int? = nil
    ) {
        self.input = input
        self.output = output
        self.cacheRead = cacheRead
        self.cacheWrite5m = cacheWrite5m
        self.cacheWrite1h = cacheWrite1h
        self.reasoning = reasoning
    }

    /// A usage of which the cache writes are known as a total and, perhaps, by time to live.
    ///
    /// - Parameters:
    ///   - input: Input tokens outside the cache.
    ///   - output: Output tokens.
    ///   - cacheRead: Input tokens read from the cache.
    ///   - cacheWrite: All input tokens written to the cache; what the next two do not explain counts as five minutes.
    ///   - attributed5m: Those known to be written for five minutes.
    ///   - attributed1h: Those known to be written for one hour.
    ///   - reasoning: Output tokens that were reasoning, if known.
    public init(
        input: Int, output: Int, cacheRead: Int, cacheWrite: Int, attributed5m: Int, attributed1h: Int,
        reasoning: Int? = nil
    ) {
        self.init(
            input: input, output: output, cacheRead: cacheRead,
            cacheWrite5m: max(attributed5m, cacheWrite - attributed1h), cacheWrite1h: attributed1h,
            reasoning: reasoning)
    }

    /// A usage of which the prompt is told as OpenAI's API does: with what came from the cache and what was written to it.
    ///
    /// - Parameters:
    ///   - prompt: All tokens of the prompt.
    ///   - cacheRead: Those of them that came from the cache.
    ///   - cacheWrite: Those that were written to it. For how long is not told, and counts as five minutes.
    ///   - output: Output tokens, reasoning included.
    ///   - reasoning: Output tokens that were reasoning, if known.
    public init(
        promptWithCache prompt: Int, cacheRead: Int = 0, cacheWrite: Int = 0, output: Int, reasoning: Int? = nil
    ) {
        self.init(
            input: max(0, prompt - cacheRead - cacheWrite), output: output, cacheRead: cacheRead,
            cacheWrite5m: cacheWrite, reasoning: reasoning)
    }

    /// Nothing.
    public static let zero = Self()

    /// All tokens of the prompt: input, cache reads and writes, and those of sound.
    public var prompt: Int { input + cacheRead + cacheWrite5m + cacheWrite1h + inputAudioTokens }

    /// All tokens, prompt and output. Images, time and queries are no tokens.
    public var total: Int { prompt + output + outputAudioTokens }

    /// The count of a class; zero for one that is not among ``UsageClass/counted``.
    public subscript(_ usageClass: UsageClass) -> Int {
        Self.members.first { $0.usageClass == usageClass }.map { self[keyPath: $0.path] } ?? 0
    }

    /// Whether anything is counted that is not text, which most calls do not have.
    var hasMedia: Bool {
        inputAudioTokens | outputAudioTokens | inputImages | outputImages | inputAudioMilliseconds
            | outputAudioMilliseconds | inputVideoMilliseconds | outputVideoMilliseconds | searchUnits != 0
    }

    /// What is counted that is not text.
    var withoutText: Self {
        var usage = self
        for member in Self.members[..<Self.textClassCount] { usage[keyPath: member.path] = 0 }
        usage.reasoning = nil
        return usage
    }

    /// A class of usage and the member that counts it.
    struct Member: Sendable {
        let usageClass: UsageClass
        let path: any WritableKeyPath<TokenUsage, Int> & Sendable
    }

    /// All classes; the first ``textClassCount`` of them count text.
    static let members = [
        Member(usageClass: .input, path: \.input), Member(usageClass: .output, path: \.output),
        Member(usageClass: .cacheRead, path: \.cacheRead), Member(usageClass: .cacheWrite5m, path: \.cacheWrite5m),
        Member(usageClass: .cacheWrite1h, path: \.cacheWrite1h),
        Member(usageClass: .inputAudioTokens, path: \.inputAudioTokens),
        Member(usageClass: .outputAudioTokens, path: \.outputAudioTokens),
        Member(usageClass: .inputImages, path: \.inputImages), Member(usageClass: .outputImages, path: \.outputImages),
        Member(usageClass: .inputAudioMilliseconds, path: \.inputAudioMilliseconds),
        Member(usageClass: .outputAudioMilliseconds, path: \.outputAudioMilliseconds),
        Member(usageClass: .inputVideoMilliseconds, path: \.inputVideoMilliseconds),
        Member(usageClass: .outputVideoMilliseconds, path: \.outputVideoMilliseconds),
        Member(usageClass: .searchUnits, path: \.searchUnits),
    ]
    static let textClassCount = 5

    /// The sum of two usages, class by class. Reasoning is known where either side knows it.
    public static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum += right
        return sum
    }

    /// Adds a usage to another, class by class.
    public static func += (left: inout Self, right: Self) {
        left.input += right.input
        left.output += right.output
        left.cacheRead += right.cacheRead
        left.cacheWrite5m += right.cacheWrite5m
        left.cacheWrite1h += right.cacheWrite1h
        left.reasoning = left.reasoning.map { $0 + (right.reasoning ?? 0) } ?? right.reasoning
        guard right.hasMedia else { return }
        for member in members[textClassCount...] { left[keyPath: member.path] += right[keyPath: member.path] }
    }

    /// The difference of two usages, class by class, as entries that take others back need it.
    static func - (left: Self, right: Self) -> Self {
        var difference = left
        for member in members { difference[keyPath: member.path] -= right[keyPath: member.path] }
        difference.reasoning = right.reasoning.map { (left.reasoning ?? 0) - $0 } ?? left.reasoning
        return difference
    }
}

extension TokenUsage: Codable {
    /// The largest count that is decoded: so far from any real one that sums of thousands of them still fit.
    package static let largestCount = 1_000_000_000_000_000

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }

        static let reasoning = Key("reasoning")
    }

    /// Decodes counts by the names of their classes; what is absent is zero.
    ///
    /// - Throws: `DecodingError`, also for counts of more than 10¹⁵.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func count(_ key: Key) throws -> Int? {
            let count = try container.decodeIfPresent(Int.self, forKey: key)
            guard let count, count.magnitude > UInt(Self.largestCount) else { return count }
            throw DecodingError.dataCorruptedError(
                forKey: key, in: container, debugDescription: "\(count) is more than a usage can count")
        }
        self.init()
        for member in Self.members { self[keyPath: member.path] = try count(Key(member.usageClass.rawValue)) ?? 0 }
        reasoning = try count(.reasoning)
    }

    /// Encodes the counts of text, and what else is not zero.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for (index, member) in Self.members.enumerated() {
            let count = self[keyPath: member.path]
            guard index < Self.textClassCount || count != 0 else { continue }
            try container.encode(count, forKey: Key(member.usageClass.rawValue))
        }
        try container.encodeIfPresent(reasoning, forKey: .reasoning)
    }
}
