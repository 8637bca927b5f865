import AWSCore
import Metering

/// What one event of a stream tells the meter.
struct StreamReading: Sendable {
    /// What the call has used, where the event tells.
    var usage: TokenUsage?
    /// How the call was served, where the event tells.
    var tier: PriceTier?
    /// Bytes of the answer's text.
    var textBytes = 0
}

extension Meter {
    /// Runs a stream in a task of its own, which goes on when the reader has left, and lends its events to `body`.
    func stream<Request: MeteredRequest, Event: Sendable, Value>(
        _ request: Request, _ operation: String,
        reading: @escaping @Sendable (Event) -> StreamReading,
        receive: @escaping @Sendable (AWSClient, Request, _ deliver: (Event) async -> Void) async throws -> String?,
        _ body: (MeteredEvents<Event>) async throws -> Value
    ) async throws -> Value {
        let (call, request) = try await begin(request, operation)
        let relay = EventRelay<Event>()
        let task = background.start {
            var seen = StreamReading()
            do {
                let requestID = try await receive(call.aws, request) { event in
                    let reading = reading(event)
                    seen.usage = reading.usage ?? seen.usage
                    seen.tier = reading.tier ?? seen.tier
                    seen.textBytes += reading.textBytes
                    await relay.send(event)
                }
                await call.succeeded(seen.usage, tier: seen.tier, requestID: requestID, source: "stream")
                relay.end(.success(()))
            } catch {
                if let usage = seen.usage {
                    // The service has told all that there is to tell, whatever went wrong behind it.
                    await call.succeeded(usage, tier: seen.tier, requestID: nil, source: "stream", isOver: false)
                } else if relay.hasLeft {
                    await call.left(afterBytes: seen.textBytes, requestID: nil)
                }
                await call.failed(error)
                relay.end(.failure(error))
            }
        }
        let outcome: Result<Value, any Error>
        do {
            outcome = .success(try await body(MeteredEvents(relay: relay)))
        } catch {
            outcome = .failure(error)
        }
        relay.leave()
        if relay.hasEnded {
            await task.value
        } else {
            leaveBehind(task)
        }
        return try outcome.get()
    }

    /// Nobody reads the stream any more: it ends now, or goes on in the background within bounds.
    private func leaveBehind(_ task: Task<Void, Never>) {
        switch configuration.streamEnding {
        case .estimate: task.cancel()
        case .drain(let limit):
            let clock = aws.configuration.clock
            background.start {
                await withTaskGroup(of: Bool.self) { group in
                    group.addTask {
                        await task.value
                        return true
                    }
                    group.addTask {
                        // Cancelled where the stream ends first.
                        (try? await clock.sleep(for: limit)) == nil
                    }
                    if await group.next() == false { task.cancel() }
                    group.cancelAll()
                }
            }
        }
    }
}
