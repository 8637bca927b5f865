import BedrockCost
import BedrockCostTesting
import Foundation
import Synchronization

/// Keeps what it is told.
final class Notebook<Note: Sendable>: Sendable {
    private let state = Mutex<[Note]>([])

    var notes: [Note] { state.withLock(\.self) }
    func write(_ note: Note) { state.withLock { $0.append(note) } }
}

extension Notebook: CallObserving where Note == CallEvent {
    func observe(_ event: CallEvent) { write(event) }
}

/// A sink that keeps what it is given, and fails while it is told to.
final class TestSink: AlertSink {
    struct Refusal: Error {}

    private let failures: Mutex<Int>
    private let notebook = Notebook<SpendAlert>()

    init(failing failures: Int = 0) { self.failures = Mutex(failures) }

    var alerts: [SpendAlert] { notebook.notes }

    func deliver(_ alert: SpendAlert) async throws {
        let fails = failures.withLock { failures in
            defer { failures = max(failures - 1, 0) }
            return failures > 0
        }
        if fails { throw Refusal() }
        notebook.write(alert)
    }
}

extension CallEvent.Kind {
    /// The kind in a word.
    var name: String {
        switch self {
        case .began: "began"
        case .sent(let attempt): "sent \(attempt)"
        case .ended(let end): "ended \(end.errorType ?? "well")"
        case .settled(let line): "settled \(line.attempt)"
        case .admitted: "admitted"
        case .denied: "denied"
        case .refused: "refused"
        case .failed: "failed"
        default: "other"
        }
    }
}
