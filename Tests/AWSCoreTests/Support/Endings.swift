import BedrockCostTesting
import Synchronization

/// How transfers ended, in order.
final class Endings: Sendable {
    struct Ending: Equatable, Sendable {
        var isComplete: Bool
        var bytesRead: Int
    }

    private let kept = Mutex<[Ending]>([])

    var all: [Ending] { kept.withLock { $0 } }

    /// `response`, observed.
    func of(_ response: InProcessResponse) -> InProcessResponse {
        var response = response
        response.onEnd = { [self] ending in
            kept.withLock { $0.append(Ending(isComplete: ending.isComplete, bytesRead: ending.bytesRead)) }
        }
        return response
    }
}
