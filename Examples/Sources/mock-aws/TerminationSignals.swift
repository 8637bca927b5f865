import Dispatch
import Foundation

/// Turns SIGTERM and SIGINT into the end of a wait, for as long as it lives.
final class TerminationSignals {
    private let events: AsyncStream<Void>
    private let sources: [any DispatchSourceSignal]

    init() {
        let (events, continuation) = AsyncStream.makeStream(of: Void.self)
        self.events = events
        sources = [SIGTERM, SIGINT].map { number in
            // The default action would end the process before it has closed its connections.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.finish() }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
    }

    /// Returns once one of the signals has come.
    func wait() async {
        for await _ in events {}
    }
}
