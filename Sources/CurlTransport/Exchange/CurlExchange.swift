import CCurl
import HTTPTransport

/// One easy handle and the transfer that it carries at the moment. Used by the loop's thread only.
@safe
final class CurlExchange {
    let index: Int
    let easy: EasyHandle
    private(set) var transfer: Transfer?
    /// Why this side ended the transfer, where libcurl's own code does not say it.
    private(set) var failure: TransportError?
    /// A connection was there and libcurl began to write the request on it.
    private(set) var hasBegunSending = false
    /// This side's port of the connection in use, which tells connections apart; 0 for none.
    private(set) var localPort: Int32 = 0
    private var isGivenUp = false
    private(set) var isDuplex = false
    /// The socket of a duplex exchange, where it is known.
    private(set) var socket: Int32?
    /// The body of a duplex exchange's request has gone out to its end.
    private(set) var hasEndedSending = false
    var lastActivity = MonotonicTime()
    var totalDeadline: MonotonicTime?
    var uploaded = 0
    /// The driver lets go of its exchanges when its loop ends, which ends the cycle.
    private let driver: CurlDriver
    private var parser: ResponseHeadParser
    private let errorText: UnsafeMutablePointer<CChar>

    init(index: Int, driver: CurlDriver) throws(TransportError) {
        self.index = index
        self.driver = driver
        self.easy = try EasyHandle()
        self.parser = ResponseHeadParser(limit: driver.responseHeadLimit)
        unsafe self.errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        let easy = unsafe self.easy.raw
        _ = unsafe ccurl_set_pointer(easy, CURLOPT_PRIVATE, context)
        _ = unsafe ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText)
        _ = unsafe ccurl_set_write_callback(
            easy,
            { bytes, _, count, context in
                guard let exchange = unsafe CurlExchange.from(context) else { return 0 }
                return unsafe exchange.receiveBody(UnsafeRawBufferPointer(start: bytes, count: count))
            }, context)
        _ = unsafe ccurl_set_read_callback(
            easy,
            { bytes, _, count, context in
                guard let exchange = unsafe CurlExchange.from(context) else { return Int(CURL_READFUNC_ABORT) }
                return unsafe exchange.sendBody(UnsafeMutableRawBufferPointer(start: bytes, count: count))
            }, context)
        _ = unsafe ccurl_set_header_callback(
            easy,
            { bytes, _, count, context in
                guard let exchange = unsafe CurlExchange.from(context) else { return 0 }
                return unsafe exchange.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: count))
            }, context)
        _ = unsafe ccurl_set_prereq_callback(
            easy,
            { context, _, _, _, localPort in
                guard let exchange = unsafe CurlExchange.from(context) else { return CURL_PREREQFUNC_ABORT }
                return exchange.beginSending(from: localPort) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            }, context)
    }

    deinit { unsafe errorText.deallocate() }

    static func from(_ context: UnsafeMutableRawPointer?) -> CurlExchange? {
        guard let context = unsafe context else { return nil }
        return unsafe Unmanaged<CurlExchange>.fromOpaque(context).takeUnretainedValue()
    }

    // MARK: One transfer after the other

    /// Sets the handle up for `transfer`: what differs between requests; all else was set once.
    func carry(_ transfer: Transfer, now: MonotonicTime) {
        let wire = transfer.wire
        let options = transfer.options
        self.transfer = transfer
        failure = nil
        hasBegunSending = false
        localPort = 0
        lastActivity = now
        uploaded = 0
        hasEndedSending = false
        socket = nil
        totalDeadline = options.totalTimeout.map { now + $0 }
        parser = ResponseHeadParser(limit: driver.responseHeadLimit)
        unsafe errorText[0] = 0

        let easy = unsafe self.easy.raw
        if isGivenUp {
            isGivenUp = false
            _ = unsafe ccurl_set_long(easy, CURLOPT_FORBID_REUSE, 0)
        }
        if isDuplex {
            isDuplex = false
            clearUpload()
        }
        _ = unsafe ccurl_set_string(easy, CURLOPT_URL, wire.url)
        _ = unsafe ccurl_set_list(easy, CURLOPT_HTTPHEADER, wire.headers)
        switch wire.method {
        case .bodyless: _ = unsafe ccurl_set_long(easy, CURLOPT_HTTPGET, 1)
        case .head: _ = unsafe ccurl_set_long(easy, CURLOPT_NOBODY, 1)
        case .withBody:
            _ = unsafe ccurl_set_long(easy, CURLOPT_POST, 1)
            _ = unsafe ccurl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(wire.bodyLength))
            _ = unsafe ccurl_set_pointer(easy, CURLOPT_POSTFIELDS, wire.body)
        case .streamed:
            isDuplex = true
            prepareUpload()
        }
        _ = unsafe ccurl_set_string(easy, CURLOPT_CUSTOMREQUEST, wire.methodName)
        // Waiting for a connection that may turn out to be HTTP/2 pays over TLS; on plain http it would only queue.
        _ = unsafe ccurl_set_long(easy, CURLOPT_PIPEWAIT, wire.isSecure && !isDuplex ? 1 : 0)
        _ = unsafe ccurl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(options.connectTimeout))
    }

    /// Lets go of the transfer, whose memory libcurl must not see again.
    func release() {
        transfer = nil
        _ = unsafe ccurl_set_list(easy.raw, CURLOPT_HTTPHEADER, nil)
        _ = unsafe ccurl_set_pointer(easy.raw, CURLOPT_POSTFIELDS, nil)
    }

    /// Has libcurl close the connection with the transfer, if no other stream uses it.
    ///
    /// Ending one stream of an HTTP/2 connection takes a reset frame, which libcurl 7.88 leaves in its buffer until the
    /// connection has something else to send. A peer that goes on generating tokens is paid for.
    func giveUp() {
        guard !isGivenUp else { return }
        isGivenUp = true
        _ = unsafe ccurl_set_long(easy.raw, CURLOPT_FORBID_REUSE, 1)
    }

    /// Lets the peer's bytes come again.
    ///
    /// libcurl first offers what it held back, from inside this call. A transfer that refuses these bytes (they are too
    /// many) is not ended by libcurl: the answer says why it must be.
    func resumeReceiving() -> TransportError? {
        let sending = transfer?.isSendingPaused == true ? CURLPAUSE_SEND : 0
        return outcome(of: unsafe curl_easy_pause(easy.raw, sending))
    }

    /// What has to be done about a transfer for whose un-pausing libcurl answered `code`.
    func outcome(of code: CURLcode) -> TransportError? {
        code == CURLE_OK ? nil : failure ?? TransportError(code, of: self)
    }

    /// Has libcurl send what waits in the buffer of this transfer's connection, by a change of its window; answers as
    /// ``resumeReceiving()``.
    func flushConnection() -> TransportError? {
        _ = unsafe curl_easy_pause(easy.raw, CURLPAUSE_RECV)
        return resumeReceiving()
    }

    /// Whether a byte of the request has left.
    var hasSent: Bool { hasBegunSending && requestSize > 0 }

    /// The bytes of body that libcurl has sent.
    var uploadedSoFar: Int {
        var count: curl_off_t = 0
        _ = unsafe ccurl_get_offset(easy.raw, CURLINFO_SIZE_UPLOAD_T, &count)
        return Int(count)
    }

    /// libcurl's own words on a failure.
    var errorMessage: String { unsafe String(cString: errorText) }

    private var requestSize: Int {
        var size = 0
        _ = unsafe ccurl_get_long(easy.raw, CURLINFO_REQUEST_SIZE, &size)
        return size
    }

    /// `0` would mean libcurl's own default.
    private static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        return Int(max(1, min(seconds, 1_000_000) * 1_000 + attoseconds / 1_000_000_000_000_000))
    }

    // MARK: libcurl's callbacks

    /// libcurl has a connection and is about to write; `false` stops it.
    private func beginSending(from localPort: Int32) -> Bool {
        self.localPort = localPort
        lastActivity = driver.now
        if hasBegunSending, requestSize > 0, transfer?.wire.isIdempotent != true {
            // libcurl sends again by itself when a kept connection ends without an answer. The request may have been
            // carried out all the same, and a paid call is never repeated unasked.
            return fail(TransportError(.connectionLost, "the kept connection ended before it answered"), with: false)
        }
        if !hasBegunSending {
            hasBegunSending = true
            transfer?.beginSending()
            if isDuplex, let transfer {
                socket = driver.reactor.connection(onLocalPort: localPort)
                driver.hasNews(for: transfer)
            }
        }
        return true
    }

    private func sendBody(_ target: UnsafeMutableRawBufferPointer) -> Int {
        driver.hasMoved()
        guard let transfer else { return Int(CURL_READFUNC_ABORT) }
        switch unsafe transfer.supply(target) {
        case .bytes(let count):
            lastActivity = driver.now
            driver.hasNews(for: transfer)
            return count
        case .pause: return Int(CURL_READFUNC_PAUSE)
        case .end:
            // A peer that ended first is only seen by looking once more.
            hasEndedSending = true
            driver.nudge(self)
            return 0
        }
    }

    private func receiveHeader(_ line: UnsafeRawBufferPointer) -> Int {
        lastActivity = driver.now
        driver.hasMoved()
        guard let transfer else { return 0 }
        do throws(TransportError) {
            if case .head(let head) = unsafe try parser.take(line, known: &driver.knownFields) {
                // libcurl stops sending to a peer that refused, but not while it waits for bytes to send.
                if transfer.receive(head) { driver.nudge(self) }
                driver.hasNews(for: transfer)
            }
            return line.count
        } catch {
            return fail(error, with: 0)
        }
    }

    private func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        lastActivity = driver.now
        driver.hasMoved()
        guard let transfer else { return 0 }
        switch unsafe transfer.receive(bytes) {
        case .taken:
            driver.hasNews(for: transfer)
            return bytes.count
        case .paused: return Int(CURL_WRITEFUNC_PAUSE)
        case .closed: return 0
        case .tooLarge:
            let limit = transfer.options.responseBodyLimit ?? .max
            return fail(TransportError(.responseTooLarge, "the response body exceeds \(limit) bytes"), with: 0)
        }
    }

    /// Notes why the callback stops the transfer, by answering `answer`.
    private func fail<Answer>(_ error: TransportError, with answer: Answer) -> Answer {
        failure = error
        giveUp()
        return answer
    }
}
