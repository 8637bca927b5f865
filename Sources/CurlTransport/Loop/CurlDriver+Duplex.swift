import HTTPTransport

/// Duplex exchanges whose peer is the first to end.
///
/// libcurl counts a transfer as over only when both directions are, and does not look at a request that is paused. So the loop
/// looks for what shows it.
extension CurlDriver {
    /// Ends the requests of exchanges whose response has ended: libcurl reads their connections no more.
    ///
    /// That shows in HTTP/1.1 only. In HTTP/2 libcurl watches a connection whatever became of the stream.
    func endAnsweredUploads() {
        reactor.hasStoppedReading = false
        for exchange in exchanges {
            guard let socket = exchange.socket, let transfer = exchange.transfer, transfer.isSendingPaused,
                !transfer.isReceivingPaused, !reactor.isReading(socket)
            else { continue }
            transfer.endUpload()
            nudge(exchange)
        }
    }

    /// Ends the duplex exchanges that libcurl does not read any more, though it watches their sockets.
    func endDeafExchanges() {
        fruitless.reset()
        for exchange in exchanges where exchange.isDuplex && exchange.transfer?.isSendingPaused == true {
            giveUp(exchange, with: TransportError(.connectionLost, "the peer ended the exchange before its request"))
        }
    }
}
