/// Follows the attempts of one call: what spends money is accounted for attempt by attempt.
///
/// The end of an attempt that was not refused is seen by whoever made the call: by its result, or by what it throws.
package protocol AttemptObserver: Sendable {
    /// Whether a further attempt, from the second on, may be sent. Asked after the wait.
    func mayBegin(attempt: Int) async -> Bool

    /// The request is signed, and handed to the transport now.
    func attemptBegins(_ attempt: Int)

    /// The service refused the attempt, or the transport failed before a good response's head. Whether another attempt follows is
    /// not decided yet.
    func attemptFailed(_ attempt: Int, _ error: AWSError) async
}
