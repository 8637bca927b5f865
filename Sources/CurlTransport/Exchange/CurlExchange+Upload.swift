import CCurl
import HTTPTransport

/// Duplex exchanges: libcurl asks for the request's body piece by piece.
extension CurlExchange {
    /// Sets the handle up for a body of unknown length.
    func prepareUpload() {
        let easy = unsafe self.easy.raw
        _ = unsafe ccurl_set_long(easy, CURLOPT_POST, 1)
        _ = unsafe ccurl_set_pointer(easy, CURLOPT_POSTFIELDS, nil)
        _ = unsafe ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, -1)
        // A request that has begun cannot be sent again, so it does not go on a kept connection that may be dead.
        _ = unsafe ccurl_set_long(easy, CURLOPT_FRESH_CONNECT, 1)
    }

    /// Undoes what requests of other kinds must not find.
    func clearUpload() {
        _ = unsafe ccurl_set_long(easy.raw, CURLOPT_FRESH_CONNECT, 0)
    }

    /// Has libcurl ask for bytes again; answers as ``resumeReceiving()``.
    func resumeSending() -> TransportError? { pause(0) }

    /// Has libcurl look at the transfer though its socket says nothing, and ask for bytes if it still wants some; answers as
    /// ``resumeReceiving()``.
    func nudge() -> TransportError? { pause(CURLPAUSE_SEND) ?? pause(0) }

    /// Sets what is paused besides what the reader holds back.
    private func pause(_ sending: Int32) -> TransportError? {
        let receiving = transfer?.isReceivingPaused == true ? CURLPAUSE_RECV : 0
        return outcome(of: unsafe curl_easy_pause(easy.raw, receiving | sending))
    }
}
