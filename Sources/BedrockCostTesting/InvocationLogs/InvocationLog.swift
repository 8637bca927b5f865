import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The log of model invocations of one account in one Region: its configuration, and what was written.
struct InvocationLog {
    /// A file in Amazon S3, before it is compressed.
    struct File: Hashable {
        let bucket: String
        let key: String
    }

    /// One line of a log stream.
    struct Event {
        let group: String
        let date: Date
        let message: String
    }

    /// Bodies above this size do not stand in the record.
    static let inlineLimit = 100_000

    /// `loggingConfig`; `nil` where nothing is logged.
    var configuration: JSONValue?
    /// The lines of each file, files in the order in which they were begun.
    private(set) var lines: [File: [[UInt8]]] = [:]
    private(set) var files: [File] = []
    private(set) var events: [Event] = []

    mutating func write(_ record: JSONValue, _ call: Call, modelOutput: JSONValue?) {
        guard let configuration, let shared = record.object else { return }
        let keepsText = configuration["textDataDeliveryEnabled"]?.bool ?? true
        let logGroup = configuration["cloudWatchConfig"]
        for (destination, isObject) in [(configuration["s3Config"], true), (logGroup, false)] {
            guard let destination, destination != .null else { continue }
            var members = shared
            let bodies = isObject ? destination : destination["largeDataDeliveryS3Config"]
            for (side, body) in [("input", Self.inputBody(call)), ("output", modelOutput)] {
                guard var half = record[side]?.object else { continue }
                place(body, of: side, in: &half, keepsText, bodies, call)
                members[side] = .object(half)
            }
            let line = JSONValue.object(members)
            if isObject {
                append(
                    line.bytes,
                    to: File(bucket: destination["bucketName"]?.string ?? "", key: recordKey(destination, call)))
            } else {
                events.append(
                    Event(
                        group: destination["logGroupName"]?.string ?? "", date: call.now,
                        message: String(decoding: line.bytes, as: UTF8.self)))
            }
        }
    }

    private static func inputBody(_ call: Call) -> JSONValue? { try? JSONValue(parsing: call.request.body) }

    /// Puts a body into its half of the record, or its place in Amazon S3 where it is large.
    private mutating func place(
        _ body: JSONValue?, of side: String, in half: inout [String: JSONValue], _ isKept: Bool,
        _ bodies: JSONValue?, _ call: Call
    ) {
        guard let body, isKept else { return }
        let bytes = body.bytes
        guard bytes.count > Self.inlineLimit else {
            half["\(side)BodyJson"] = body
            return
        }
        guard let bucket = bodies?["bucketName"]?.string, let bodies else { return }
        let file = File(bucket: bucket, key: "\(folder(bodies, call))data/\(call.requestID)_\(side).json.gz")
        append(bytes, to: file)
        half["\(side)BodyS3Path"] = .string("s3://\(file.bucket)/\(file.key)")
    }

    private mutating func append(_ line: [UInt8], to file: File) {
        if lines[file] == nil { files.append(file) }
        if lines[file]?.last != line { lines[file, default: []].append(line) }
    }

    private func folder(_ destination: JSONValue, _ call: Call) -> String {
        let prefix = destination["keyPrefix"]?.string ?? ""
        let hour = call.now.iso8601.prefix(13).map { $0 == "-" || $0 == "T" ? "/" : String($0) }.joined()
        return (prefix.isEmpty ? "" : prefix.hasSuffix("/") ? prefix : "\(prefix)/")
            + "AWSLogs/\(call.account)/BedrockModelInvocationLogs/\(call.region)/\(hour)/"
    }

    /// One file a minute.
    private func recordKey(_ destination: JSONValue, _ call: Call) -> String {
        let minute = call.now.iso8601.prefix(16).filter { $0 != "-" && $0 != ":" }
        var fingerprint = Fingerprint()
        fingerprint.add("\(call.account) \(call.region) \(minute)")
        let name = String(fingerprint.value, radix: 16)
        return folder(destination, call) + "\(minute)00000Z_\(name).json.gz"
    }
}

extension EngineState {
    /// Writes the record of a model call that was answered.
    ///
    /// - Parameter modelID: The model as the caller named it, where that does not stand in the path.
    mutating func log(
        _ call: Call, _ target: InvocationTarget, _ count: TokenCount, modelID: String? = nil,
        metadata: [String: String], output: JSONValue
    ) {
        guard self[call].invocationLog.configuration != nil else { return }
        var record = invocationRecord(call, metadata: metadata)
        if let modelID { record["modelId"] = .string(modelID) }
        var input: [String: JSONValue] = [
            "inputContentType": "application/json", "inputTokenCount": .int(Int64(count.input)),
        ]
        if target.model.cacheMinimum != nil {
            input["cacheReadInputTokenCount"] = .int(Int64(count.cacheRead))
            input["cacheWriteInputTokenCount"] = .int(Int64(count.cacheWrite))
        }
        record["input"] = .object(input)
        record["output"] = [
            "outputContentType": "application/json", "outputTokenCount": .int(Int64(count.output)),
        ]
        if let region = inferenceRegion(target, call) { record["inferenceRegion"] = .string(region) }
        self[call].invocationLog.write(.object(record), call, modelOutput: output)
    }

    /// Writes the record of a model call that was refused. No tokens are counted for it.
    mutating func logRefusal(_ call: Call, code: String) {
        let logged = ["Converse", "ConverseStream", "InvokeModel", "InvokeModelWithResponseStream"]
        guard self[call].invocationLog.configuration != nil, logged.contains(call.route.operation) else { return }
        let body = (try? JSONValue(parsing: call.request.body))?["requestMetadata"]
        let pairs =
            (try? RequestMetadata.pairs(inHeader: call.request.field("x-amzn-bedrock-request-metadata"))) ?? [:]
        var record = invocationRecord(
            call, metadata: pairs.isEmpty ? (try? RequestMetadata.pairs(in: body)) ?? [:] : pairs)
        record["errorCode"] = .string(code)
        record["input"] = ["inputContentType": "application/json"]
        self[call].invocationLog.write(.object(record), call, modelOutput: nil)
    }

    private func invocationRecord(_ call: Call, metadata: [String: String]) -> [String: JSONValue] {
        var record: [String: JSONValue] = [
            "schemaType": "ModelInvocationLog", "schemaVersion": "1.0", "timestamp": .string(call.now.iso8601),
            "accountId": .string(call.account), "identity": ["arn": .string(call.proof.principal.arn)],
            "region": .string(call.region), "requestId": .string(call.requestID),
            "operation": .string(call.route.operation), "modelId": .string(call.route.label),
        ]
        if !metadata.isEmpty { record["requestMetadata"] = .object(metadata.mapValues { .string($0) }) }
        return record
    }

    /// The Region that a cross-Region profile chose; `nil` for a model called where it is.
    private func inferenceRegion(_ target: InvocationTarget, _ call: Call) -> String? {
        guard let arn = ResourceName(target.resourceARN) else { return nil }
        let models =
            arn.type == "inference-profile"
            ? SystemProfile.named(arn.id, in: call.region)?.modelARNs(from: call.region)
            : self[call].profiles[arn.id]?.modelARNs
        let regions = (models ?? []).compactMap { ResourceName($0)?.region }.filter { !$0.isEmpty }
        guard regions.count > 1 else { return nil }
        var fingerprint = Fingerprint()
        fingerprint.add(call.requestID)
        return regions[Int(fingerprint.value % UInt64(regions.count))]
    }
}
