import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An asynchronous invocation of the video model.
struct AsyncInvocation {
    let arn: String
    let modelARN: String
    let token: String?
    let output: JSONValue
    let tags: [String: String]
    let submitted: Date
    /// When it ends, by the clock.
    let end: Date
    let seconds: Int
    /// Why it fails when it ends; `nil` where it does not.
    let failure: String?
    var isSettled = false

    func status(at date: Date) -> String {
        date < end ? "InProgress" : failure == nil ? "Completed" : "Failed"
    }

    func document(at date: Date) -> JSONValue {
        var members: [String: JSONValue] = [
            "invocationArn": .string(arn), "modelArn": .string(modelARN), "status": .string(status(at: date)),
            "submitTime": .string(submitted.iso8601),
            "lastModifiedTime": .string(min(end, max(date, submitted)).iso8601),
            "outputDataConfig": output,
        ]
        if let token { members["clientRequestToken"] = .string(token) }
        if date >= end {
            members["endTime"] = .string(end.iso8601)
            if let failure { members["failureMessage"] = .string(failure) }
        }
        return .object(members)
    }
}

/// StartAsyncInvoke, GetAsyncInvoke and ListAsyncInvokes: one model that makes videos, priced by the second.
extension EngineState {
    /// The model that can be invoked asynchronously.
    static let videoModel = "amazon.nova-reel-v1:1"

    mutating func startAsyncInvoke(_ call: Call) throws(ServiceFault) -> Reply {
        let body = try call.json()
        guard let model = body["modelId"]?.string else { throw .missing("modelId") }
        guard let input = body["modelInput"], input.object != nil else { throw .missing("modelInput") }
        guard let config = body["outputDataConfig"] else { throw .missing("outputDataConfig") }
        guard let place = config["s3OutputDataConfig"], let uri = place["s3Uri"]?.string else {
            throw .missing("outputDataConfig.s3OutputDataConfig")
        }
        guard uri.hasPrefix("s3://"), uri.utf8.count > 7 else {
            throw .constraint(
                "outputDataConfig.s3OutputDataConfig.s3Uri", uri,
                "Member must satisfy regular expression pattern: s3://[a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9](/.*)?")
        }
        let tags = try tagList(body["tags"], at: "tags")
        let token = body["clientRequestToken"]?.string
        if let token, let earlier = self[call].clientTokens["StartAsyncInvoke \(token)"] {
            guard earlier.body == body else {
                throw ServiceFault(
                    "ConflictException", 400, "The client request token was used before with other parameters.")
            }
            return Reply(json: ["invocationArn": .string(earlier.arn)])
        }
        let modelARN = "arn:aws:bedrock:\(call.region)::foundation-model/\(Self.videoModel)"
        guard model == Self.videoModel || model == modelARN else {
            throw .validation("The provided model doesn't support asynchronous invocation.")
        }
        let seconds = try videoSeconds(input)
        let id = generator.text(12, from: Array("abcdefghijklmnopqrstuvwxyz0123456789"))
        let arn = "arn:aws:bedrock:\(call.region):\(call.account):async-invoke/\(id)"
        let owner = place["bucketOwner"]?.string
        let invocation = AsyncInvocation(
            arn: arn, modelARN: modelARN, token: token, output: config, tags: tags, submitted: call.now,
            end: call.now.addingTimeInterval(Double(15 * seconds)), seconds: seconds,
            failure: owner == nil || owner == call.account ? nil : "Access to the output bucket was denied.")
        self[call].asyncInvocations.append(invocation)
        if let token { self[call].clientTokens["StartAsyncInvoke \(token)"] = (body, arn) }
        if !tags.isEmpty { self[call].index.record(tags, of: arn, at: call.now) }
        return Reply(json: ["invocationArn": .string(arn)])
    }

    func getAsyncInvoke(_ call: Call) throws(ServiceFault) -> Reply {
        guard let invocation = self[call].asyncInvocations.first(where: { $0.arn == call.route.label }) else {
            throw .validation("The invocation \(call.route.label) does not exist.")
        }
        return Reply(json: invocation.document(at: call.now))
    }

