/// What one price of AWS's price list is for, told by the words of its usage type and attributes.
struct PriceMeter: Equatable {
    var usageClass: UsageClass
    var tier: PriceTier = .standard
    var isGlobal = false
    /// Whether it holds for prompts beyond the model's step only.
    var isLongContext = false

    /// What the words say; of words that are not understood, nothing is guessed.
    enum Reading: Equatable {
        case meter(PriceMeter)
        case otherProduct(String)
        case unknown(String)
    }

    /// Reads words in lower case, such as `cache write 1h input token count global`.
    static func reading(_ words: [String]) -> Reading {
        let set = Set(words)
        if let other = words.first(where: otherProducts.contains) { return .otherProduct(other) }
        if set.contains("latency") && set.contains("optimized") || set.contains("latencyoptimized") {
            return reading(words, tier: .latencyOptimized)
        }
        for (word, tier) in tiers where set.contains(word) { return reading(words, tier: tier) }
        return reading(words, tier: .standard)
    }

    private static func reading(_ words: [String], tier: PriceTier) -> Reading {
        let set = Set(words)
        func has(_ any: String...) -> Bool { any.contains(where: set.contains) }
        func meter(_ usageClass: UsageClass) -> Reading {
            .meter(
                PriceMeter(
                    usageClass: usageClass, tier: tier, isGlobal: has("global"),
                    isLongContext: has("lctx") || has("long") && has("ctx", "context")))
        }
        // Images and films have a price for each size and quality, whose names are open.
        if has("t2i", "i2i") { return meter(variant(of: .outputImages, words)) }
        if has("t2v", "i2v") { return meter(variant(of: .outputVideoMilliseconds, words)) }
        if has("created", "generated") && has("image", "images") { return meter(.outputImages) }
        if let unknown = words.first(where: { !vocabulary.contains($0) }) { return .unknown(unknown) }
        if has("cacheread") || has("cache") && has("read") { return meter(.cacheRead) }
        if has("cachewrite") || has("cache") && has("write") {
            let isHour = has("1h", "60m") || has("1") && has("hour")
            return meter(isHour ? .cacheWrite1h : .cacheWrite5m)
        }
        if has("search", "query", "queries", "rerank") { return meter(.searchUnits) }
        let isInput = has("input")
        guard isInput != has("output", "response") else {
            // A film's price may say no more than that it is for film.
            if has("video"), !isInput { return meter(.outputVideoMilliseconds) }
            return .unknown(words.joined(separator: " "))
        }
        let isToken = has("token", "tokens")
        if has("audio", "speech") {
            if isToken { return meter(isInput ? .inputAudioTokens : .outputAudioTokens) }
            return meter(isInput ? .inputAudioMilliseconds : .outputAudioMilliseconds)
        }
        if has("video") {
            if isToken { return meter(UsageClass(rawValue: isInput ? "inputVideoTokens" : "outputVideoTokens")) }
            return meter(isInput ? .inputVideoMilliseconds : .outputVideoMilliseconds)
        }
        if has("image", "images") {
            if isToken { return meter(UsageClass(rawValue: isInput ? "inputImageTokens" : "outputImageTokens")) }
            if has("document") { return meter(UsageClass(rawValue: "inputImages/document")) }
            return meter(isInput ? .inputImages : .outputImages)
        }
        return meter(isInput ? .input : .output)
    }

    /// The class of one size and quality, such as `outputImages/t2i-1024-premium`.
    private static func variant(of usageClass: UsageClass, _ words: [String]) -> UsageClass {
        var seen: Set<String> = ["global", "cross", "region"]
        let variant = words.filter { seen.insert($0).inserted }
        return UsageClass(rawValue: "\(usageClass)/\(variant.joined(separator: "-"))")
    }

    private static let tiers: [(String, PriceTier)] = [
        ("batch", .batch), ("flex", .flex), ("priority", .priority), ("ultrafast", PriceTier(rawValue: "ultrafast")),
    ]

    /// Words of which one makes a price one of something else than inference by the token.
    private static let otherProducts: Set<String> = [
        "reserved", "provisioned", "throughput", "tpm", "customization", "custom", "customized", "storage", "training",
        "import", "imported", "evaluation", "distillation", "guardrail", "guardrails", "rft", "grounding", "tuning",
        "finetuning", "hosting", "units/hour",
    ]

    private static let vocabulary: Set<String> = [
        "input", "output", "response", "token", "tokens", "count", "text", "prompt", "cache", "read", "write",
        "cacheread", "cachewrite", "1h", "60m", "5m", "30m", "1", "5", "30", "hour", "minute", "minutes", "min",
        "global",
        "cross", "region", "standard", "batch", "flex", "priority", "ultrafast", "latency", "optimized",
        "latencyoptimized", "lctx", "long", "ctx", "context", "million", "unit", "units", "mantle", "speech",
        "understanding", "audio", "video", "image", "images", "document", "second", "seconds", "search", "query",
        "queries", "rerank", "standardimage", "inference", "on", "demand",
    ]

    /// The words of a name in kebab, snake or camel case, in lower case: `CacheWrite1hInputTokenCount_Global` has six.
    static func words(of name: some StringProtocol) -> [String] {
        var words: [String] = []
        var word = ""
        var before: Character?
        for character in name {
            defer { before = character }
            guard character.isLetter || character.isNumber || character == "." else {
                if !word.isEmpty { words.append(word) }
                word = ""
                continue
            }
            let isHump = before.map { $0.isLowercase && (character.isUppercase || character.isNumber) } ?? false
            if isHump, !word.isEmpty {
                words.append(word)
                word = ""
            }
            word += character.lowercased()
        }
        if !word.isEmpty { words.append(word) }
        return words
    }
}

/// The unit that a price list tells a price for.
struct PriceUnit: Equatable {
    enum Kind { case tokens, images, time, searches, opaque }

    var kind: Kind
    /// How many tokens, images, milliseconds or searches the price is for.
    var count: Int

    /// Reads `1K tokens`, `1M tokens`, `image`, `Second`, `Units`; `nil` for other units.
    init?(_ text: String) {
        var rest = text.lowercased().filter { $0 != " " }[...]
        let digits = rest.prefix { $0.isNumber }
        rest = rest.dropFirst(digits.count)
        guard digits.count <= 9, var count = digits.isEmpty ? 1 : Int(digits) else { return nil }
        if let scale = ["k": 1_000, "m": 1_000_000][rest.prefix(1)], !["minute", "minutes"].contains(String(rest)) {
            count *= scale
            rest = rest.dropFirst()
        }
        switch rest {
        case "token", "tokens": kind = .tokens
        case "image", "images": kind = .images
        case "second", "seconds", "sec": (kind, count) = (.time, count * 1_000)
        case "minute", "minutes": (kind, count) = (.time, count * 60_000)
        case "searchunit", "searchunits", "search", "searches", "query", "queries", "request", "requests":
            kind = .searches
        case "unit", "units": kind = .opaque
        default: return nil
        }
        self.count = count
    }

    /// How many units of a class the price is for; `nil` where the class is not counted in this unit.
    func count(of usageClass: UsageClass) -> Int? {
        let counted: Kind =
            if usageClass.rawValue.contains("Milliseconds") {
                .time
            } else if usageClass.rawValue.contains("Images") {
                .images
            } else if usageClass == .searchUnits {
                .searches
            } else {
                .tokens
            }
        // The Marketplace counts tokens by the million, and seconds and images by one.
        if kind == .opaque {
            return switch counted {
            case .tokens: count * 1_000_000
            case .time: count * 1_000
            default: count
            }
        }
        return counted == kind ? count : nil
    }
}
