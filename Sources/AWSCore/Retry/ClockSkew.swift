#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// How far each host's clock is ahead of ours, as its refusals of our signatures tell.
struct ClockSkew {
    /// Hosts accept signatures some minutes old; a smaller difference is not why they refuse one.
    private static let threshold: TimeInterval = 240
    private static let refusalCodes: Set<String> = [
        "RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture", "InvalidSignatureException",
        "SignatureDoesNotMatch", "AuthFailure", "AccessDeniedException",
    ]

    private var offsets: [String: TimeInterval] = [:]

    /// What to add to our time for a signature that `host` will check.
    func offset(for host: String) -> TimeInterval { offsets[host] ?? 0 }

    /// Learns from an error of `host`; `true` where the request was signed with an offset so wrong that another attempt
    /// makes sense, though a call at the same time may have learned it already.
    mutating func learn(
        from host: String, code: String, serverDate: Date, now: Date, signedWith used: TimeInterval
    ) -> Bool {
        guard Self.refusalCodes.contains(code) else { return false }
        let measured = serverDate.timeIntervalSince(now)
        guard abs(measured - used) > Self.threshold else { return false }
        offsets[host] = measured
        return true
    }
}
