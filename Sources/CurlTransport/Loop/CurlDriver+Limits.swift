import HTTPTransport

extension CurlDriver {
    /// While a long body is being sent, its progress is looked at this often per idle limit.
    static let checksPerIdleLimit = 8
    /// How often a duplex exchange whose request has ended is looked at, though its socket says nothing.
    static let endCheckInterval: Duration = .milliseconds(250)
    /// Longer bodies take more than one write.
    private static let longBody = 64 * 1_024

    /// Makes sure that limits are looked at when `deadline` comes.
    func expectLimit(_ deadline: MonotonicTime?) {
        guard let deadline else { return }
        nextLimit = min(nextLimit ?? deadline, deadline)
    }

    /// Ends the transfers whose idle or total limit has passed.
    ///
    /// Activity only moves an idle deadline later, so the least of all deadlines at one look is a safe time for the next:
    /// bytes that arrive cost no bookkeeping but a time stamp.
    func enforceLimits() {
        guard let limit = nextLimit, limit <= now else { return }
        nextLimit = nil
        for exchange in exchanges {
            guard let transfer = exchange.transfer else { continue }
            if let deadline = exchange.totalDeadline, deadline <= now {
                giveUp(exchange, with: .passed(.totalTimeout, transfer.options.totalTimeout, exchange))
                continue
            }
            expectLimit(exchange.totalDeadline)
            if exchange.hasEndedSending {
                nudge(exchange)
                expectLimit(now + Self.endCheckInterval)
            }
            guard let idle = transfer.options.idleTimeout else { continue }
            let deadline = idleDeadline(of: exchange, transfer, limit: idle)
            if deadline <= now {
                giveUp(exchange, with: .passed(.idleTimeout, idle, exchange))
            } else {
                expectLimit(deadline)
            }
        }
    }

    /// When the peer, if it goes on to send nothing, has been silent for `limit` while its bytes were awaited.
    private func idleDeadline(
        of exchange: CurlExchange, _ transfer: Transfer, limit: Duration
    ) -> MonotonicTime {
        // Connecting has its own limit, and a reader that is busy or holds the transfer back awaits nothing.
        guard exchange.hasBegunSending, let waitingSince = transfer.waitingSince else { return now + limit }
        if transfer.wire.bodyLength > Self.longBody, exchange.uploaded < transfer.wire.bodyLength {
            let uploaded = exchange.uploadedSoFar
            if uploaded != exchange.uploaded {
                exchange.uploaded = uploaded
                exchange.lastActivity = now
            }
            return min(now + limit / Self.checksPerIdleLimit, max(exchange.lastActivity, waitingSince) + limit)
        }
        return max(exchange.lastActivity, waitingSince) + limit
    }
}

extension TransportError {
    fileprivate static func passed(_ code: Code, _ limit: Duration?, _ exchange: CurlExchange) -> Self {
        let host = exchange.transfer?.wire.host ?? "the peer"
        let time = limit.map { "\($0)" } ?? "the limit"
        let message =
            code == .idleTimeout
            ? "\(host) sent nothing for \(time)" : "the exchange with \(host) took longer than \(time)"
        return Self(code, message, requestMayHaveBeenProcessed: exchange.hasSent)
    }
}
