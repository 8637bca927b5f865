import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A response that the service keeps.
struct StoredResponse {
    var object: ResponseObject
    let input: [JSONValue]
    /// The whole conversation up to this response's input.
    let context: [JSONValue]
    let expiry: Date
}

/// The responses that an account keeps in a Region, apart by endpoint and project.
struct ResponseStore {
    struct Key: Hashable {
        let endpoint: InferenceEndpoint
        let project: String
        let id: String
    }

    /// How long a response is kept.
    static let lifetime = 30 * 86_400.0

    private var responses: [Key: StoredResponse] = [:]

    subscript(key: Key) -> StoredResponse? {
        get { responses[key] }
        set { responses[key] = newValue }
    }

    /// The response under `key`, where it is kept still.
    func response(_ key: Key, at now: Date) -> StoredResponse? {
        responses[key].flatMap { now < $0.expiry ? $0 : nil }
    }

    /// The input or output item `id` of a response that a project keeps.
    func item(_ id: String, of project: String, _ endpoint: InferenceEndpoint, at now: Date) -> JSONValue? {
        for (key, stored) in responses
        where key.project == project && key.endpoint == endpoint && now < stored.expiry {
            if let item = (stored.input + stored.object.output).first(where: { $0["id"]?.string == id }) { return item }
        }
        return nil
    }
}

/// A response that is generated while nobody waits.
struct BackgroundWork {
    let account: String
    let region: String
    /// The ARN of who called.
    let principal: String
    let key: ResponseStore.Key
    let context: InferenceContext
    let completion: Completion
    /// When it leaves the queue.
    let start: Date
    /// When it is done.
    let end: Date
    /// What it fails with.
    let failure: (code: String, message: String)?

    /// The tokens of a generation that was ended at `date`.
    func count(at date: Date) -> TokenCount {
        var count = completion.count
        let whole = max(0.001, end.timeIntervalSince(start))
        count.output = Int((Double(count.output) * min(1, date.timeIntervalSince(start) / whole)).rounded())
        return count
    }
}

/// The operations under `/responses`.
extension EngineState {
    mutating func createResponse(_ call: Call, _ endpoint: InferenceEndpoint) throws(ServiceFault) -> Reply {
        let body = try OpenAIBody(call)
        let context = try inferenceContext(body, call, endpoint, isChat: false)
        try body.checkCommonMembers()
        let isStored = try body.bool("store") ?? true
        let isStreaming = try body.bool("stream") ?? false
        let isBackground = try body.bool("background") ?? false
        if isBackground {
            guard endpoint == .mantle else {
                throw .refused(
                    "background", "unsupported_parameter", "Background mode is not supported on this endpoint.")
            }
            guard isStored else {
                throw .refused("background", "invalid_value", "Background mode requires 'store' to be true.")
            }
        }
        let stem = String(call.requestID.filter { $0 != "-" })
        let responses = self[call].responses
        let request = try ResponseBody(
            body, model: context.target.model, stem: stem, context: try earlierItems(body, context, call)
        ) { responses.item($0, of: context.project, endpoint, at: call.now) }
        let prompt = try request.prompt()
        let (completion, fields) = try generate(prompt, context, call)

        var response = ResponseObject(
            stem: stem, created: call.now, model: context.target.model.id, tier: context.tier, body: body)
        let key = ResponseStore.Key(endpoint: endpoint, project: context.project, id: response.id)
        func store(_ response: ResponseObject, _ state: inout EngineState) {
            guard isStored else { return }
            state[call].responses[key] = StoredResponse(
                object: response, input: request.input, context: request.context,
                expiry: call.now.addingTimeInterval(ResponseStore.lifetime))
        }
        if isBackground, !isStreaming {
            response.status = .queued
            store(response, &self)
            enqueue(completion, key, context, call)
            return Reply(fields: fields, json: response.document)
        }
        response.finish(completion, at: call.now)
        guard isStreaming else {
            store(response, &self)
            settle(completion.count, context, call, isStreaming: false, output: response.document)
            return Reply(fields: fields, json: response.document)
        }
        var kept = response
        if case .lateException(let code, let message) = faults.current {
            kept.output = []
            kept.usage = .null
            kept.fail(code: code, message, at: call.now)
        }
        store(kept, &self)
        let events = ResponseEvents(response, completion, ReplyWriter(seed: options.seed)).events
        return stream(
            events, completion, context, call, fields: fields, output: response.document,
            failure: ResponseEvents.failure)
    }

    func retrieveResponse(_ call: Call, _ endpoint: InferenceEndpoint) throws(ServiceFault) -> Reply {
        Reply(json: try storedResponse(call, endpoint).response.object.document)
    }

