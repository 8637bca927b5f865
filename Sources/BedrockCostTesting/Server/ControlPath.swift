import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The requests under `/_mock/` by which a served ``MockAWS`` is steered; ``MockServer`` lists them.
struct ControlPath: Sendable {
    struct Answer {
        let status: Int
        let json: JSONValue
    }

    static let prefix = "/_mock/"
    let mock: MockAWS

    func answer(_ method: String, _ path: String, _ body: [UInt8]) -> Answer {
        let json = (try? JSONValue(parsing: body)) ?? [:]
        switch (method, path.dropped(prefix: Self.prefix)) {
        case ("GET", "clock"): return clock
        case ("POST", "clock"): return turnClock(json)
        case ("GET", "bill"): return Answer(status: 200, json: bill)
        case ("GET", "requests"):
            return Answer(status: 200, json: ["requests": .array(mock.requests.map(Self.document))])
        case ("GET", "status"):
            return Answer(
                status: 200,
                json: [
                    "now": .string(mock.now.iso8601), "openStreams": .int(Int64(mock.openStreams)),
                    "billableRequests": .int(Int64(mock.billableRequests)),
                    "requests": .int(Int64(mock.requests.count)),
                ])
        case ("GET", "invocation-log"): return invocationLog
        case ("POST", "guardrails"): return addGuardrail(json)
        case ("POST", "faults"): return addFault(json)
        case ("POST", "roles"): return addRole(json)
        case ("POST", "web-identity-tokens"): return issueToken(json)
        case ("POST", "replies"):
            guard let text = json["text"]?.string else { return Self.refusal("text is missing") }
            mock.enqueueReply(text)
            return Answer(status: 200, json: [:])
        default: return Answer(status: 404, json: ["message": "There is no such control path."])
        }
    }

    private static func refusal(_ message: String) -> Answer {
        Answer(status: 400, json: ["message": .string(message)])
    }

    private var clock: Answer { Answer(status: 200, json: ["now": .string(mock.now.iso8601)]) }

    private func turnClock(_ json: JSONValue) -> Answer {
        if let seconds = json["advanceSeconds"]?.double, seconds >= 0 {
            mock.clock.advance(by: .seconds(seconds))
        } else if let date = json["advanceTo"]?.string.flatMap({ Date(iso8601: $0) }), date >= mock.now {
            mock.clock.advance(by: .seconds(date.timeIntervalSince(mock.now)))
        } else {
            return Self.refusal("advanceSeconds or advanceTo must be given, and must not lead into the past")
        }
        return clock
    }

    private func addFault(_ json: JSONValue) -> Answer {
        let faults: [String: MockAWS.Fault] = [
            "throttle": .throttle, "serverError": .serverError(json["status"]?.int ?? 500),
            "htmlError": .htmlError(json["status"]?.int ?? 503), "reset": .reset, "lostReply": .lostReply,
            "stall": .stall, "brokenBody": .brokenBody, "truncatedFrame": .truncatedFrame,
            "transactionConflict": .transactionConflict(onAction: json["action"]?.int ?? 0),
            "lateException": .lateException(json["type"]?.string ?? "modelStreamErrorException"),
        ]
        guard let name = json["fault"]?.string, let fault = faults[name] else {
            return Self.refusal("fault must be one of \(faults.keys.sorted().joined(separator: ", "))")
        }
        mock.faults.add(fault, for: json["operation"]?.string ?? "*", times: json["times"]?.int ?? 1)
        return Answer(status: 200, json: ["faults": .int(Int64(mock.faults.count))])
    }

    private func addRole(_ json: JSONValue) -> Answer {
        guard let arn = json["arn"]?.string else { return Self.refusal("arn is missing") }
        func texts(_ name: String) -> [String] { json[name]?.array?.compactMap(\.string) ?? [] }
        var role = MockAWS.Role(arn, trusting: Set(texts("trusting")), externalID: json["externalId"]?.string)
        role.requiredTags = (json["requiredTags"]?.object ?? [:]).compactMapValues(\.string)
        if let allows = json["allowsTags"]?.bool { role.allowsTags = allows }
        if let issuer = json["issuer"]?.string {
            role.webIdentity = MockAWS.Role.WebIdentity(issuer: issuer, subject: json["subject"]?.string)
        }
        mock.addRole(role)
        return Answer(status: 200, json: [:])
    }

