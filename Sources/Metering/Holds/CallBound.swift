/// How many tokens a prompt may have, as far as it is known before the call.
public struct PromptSize: Sendable, Hashable {
    /// The most tokens that it may have.
    public let mostTokens: Int
    /// Whether it has exactly so many.
    public let isCounted: Bool

    private init(_ tokens: Int, isCounted: Bool) {
        mostTokens = max(tokens, 0)
        self.isCounted = isCounted
    }

    /// A prompt whose tokens were counted for the model, as CountTokens does.
    public static func counted(_ tokens: Int) -> Self { Self(tokens, isCounted: true) }

    /// What each message may add to the tokens of its text: the marks of its role, its beginning and its end.
    public static let tokensPerMessage = 16
    /// What a call may add to the tokens of its messages.
    public static let tokensPerCall = 64
    /// What a model may be told besides about the use of tools. Claude's instructions for it have up to 735 tokens.
    public static let tokensForTools = 768

    /// A prompt of which only the length is known: at most as many tokens as bytes, and what the service adds to them.
    ///
    /// Tokenizers that put bytes together (BPE), as those of the models on Bedrock do, make no more tokens than a text has bytes;
    /// of English prose it is about a quarter. Take all text: the system prompt, the messages, the definitions of tools and their
    /// results.
    ///
    /// - Parameters:
    ///   - utf8Bytes: The length of all text in UTF-8.
    ///   - messages: The number of messages, the system prompt among them.
    ///   - hasTools: Whether tools are defined.
    ///   - attachmentTokens: The most tokens of images and documents, which have no relation to their bytes.
    public static func atMost(
        utf8Bytes: Int, messages: Int = 1, hasTools: Bool = false, attachmentTokens: Int = 0
    ) -> Self {
        let perMessages = max(messages, 0).saturatingProduct(tokensPerMessage)
        let sum = [perMessages, tokensPerCall, hasTools ? tokensForTools : 0, max(attachmentTokens, 0)]
            .reduce(max(utf8Bytes, 0)) { $0.saturatingSum($1) }
        return Self(sum, isCounted: false)
    }
}

/// Whether a call may write its prompt to a prompt cache, which costs more than to read it.
public enum PromptCaching: Sendable, Hashable {
    /// It has no cache point.
    case none
    /// It may write for five minutes.
    case fiveMinutes
    /// It may write for one hour.
    case oneHour

    /// The classes that a token of the prompt may be billed in.
    var classes: [UsageClass] {
        switch self {
        case .none: [.input]
        case .fiveMinutes: [.input, .cacheRead, .cacheWrite5m]
        case .oneHour: [.input, .cacheRead, .cacheWrite5m, .cacheWrite1h]
        }
    }
}

/// The most that a call may use.
public struct CallBound: Sendable, Hashable {
    /// The size of the prompt.
    public let prompt: PromptSize
    /// The most tokens of the answer, reasoning included, as the request says. A request that does not say has no bound but the
    /// model's.
    public let maxTokens: Int
    /// Whether the prompt may be written to a cache.
    public let caching: PromptCaching
    /// What the call may use besides, such as the images that it asks for. Its tokens of text are not read.
    public let besides: TokenUsage

    /// A bound.
    public init(
        prompt: PromptSize, maxTokens: Int, caching: PromptCaching = .none, besides: TokenUsage = .zero
    ) {
        self.prompt = prompt
        self.maxTokens = max(maxTokens, 0)
        self.caching = caching
        self.besides = besides
    }

    /// The most tokens, prompt and answer.
    public var mostTokens: Int { prompt.mostTokens.saturatingSum(maxTokens) }
}

extension Int {
    func saturatingSum(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    fileprivate func saturatingProduct(_ other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