    mutating func deleteResponse(_ call: Call, _ endpoint: InferenceEndpoint) throws(ServiceFault) -> Reply {
        let (key, _) = try storedResponse(call, endpoint)
        self[call].responses[key] = nil
        return Reply(json: ["id": .string(key.id), "object": "response", "deleted": true])
    }

    mutating func cancelResponse(_ call: Call, _ endpoint: InferenceEndpoint) throws(ServiceFault) -> Reply {
        var (key, stored) = try storedResponse(call, endpoint)
        guard stored.object.body["background"] == true else {
            throw .refused("response_id", "invalid_value", "Cannot cancel a synchronous response.")
        }
        if let index = backgroundWork.firstIndex(where: { $0.key == key }) {
            let work = backgroundWork.remove(at: index)
            if work.start < call.now { bill(work, work.count(at: call.now), at: call.now) }
            stored.object.status = .cancelled
            self[call].responses[key] = stored
        }
        return Reply(json: stored.object.document)
    }

    func listInputItems(_ call: Call, _ endpoint: InferenceEndpoint) throws(ServiceFault) -> Reply {
        let input = try storedResponse(call, endpoint).response.input
        let page = try CursorPage(call, ids: input.map { $0["id"]?.string ?? "" }, descending: true)
        return Reply(json: page.document(page.remaining.map { input[$0] }))
    }

    // MARK: Stored responses

    private func storedResponse(
        _ call: Call, _ endpoint: InferenceEndpoint
    ) throws(ServiceFault) -> (key: ResponseStore.Key, response: StoredResponse) {
        let key = ResponseStore.Key(
            endpoint: endpoint, project: try projectKey(call, endpoint), id: call.route.label)
        guard let response = self[call].responses.response(key, at: call.now) else {
            throw ServiceFault("response_not_found", 404, "Response with id '\(key.id)' not found.")
        }
        return (key, response)
    }

    /// The conversation that a call continues.
    private func earlierItems(
        _ body: OpenAIBody, _ context: InferenceContext, _ call: Call
    ) throws(ServiceFault) -> [JSONValue] {
        guard let id = try body.string("previous_response_id") else { return [] }
        let key = ResponseStore.Key(endpoint: context.endpoint, project: context.project, id: id)
        guard let earlier = self[call].responses.response(key, at: call.now) else {
            throw .refused(
                "previous_response_id", "previous_response_not_found", "Previous response with id '\(id)' not found.")
        }
        guard [.completed, .incomplete].contains(earlier.object.status) else {
            throw .refused(
                "previous_response_id", "invalid_value",
                "Previous response '\(id)' is \(earlier.object.status.rawValue).")
        }
        return earlier.context + earlier.input + earlier.object.output
    }

    // MARK: Background

    private mutating func enqueue(
        _ completion: Completion, _ key: ResponseStore.Key, _ context: InferenceContext, _ call: Call
    ) {
        let start = call.now.addingTimeInterval(options.backgroundQueueTime.inSeconds)
        var failure: (code: String, message: String)?
        if case .lateException(let code, let message) = faults.current { failure = (code, message) }
        backgroundWork.append(
            BackgroundWork(
                account: call.account, region: call.region, principal: call.proof.principal.arn, key: key,
                context: context, completion: completion,
                start: start, end: start.addingTimeInterval(Double(completion.latency) / 1_000), failure: failure))
    }

    /// Brings the responses that are generated in the background to where they are at `now`, and bills those that are done.
    mutating func finishBackgroundWork(upTo now: Date) {
        guard !backgroundWork.isEmpty else { return }
        let done = backgroundWork.filter { $0.end <= now }.sorted { $0.end < $1.end }
        backgroundWork.removeAll { $0.end <= now }
        for work in done {
            var response = self[account: work.account, region: work.region].responses[work.key]
            if let failure = work.failure {
                response?.object.fail(code: failure.code, failure.message, at: work.end)
                let half = work.start.addingTimeInterval(work.end.timeIntervalSince(work.start) / 2)
                bill(work, work.count(at: half), at: work.end)
            } else {
                response?.object.finish(work.completion, at: work.end)
                bill(work, work.completion.count, at: work.end)
            }
            // A response that was deleted meanwhile stays deleted; what it cost stays on the bill.
            if let response { self[account: work.account, region: work.region].responses[work.key] = response }
        }
        for work in backgroundWork where work.start <= now {
            self[account: work.account, region: work.region].responses[work.key]?.object.status = .inProgress
        }
    }

    private mutating func bill(_ work: BackgroundWork, _ count: TokenCount, at date: Date) {
        reportInvocation(
            count, of: work.context.target, tier: work.context.tier, isStreaming: false, account: work.account,
            region: work.region, at: date)
        ledger.bill(
            count, of: work.context.target, tier: work.context.tier, isStreaming: false, account: work.account,
            region: work.region, principal: work.principal, activeTagKeys: allocationTags.activeKeys, at: date)
    }
}
