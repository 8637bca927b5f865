package import HTTPTypes

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// What a refusal says about another attempt.
public struct RetryAdvice: Sendable, Hashable {
    /// Whether to repeat the attempt, and why.
    public var retryClass: RetryClass
    /// How long the service asks to wait; `nil` where it does not say.
    public var wait: Duration?
    /// By how much ``wait`` may lengthen the client's own wait. 5 s by default, as in the AWS SDKs.
    public var patience: Duration = .seconds(5)

    /// Advice.
    public init(_ retryClass: RetryClass, after wait: Duration? = nil, patience: Duration = .seconds(5)) {
        self.retryClass = retryClass
        self.wait = wait
        self.patience = patience
    }
}

extension HTTPResponse {
    /// What `x-amz-retry-after` or `retry-after-ms` (milliseconds) or `Retry-After` (seconds, or a date) asks for.
    package func retryAfter(at now: Date) -> Duration? {
        for name in [HTTPField.Name.amzRetryAfter, .retryAfterMilliseconds] {
            if let text = headerFields[name], let milliseconds = Int(text), milliseconds >= 0 {
                return .milliseconds(milliseconds)
            }
        }
        guard let text = headerFields[.retryAfter] else { return nil }
        if let seconds = Int(text) { return seconds >= 0 ? .seconds(seconds) : nil }
        let wait = TimestampFormat.httpDate.date(from: text)?.timeIntervalSince(now)
        return wait.flatMap { $0 > 0 ? .seconds($0) : nil }
    }
}
