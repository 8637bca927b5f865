/// Runs tasks on the loop's thread, between libcurl's events.
final class LoopExecutor: TaskExecutor {
    private let mailbox: Mailbox

    init(mailbox: Mailbox) { self.mailbox = mailbox }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // A task outlives the transport that it prefers; it goes on where others run.
        if !mailbox.post(job) { globalConcurrentExecutor.enqueue(job) }
    }
}