    func listAsyncInvokes(_ call: Call) throws(ServiceFault) -> Reply {
        let wanted = call.request.queryItem("statusEquals")
        if let wanted, !["InProgress", "Completed", "Failed"].contains(wanted) {
            throw .constraint(
                "statusEquals", wanted, "Member must satisfy enum value set: [InProgress, Completed, Failed]")
        }
        let after = try date("submitTimeAfter", call)
        let before = try date("submitTimeBefore", call)
        var found = self[call].asyncInvocations.filter { invocation in
            wanted.map { $0 == invocation.status(at: call.now) } ?? true
                && after.map { invocation.submitted > $0 } ?? true && before.map { invocation.submitted < $0 } ?? true
        }
        if call.request.queryItem("sortOrder") != "Ascending" { found.reverse() }
        var size = 100
        if let text = call.request.queryItem("maxResults") {
            guard let number = Int(text), 1...1_000 ~= number else {
                throw .constraint("maxResults", text, "Member must have value between 1 and 1000")
            }
            size = number
        }
        let scope = "ListAsyncInvokes \(wanted ?? "")"
        var start = 0
        if let token = call.request.queryItem("nextToken") {
            guard let page = PageToken(token), page.scope == scope else {
                throw .validation("The nextToken is not valid for this request.")
            }
            start = page.offset
        }
        let page = found.dropFirst(start).prefix(size).map { $0.document(at: call.now) }
        var reply: [String: JSONValue] = ["asyncInvokeSummaries": .array(Array(page))]
        if start + page.count < found.count {
            reply["nextToken"] = .string(PageToken(scope: scope, offset: start + page.count, issued: call.now).text)
        }
        return Reply(json: .object(reply))
    }

    private func date(_ name: String, _ call: Call) throws(ServiceFault) -> Date? {
        guard let text = call.request.queryItem(name) else { return nil }
        guard let date = Date(iso8601: text) else { throw .validation("\(name) is not a timestamp: \(text)") }
        return date
    }

    /// The length of the video that `input` asks for.
    private func videoSeconds(_ input: JSONValue) throws(ServiceFault) -> Int {
        let fault = ServiceFault.validation("Malformed input request, please reformat your input and try again.")
        guard let task = input["taskType"]?.string else { throw fault }
        let seconds = input["videoGenerationConfig"]?["durationSeconds"]?.int ?? 6
        switch task {
        case "TEXT_VIDEO":
            guard input["textToVideoParams"]?["text"]?.string != nil, seconds == 6 else { throw fault }
        case "MULTI_SHOT_AUTOMATED":
            guard input["multiShotAutomatedParams"]?["text"]?.string != nil, 12...120 ~= seconds,
                seconds.isMultiple(of: 6)
            else { throw fault }
        default: throw fault
        }
        return seconds
    }
}

extension RegionState {
    /// Bills the videos that are made by `date`: failed ones are free.
    mutating func settleAsyncInvocations(at date: Date, in ledger: inout BillingLedger) {
        for index in asyncInvocations.indices {
            let invocation = asyncInvocations[index]
            guard !invocation.isSettled, date >= invocation.end, let arn = ResourceName(invocation.arn) else {
                continue
            }
            asyncInvocations[index].isSettled = true
            guard invocation.failure == nil else { continue }
            let code = BedrockRegion.named[arn.region]?.billingCode ?? arn.region
            // That an invocation's tags reach the bill is nowhere said, so they do not here.
            let key = LineItem.Key(
                hour: invocation.end.billingHour, account: arn.account, region: arn.region, service: "Amazon Bedrock",
                usageType: "\(code)-NovaReel-T2V-720p-24fps-seconds", operation: "StartAsyncInvoke",
                billingEntity: "AWS", resource: invocation.modelARN, modelID: EngineState.videoModel, tokenClass: nil,
                tags: [:], attributedTags: [:])
            ledger.add(
                key, tokens: 0, quantity: Int128(invocation.seconds) * 1_000_000,
                cost: ExactUSD(femtodollars: 80_000_000_000_000) * invocation.seconds)
        }
    }
}
