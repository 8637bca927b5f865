import AWSCore
import HTTPTransport
import HTTPTypes
import Synchronization

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The one engine behind both fronts: takes a request, checks it, runs it and says what goes out.
///
/// State sits in one lock and nothing waits inside it. Signatures are verified outside, on a copy of the keys.
final class Engine: Sendable {
    let options: MockAWS.Options
    let clock: ManualClock
    private let madeAt: Date
    private let state: Mutex<EngineState>
    private let regions: Set<String>

    init(options: MockAWS.Options, clock: ManualClock, state: EngineState) {
        self.options = options
        self.clock = clock
        self.madeAt = Date()
        self.state = Mutex(state)
        self.regions = Set(options.regions ?? BedrockRegion.all.map(\.name))
    }

    /// The simulator's date: the clock's, plus the real time that has passed where time flows.
    var now: Date {
        options.isTimeFlowing ? clock.date.addingTimeInterval(Date().timeIntervalSince(madeAt)) : clock.date
    }

    /// Reads or changes the state.
    func withState<Result>(_ work: (inout sending EngineState) -> sending Result) -> sending Result {
        state.withLock { work(&$0) }
    }

    /// Answers one request.
    func answer(_ request: HTTPRequest, body: [UInt8]) -> Answer {
        let incoming = IncomingRequest(request, body: body)
        let route = Route(incoming)
        let now = self.now
        let (ordinal, requestID, keys) = state.withLock { state in
            let ordinal = state.nextOrdinal
            state.nextOrdinal += 1
            var generator = SplitMix64(seed: options.seed ^ (UInt64(ordinal) &+ 1) &* 0xA24B_AED4_963E_E407)
            return (ordinal, generator.uuid(), state.keys)
        }
        guard let route else {
            let fault = ServiceFault("UnknownOperationException", 404, "No operation has this path or target.")
            let reply = fault.reply(incoming.field("x-amz-target") == nil ? .restJSON : .awsJSON, requestID: requestID)
            record(incoming, nil, nil, ordinal, now, requestID, reply.status, fault.code)
            return finish(reply, requestID, now)
        }

        let verifier = SignatureVerifier(
            keys: keys, clocks: signatureClocks(now), regions: regions,
            defaultRegion: options.defaultRegion)
        let proof: SignatureVerifier.Proof
        do throws(AuthenticationFailure) {
            proof =
                route.service.unsignedOperations.contains(route.operation)
                ? verifier.unsigned(incoming)
                : try verifier.verify(incoming, for: route.service, signsEvents: route.signsEvents)
        } catch {
            let fault = error.fault(route.service.wireProtocol)
            record(incoming, route, nil, ordinal, now, requestID, fault.status, fault.code)
            return finish(
                fault.reply(route.service.wireProtocol, requestID: requestID), requestID,
                signatureClocks(now).last ?? now)
        }
        let call = Call(request: incoming, route: route, proof: proof, now: now, requestID: requestID)
        return run(call, ordinal)
    }

    /// The clocks that a signature's date may agree with: the simulator's, and the real one unless only turned time counts.
    func signatureClocks(_ now: Date) -> [Date] {
        switch options.signatureTime {
        case .simulated: [now]
        case .real: [Date()]
        case .either: [now, Date()]
        }
    }

    private func run(_ call: Call, _ ordinal: Int) -> Answer {
        enum Outcome {
            case reply(Reply, MockAWS.Fault.Kind?)
            case fault(ServiceFault)
            case html(Int)
            case reset
        }
        let wireProtocol = call.route.service.wireProtocol
        let outcome: Outcome = state.withLock { state in
            state.settle(at: call.now)
            let fault = state.faults.take(for: call.route.operation)
            switch fault {
            case .throttle:
                state.logRefusal(call, code: call.route.service.throttling.code)
                state.reportFailure(status: call.route.service.throttling.status, isThrottle: true, call)
                return .fault(call.route.service.throttling)
            case .serverError(let status):
                state.logRefusal(call, code: "InternalServerException")
                state.reportFailure(status: status, isThrottle: false, call)
                return .fault(ServiceFault("InternalServerException", status, "The service failed. Try again."))
            case .htmlError(let status): return .html(status)
            case .reset: return .reset
            default: break
            }
            do throws(ServiceFault) {
                let reply = try call.route.service.perform(&state, call)
                return .reply(reply, fault)
            } catch {
                state.logRefusal(call, code: error.code)
                state.reportFailure(status: error.status, isThrottle: false, call)
                return .fault(error)
            }
        }
        switch outcome {
        case .reset:
            record(call.request, call.route, call.proof, ordinal, call.now, call.requestID, 0, nil)
            return .noReply(mayHaveBeenProcessed: false)
        case .html(let status):
            record(call.request, call.route, call.proof, ordinal, call.now, call.requestID, status, nil)
            let page = "<html><head><title>\(status)</title></head><body><h1>\(status) Error</h1></body></html>\n"
            return finish(
                Reply(status, contentType: "text/html", bytes: Array(page.utf8)), call.requestID, call.proof.clock)
        case .fault(let fault):
            let reply = fault.reply(wireProtocol, requestID: call.requestID)
            record(call.request, call.route, call.proof, ordinal, call.now, call.requestID, fault.status, fault.code)
            return finish(reply, call.requestID, call.proof.clock)
        case .reply(_, .lostReply):
            record(call.request, call.route, call.proof, ordinal, call.now, call.requestID, 0, nil)
            return .noReply(mayHaveBeenProcessed: true)
        case .reply(let reply, let fault):
            if let target = reply.session {
                record(call.request, call.route, call.proof, ordinal, call.now, call.requestID, 200, nil)
                let fields = reply.fields + headFields(call.requestID, call.proof.clock)
                return .session(SessionPlan(call: call, target: target, fault: fault), fields: fields)
            }
            record(call.request, call.route, call.proof, ordinal, call.now, call.requestID, reply.status, nil)
            return finish(reply, call.requestID, call.proof.clock, fault)
        }
    }

