import AWSCore
public import Metering

extension ModelInvocationLog {
    /// The record in one line of a file, or in the message of an event of CloudWatch Logs.
    ///
    /// - Throws: ``InvocationLogError`` of code `malformed` or `otherSchema`.
    public init(json: [UInt8]) throws(InvocationLogError) {
        guard let members = (try? JSONValue(parsing: json))?.object else {
            throw InvocationLogError(.malformed, "not a JSON object")
        }
        var taken = LogMembers(members)
        self = try taken.record()
    }

    /// The record in the message of an event of CloudWatch Logs.
    ///
    /// - Throws: ``InvocationLogError`` of code `malformed` or `otherSchema`.
    public init(logEvent message: String) throws(InvocationLogError) {
        try self.init(json: Array(message.utf8))
    }

    /// All records of a file that Bedrock wrote to Amazon S3: gzip of JSON lines, or plain JSON lines.
    ///
    /// - Parameters:
    ///   - file: The object's bytes.
    ///   - limits: How large it may be.
    /// - Throws: ``InvocationLogError`` of the first line that cannot be read, or of the file.
    public static func records(
        inFile file: [UInt8], limits: InvocationLogLimits = .init()
    ) throws(InvocationLogError) -> [ModelInvocationLog] {
        var reader = try InvocationLogReader(limits: limits)
        reader.append(file)
        reader.end()
        var records: [ModelInvocationLog] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    /// All records in what a subscription of CloudWatch Logs delivers: gzip of `{"messageType": "DATA_MESSAGE", "logEvents":
    /// [{"message": …}]}`, as Lambda (after base64), Kinesis and Firehose get it. Control messages hold none.
    ///
    /// - Parameters:
    ///   - delivery: The delivery's bytes, compressed or not.
    ///   - limits: How large it may be.
    /// - Throws: ``InvocationLogError`` of the first event that cannot be read, whose number is the error's line, or of the
    ///   delivery.
    public static func records(
        inSubscriptionDelivery delivery: [UInt8], limits: InvocationLogLimits = .init()
    ) throws(InvocationLogError) -> [ModelInvocationLog] {
        let bytes = try InvocationLogError.inflating(delivery, limits)
        guard let document = try? JSONValue(parsing: bytes), let type = document["messageType"]?.string else {
            throw InvocationLogError(.malformed, "not a delivery of CloudWatch Logs")
        }
        guard type == "DATA_MESSAGE" else { return [] }
        var records: [ModelInvocationLog] = []
        for (index, event) in (document["logEvents"]?.array ?? []).enumerated() {
            guard let message = event["message"]?.string else {
                throw InvocationLogError(.malformed, "an event without a message", line: index + 1)
            }
            do throws(InvocationLogError) {
                records.append(try ModelInvocationLog(logEvent: message))
            } catch {
                throw InvocationLogError(error.code, error.message, line: index + 1)
            }
        }
        return records
    }
}

extension Sequence<ModelInvocationLog> {
    /// The sum of the records' tokens, by whatever a record tells:
    ///
    /// ```swift
    /// let teams = records.usage { $0.requestMetadata["team"] ?? "nobody" }
    /// ```
    ///
    /// Records without tokens, as of refused calls, count as no tokens.
    /// - Parameter key: What a record is counted under.
    public func usage<Key: Hashable>(by key: (ModelInvocationLog) -> Key) -> [Key: TokenUsage] {
        reduce(into: [:]) { sums, record in sums[key(record), default: .zero] += record.usage ?? .zero }
    }
}
