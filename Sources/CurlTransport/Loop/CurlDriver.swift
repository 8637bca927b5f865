import CCurl
import HTTPTransport

/// The loop: owns the multi handle and all easy handles, and is used by one thread only.
///
/// Each round it takes what the mailbox holds, lets libcurl work, resumes the readers for whom something came, and waits.
/// Readers are resumed after libcurl's work and never from inside its callbacks, so that a reply which arrived in one piece
/// (head, body and end) costs one resume.
final class CurlDriver {
    let responseHeadLimit: Int
    /// Read once a round; precise enough for limits of whole exchanges.
    private(set) var now = MonotonicTime.now
    var knownFields = FieldCache()
    private let configuration: CurlTransport.Configuration
    private let mailbox: Mailbox
    private let executor: LoopExecutor
    let reactor: Reactor
    private let multi: MultiHandle
    private let share: ShareHandle
    private let addressOverrides: StringList
    private(set) var exchanges: [CurlExchange] = []
    private var idle: [Int] = []
    private var readers: [Transfer] = []
    private var nudged: [CurlExchange] = []
    var fruitless = FruitlessRounds()
    /// No limit of any transfer passes before this.
    var nextLimit: MonotonicTime?

    init(
        _ configuration: CurlTransport.Configuration, mailbox: Mailbox, executor: LoopExecutor, waker: Waker
    ) throws(TransportError) {
        self.configuration = configuration
        self.responseHeadLimit = configuration.responseHeadLimit
        self.mailbox = mailbox
        self.executor = executor
        self.reactor = try Reactor(waker: waker)
        self.share = try ShareHandle()
        self.addressOverrides = StringList(configuration.addressOverrides.map(\.curlEntry))
        self.multi = try MultiHandle(reactor: reactor)
        _ = unsafe ccurl_multi_set_long(multi.raw, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        // How many streams a connection takes is the server's to say; libcurl's own limit of 100 would only open more.
        _ = unsafe ccurl_multi_set_long(multi.raw, CURLMOPT_MAX_CONCURRENT_STREAMS, 1_000)
        _ = unsafe ccurl_multi_set_long(multi.raw, CURLMOPT_MAXCONNECTS, configuration.connectionCacheSize)
        _ = unsafe ccurl_multi_set_long(
            multi.raw, CURLMOPT_MAX_HOST_CONNECTIONS, configuration.connectionsPerHost ?? 0)
    }

    // MARK: The rounds

    /// Runs until the mailbox says stop and holds no more jobs.
    func run() {
        mailbox.adoptCurrentThread()
        let unownedExecutor = unsafe executor.asUnownedTaskExecutor()
        var contents = Mailbox.Contents()
        var roundsWithoutWait = 0
        while true {
            mailbox.take(into: &contents)
            for command in contents.commands { perform(command) }
            contents.commands.removeAll(keepingCapacity: true)
            if !contents.jobs.isEmpty {
                for job in contents.jobs { unsafe job.runSynchronously(on: unownedExecutor) }
                contents.jobs.removeAll(keepingCapacity: true)
                now = .now
            }
            if contents.isStopping {
                failAll(.shutDown)
                resumeReaders()
                if mailbox.closeIfEmpty() { break }
                continue
            }
            work(waiting: nil)
            if mailbox.fallAsleep() {
                work(waiting: millisecondsToWait())
                roundsWithoutWait = 0
            } else {
                // Jobs that make more jobs must not keep libcurl from its sockets.
                roundsWithoutWait += 1
                if roundsWithoutWait >= 4 {
                    work(waiting: 0)
                    roundsWithoutWait = 0
                }
            }
        }
        // Easy handles go before the multi handle and the share handle that they used.
        exchanges = []
    }

    /// Lets libcurl work, on its timers or on sockets after a wait, and gives out what came of it.
    private func work(waiting milliseconds: Int32?) {
        if let milliseconds {
            let hasEvents = reactor.wait(milliseconds: milliseconds, for: multi)
            now = .now
            fruitless.count(hasEvents: hasEvents, at: now)
        }
        reactor.runTimers(of: multi, now: now)
        collectEnded()
        if reactor.hasStoppedReading { endAnsweredUploads() }
        if fruitless.isSpinning { endDeafExchanges() }
        enforceLimits()
        if !nudged.isEmpty { nudgeAll() }
        resumeReaders()
    }

    private func nudgeAll() {
        let exchanges = nudged
        nudged.removeAll(keepingCapacity: true)
        for exchange in exchanges where exchange.transfer != nil {
            if let error = exchange.nudge() { giveUp(exchange, with: error) }
            // What a full socket held back may go out later, unseen by anybody but libcurl.
            if exchange.hasEndedSending { expectLimit(now + Self.endCheckInterval) }
        }
    }

    private func millisecondsToWait() -> Int32 {
        switch (reactor.timerDeadline, nextLimit) {
        case (let timer?, let limit?): now.milliseconds(until: min(timer, limit))
        case (let deadline?, nil), (nil, let deadline?): now.milliseconds(until: deadline)
        case (nil, nil): -1
        }
    }

    /// Notes that the reader of `transfer` has something to take.
    func hasNews(for transfer: Transfer) {
        if readers.last !== transfer { readers.append(transfer) }
    }

    private func resumeReaders() {
        guard !readers.isEmpty else { return }
        for transfer in readers { transfer.resumeWaiters() }
        readers.removeAll(keepingCapacity: true)
    }

    /// Has libcurl look at `exchange` after this round.
    func nudge(_ exchange: CurlExchange) { nudged.append(exchange) }

    /// Notes that libcurl has made use of what its sockets reported.
    func hasMoved() { fruitless.hasMoved = true }

    // MARK: Transfers

    private func perform(_ command: Mailbox.Command) {
        switch command {
        case .start(let transfer): start(transfer)
        case .unpause(let transfer):
            guard let exchange = exchange(of: transfer) else { return }
            exchange.lastActivity = now
            if let error = exchange.resumeReceiving() { giveUp(exchange, with: error) }
        case .resumeSending(let transfer):
            guard let exchange = exchange(of: transfer) else { return }
            if let error = exchange.resumeSending() { giveUp(exchange, with: error) }
        case .close(let transfer):
            guard let exchange = exchange(of: transfer) else { return }
            giveUp(
                exchange, with: TransportError(.cancelled, "cancelled", requestMayHaveBeenProcessed: exchange.hasSent))
        }
    }

    private func exchange(of transfer: Transfer) -> CurlExchange? {
        guard let slot = transfer.slot else { return nil }
        return exchanges[slot]
    }

    private func start(_ transfer: Transfer) {
        // Cancelled before its turn came.
        guard transfer.isOpen else { return }
        let exchange: CurlExchange
        do throws(TransportError) {
            if let index = idle.popLast() { exchange = exchanges[index] } else { exchange = try makeExchange() }
        } catch {
            transfer.finish(error)
            return hasNews(for: transfer)
        }
        exchange.carry(transfer, now: now)
        transfer.slot = exchange.index
        guard unsafe curl_multi_add_handle(multi.raw, exchange.easy.raw) == CURLM_OK else {
            return end(
                exchange,
                with: TransportError(
                    .connectFailed, "libcurl takes no more transfers", requestMayHaveBeenProcessed: false))
        }
        expectLimit(exchange.totalDeadline)
        expectLimit(transfer.options.idleTimeout.map { now + $0 / Self.checksPerIdleLimit })
    }

    private func makeExchange() throws(TransportError) -> CurlExchange {
        let exchange = try CurlExchange(index: exchanges.count, driver: self)
        reactor.attach(to: exchange.easy)
        configuration.apply(to: exchange.easy)
        _ = unsafe ccurl_set_list(exchange.easy.raw, CURLOPT_RESOLVE, addressOverrides.raw)
        _ = unsafe ccurl_set_pointer(exchange.easy.raw, CURLOPT_SHARE, share.raw)
        exchanges.append(exchange)
        return exchange
    }

    private func collectEnded() {
        while true {
            var left: Int32 = 0
            guard let message = unsafe curl_multi_info_read(multi.raw, &left) else { return }
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            var context: UnsafeMutableRawPointer?
            _ = unsafe ccurl_get_private(message.pointee.easy_handle, &context)
            guard let exchange = unsafe CurlExchange.from(context) else { continue }
            let code = unsafe message.pointee.data.result
            if let failure = exchange.failure {
                giveUp(exchange, with: failure)
            } else {
                end(exchange, with: code == CURLE_OK ? nil : TransportError(code, of: exchange))
            }
        }
    }

    /// Ends a transfer that still runs: closes its connection, or resets its stream and leaves the others.
    func giveUp(_ exchange: CurlExchange, with error: TransportError) {
        let port = exchange.localPort
        exchange.giveUp()
        end(exchange, with: error)
        guard port != 0, let other = exchanges.first(where: { $0.transfer != nil && $0.localPort == port }) else {
            return
        }
        if let error = other.flushConnection() { giveUp(other, with: error) }
    }

    /// Takes the transfer out of libcurl and tells its reader.
    private func end(_ exchange: CurlExchange, with error: TransportError?) {
        _ = unsafe curl_multi_remove_handle(multi.raw, exchange.easy.raw)
        if let transfer = exchange.transfer {
            transfer.finish(error)
            hasNews(for: transfer)
        }
        exchange.release()
        idle.append(exchange.index)
    }

    private func failAll(_ error: TransportError) {
        for exchange in exchanges where exchange.transfer != nil {
            var error = error
            error.requestMayHaveBeenProcessed = exchange.hasSent
            giveUp(exchange, with: error)
        }
    }
}