    private func headFields(_ requestID: String, _ date: Date) -> [(name: String, value: String)] {
        [("x-amzn-requestid", requestID), ("date", date.httpDate)]
    }

    /// Adds what every answer has, and applies the faults that concern the body.
    private func finish(
        _ reply: Reply, _ requestID: String, _ date: Date, _ fault: MockAWS.Fault.Kind? = nil
    ) -> Answer {
        let fields = reply.fields + headFields(requestID, date)
        var steps: [Answer.Step] = []
        let half = (reply.chunks.count + 1) / 2
        for (index, chunk) in reply.chunks.enumerated() {
            if index > 0, options.chunkInterval > .zero { steps.append(.wait(options.chunkInterval)) }
            switch fault {
            case .stall where index == half - 1, .brokenBody where index == half - 1:
                steps.append(.bytes(Array(chunk.prefix(chunk.count / 2))))
                steps.append(fault == .stall ? .stall : .breakOff)
            case .stall where index >= half, .brokenBody where index >= half: break
            default: steps.append(.bytes(chunk))
            }
        }
        return .response(status: reply.status, fields: fields, steps: steps, isStream: reply.isStream)
    }

    private func record(
        _ request: IncomingRequest, _ route: Route?, _ proof: SignatureVerifier.Proof?, _ ordinal: Int, _ now: Date,
        _ requestID: String, _ status: Int, _ errorCode: String?
    ) {
        let json = try? JSONValue(parsing: request.decodedBody)
        let header = request.field("x-amzn-bedrock-request-metadata").flatMap {
            try? JSONValue(parsing: Array($0.utf8))
        }
        let metadata = (header ?? json?["requestMetadata"])?.object ?? [:]
        var headers: [String: String] = [:]
        for field in request.fields where !["authorization", "x-amz-security-token"].contains(field.name) {
            headers[field.name] = headers[field.name].map { "\($0), \(field.value)" } ?? field.value
        }
        let record = RecordedRequest(
            ordinal: ordinal, date: now, service: route?.service.name ?? "", operation: route?.operation ?? "",
            method: request.method, target: request.path + (request.query.isEmpty ? "" : "?\(request.query)"),
            headers: headers, body: json, bodySize: request.body.count,
            authentication: proof?.authentication ?? .refused, region: proof?.region ?? "",
            accountID: proof?.principal.account ?? "", principalARN: proof?.principal.arn ?? "",
            sessionTags: proof?.principal.session?.tags ?? [:],
            sourceIdentity: proof?.principal.session?.sourceIdentity,
            requestMetadata: metadata.compactMapValues(\.string),
            status: status, errorCode: errorCode, requestID: requestID)
        let limit = max(1, options.recordedRequestLimit)
        state.withLock { state in
            state.requests.append(record)
            // A tenth at a time, so that a long run does not move the whole log for every request.
            if state.requests.count > limit + limit / 10 { state.requests.removeFirst(state.requests.count - limit) }
        }
    }

    func streamOpened() { state.withLock { $0.openStreams += 1 } }
    func streamClosed() { state.withLock { $0.openStreams -= 1 } }

    /// Waits on the clock that counts here.
    func sleep(_ duration: Duration) async throws {
        if options.isTimeFlowing {
            try await Task.sleep(for: duration)
        } else {
            try await clock.sleep(for: duration)
        }
    }
}
