import HTTPTransport
import HTTPTypes
import Synchronization

/// The head of a duplex exchange's response, which comes when the service sends it.
///
/// Whoever asks first reads it, and where it is a refusal the error's document; all get the same answer.
final class DuplexOpening: Sendable {
    private let response: DuplexResponse
    private let refusal: @Sendable (HTTPResponse, _ body: [UInt8]) -> AWSError
    private let answer = Mutex<Result<String?, AWSError>?>(nil)

    /// - Parameter refusal: What a response that is no stream means.
    init(_ response: DuplexResponse, refusal: @escaping @Sendable (HTTPResponse, _ body: [UInt8]) -> AWSError) {
        self.response = response
        self.refusal = refusal
    }

    /// The id that AWS gave the request, once the service has accepted it.
    ///
    /// - Throws: ``AWSError``: the service's refusal, or that no response came.
    func requestID() async throws(AWSError) -> String? {
        if let answer = answer.withLock({ $0 }) { return try answer.get() }
        let answer: Result<String?, AWSError>
        do throws(TransportError) {
            let head = try await response.head()
            if (200..<300).contains(head.status.code) {
                answer = .success(head.requestID)
            } else {
                answer = .failure(refusal(head, await response.body.errorDocument()))
            }
        } catch {
            answer = .failure(AWSError(error))
        }
        self.answer.withLock { $0 = answer }
        return try answer.get()
    }
}
