#if AsyncHTTPClient
import HTTPTransport
import NIOCore

/// The limits of time of one exchange, as `TransportOptions` define them.
struct ExchangeClock {
    private let options: TransportOptions
    private let connectDeadline: NIODeadline
    private let totalDeadline: NIODeadline?
    private let idle: TimeAmount?

    init(_ options: TransportOptions, start: NIODeadline) {
        self.options = options
        connectDeadline = start + TimeAmount(options.connectTimeout)
        totalDeadline = options.totalTimeout.map { start + TimeAmount($0) }
        idle = options.idleTimeout.map { TimeAmount($0) }
    }

    /// - Parameter silentSince: Since when awaited bytes have not come; `nil` while none are awaited.
    func nextDeadline(hasBegunSending: Bool, silentSince: NIODeadline?) -> NIODeadline? {
        [
            hasBegunSending ? nil : connectDeadline, totalDeadline, idleDeadline(silentSince),
        ].compactMap(\.self).min()
    }

    func passed(
        at now: NIODeadline, hasBegunSending: Bool, silentSince: NIODeadline?
    ) -> (code: TransportError.Code, message: String)? {
        if let totalDeadline, totalDeadline <= now {
            return (.totalTimeout, "the exchange took longer than \(text(options.totalTimeout))")
        }
        if !hasBegunSending, connectDeadline <= now {
            return (.connectTimeout, "no connection within \(options.connectTimeout)")
        }
        if let deadline = idleDeadline(silentSince), deadline <= now {
            return (.idleTimeout, "the peer sent nothing for \(text(options.idleTimeout))")
        }
        return nil
    }

    private func idleDeadline(_ silentSince: NIODeadline?) -> NIODeadline? {
        guard let idle, let silentSince else { return nil }
        return silentSince + idle
    }

    private func text(_ limit: Duration?) -> String { limit.map { "\($0)" } ?? "the limit" }
}
#endif