    private func issueToken(_ json: JSONValue) -> Answer {
        guard let issuer = json["issuer"]?.string, let subject = json["subject"]?.string else {
            return Self.refusal("issuer and subject must be given")
        }
        let token = mock.webIdentityToken(
            issuer: issuer, subject: subject, tags: (json["tags"]?.object ?? [:]).compactMapValues(\.string))
        return Answer(status: 200, json: ["token": .string(token)])
    }

    private var invocationLog: Answer {
        guard let objects = try? mock.invocationLogObjects(region: mock.options.defaultRegion) else {
            return Answer(status: 500, json: ["message": "There is no memory to compress the log with."])
        }
        let events = mock.invocationLogEvents(region: mock.options.defaultRegion)
        return Answer(
            status: 200,
            json: [
                "objects": .array(
                    objects.map {
                        ["bucket": .string($0.bucket), "key": .string($0.key), "bytes": .string($0.bytes.base64)]
                    }),
                "events": .array(
                    events.map {
                        [
                            "logGroup": .string($0.logGroup), "logStream": .string($0.logStream),
                            "date": .string($0.date.iso8601), "message": .string($0.message),
                        ]
                    }),
            ])
    }

    private func addGuardrail(_ json: JSONValue) -> Answer {
        guard let id = json["id"]?.string, !id.isEmpty else { return Self.refusal("id is missing") }
        func lists(_ name: String) -> [String: [String]] {
            (json[name]?.object ?? [:]).mapValues { ($0.array ?? []).compactMap(\.string) }
        }
        mock.addGuardrail(
            MockAWS.Guardrail(
                id: id, deniedTopics: lists("deniedTopics"), contentFilters: lists("contentFilters"),
                blockedWords: (json["blockedWords"]?.array ?? []).compactMap(\.string),
                masksEMail: json["masksEMail"]?.bool ?? false), region: mock.options.defaultRegion)
        return Answer(status: 200, json: [:])
    }

    private var bill: JSONValue {
        let bill = mock.bill
        return [
            "currency": "USD", "total": .string(bill.total),
            "tokens": .object(
                Dictionary(uniqueKeysWithValues: bill.tokens.map { ($0.key.rawValue, .int(Int64($0.value))) })),
            "rows": .array(
                bill.rows.map { row in
                    [
                        "day": .string(row.day), "accountId": .string(row.accountID), "region": .string(row.region),
                        "service": .string(row.service), "usageType": .string(row.usageType),
                        "operation": .string(row.operation), "resource": .string(row.resource),
                        "modelId": .string(row.modelID), "tags": .object(row.tags.mapValues { .string($0) }),
                        "tokenClass": row.tokenClass.map { .string($0.rawValue) } ?? nil,
                        "tokens": .int(Int64(row.tokens)), "quantity": .string(row.quantity),
                        "cost": .string(row.cost),
                    ]
                }),
        ]
    }

    private static func document(_ request: RecordedRequest) -> JSONValue {
        var document: [String: JSONValue] = [
            "ordinal": .int(Int64(request.ordinal)), "date": .string(request.date.iso8601),
            "service": .string(request.service), "operation": .string(request.operation),
            "method": .string(request.method), "target": .string(request.target),
            "headers": .object(request.headers.mapValues { .string($0) }), "region": .string(request.region),
            "accountId": .string(request.accountID), "principalArn": .string(request.principalARN),
            "sessionTags": .object(request.sessionTags.mapValues { .string($0) }),
            "status": .int(Int64(request.status)),
            "requestId": .string(request.requestID),
            "requestMetadata": .object(request.requestMetadata.mapValues { .string($0) }),
        ]
        if let body = request.body { document["body"] = body }
        if let code = request.errorCode { document["errorCode"] = .string(code) }
        switch request.authentication {
        case .signature(let accessKeyID, let signedHeaders):
            document["authentication"] = [
                "signature": .string(accessKeyID), "signedHeaders": .array(signedHeaders.map { .string($0) }),
            ]
        case .apiKey(let kind): document["authentication"] = ["apiKey": kind == .longTerm ? "longTerm" : "shortTerm"]
        case .unsigned: document["authentication"] = "unsigned"
        case .refused: document["authentication"] = "refused"
        }
        return .object(document)
    }
}
