/// A class of tokens that has a price of its own.
public enum BilledTokenClass: String, Sendable, Hashable, CaseIterable {
    /// Prompt tokens that were neither read from nor written to the prompt cache.
    case input
    /// Generated tokens, reasoning included.
    case output
    /// Prompt tokens read from the cache.
    case cacheRead
    /// Prompt tokens written to the cache for five minutes.
    case cacheWrite5m
    /// Prompt tokens written to the cache for one hour.
    case cacheWrite1h
}

/// The rates of a model by token class, for calls in a Region or geography and for calls through a `global.` profile.
struct ModelPrices: Sendable {
    private let regional: [BilledTokenClass: ExactUSD]
    private let global: [BilledTokenClass: ExactUSD]

    /// Rates in USD per 1,000,000 tokens, in the order of ``BilledTokenClass``; the cache classes may be left out.
    init(regional: [String], global: [String]? = nil) {
        self.regional = Self.rates(regional)
        self.global = Self.rates(global ?? regional)
    }

    /// Whether tokens of `tokenClass` have a rate.
    func charges(for tokenClass: BilledTokenClass) -> Bool { regional[tokenClass] != nil }

    /// The price of one token.
    func perToken(_ tokenClass: BilledTokenClass, isGlobal: Bool) -> ExactUSD {
        (isGlobal ? global : regional)[tokenClass] ?? .zero
    }

    private static func rates(_ perMillion: [String]) -> [BilledTokenClass: ExactUSD] {
        var rates: [BilledTokenClass: ExactUSD] = [:]
        for (tokenClass, text) in zip(BilledTokenClass.allCases, perMillion) {
            // Rates have at most six digits behind the point, so a millionth of one is a whole number of femtodollars.
            rates[tokenClass] = ExactUSD(text).map { ExactUSD(femtodollars: $0.femtodollars / 1_000_000) }
        }
        return rates
    }
}

/// The service tier that served a call.
enum ServiceTier: String {
    case standard = "default"
    case flex
    case priority
    case reserved

    /// The price of `amount` at standard rates in this tier: flex costs half, priority 1.75 times.
    func price(_ amount: ExactUSD) -> ExactUSD {
        switch self {
        case .standard: amount
        case .flex: ExactUSD(femtodollars: amount.femtodollars / 2)
        case .priority: ExactUSD(femtodollars: amount.femtodollars * 7 / 4)
        case .reserved: .zero
        }
    }
}
