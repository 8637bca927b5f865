import Gzip

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension MockAWS {
    /// An object that Bedrock wrote to Amazon S3.
    public struct StoredObject: Sendable, Hashable {
        /// The bucket.
        public let bucket: String
        /// The key, such as `AWSLogs/123456789012/BedrockModelInvocationLogs/us-east-1/2026/10/01/08/…json.gz`.
        public let key: String
        /// The object: gzip of JSON lines, or of one body.
        public let bytes: [UInt8]
    }

    /// An event that Bedrock wrote to a log group of CloudWatch Logs.
    public struct LogEvent: Sendable, Hashable {
        /// The log group.
        public let logGroup: String
        /// Always `aws/bedrock/modelinvocations`.
        public let logStream: String
        /// When it was written.
        public let date: Date
        /// The record as JSON.
        public let message: String
    }

    /// The objects that the log of model invocations wrote to Amazon S3, in the order in which they were begun: files of
    /// records, one a minute, and below `data/` the bodies that are too large for a record.
    ///
    /// - Parameters:
    ///   - accountID: The account; the simulator's own by default.
    ///   - region: The Region that was called.
    /// - Throws: Where there is no memory to compress them.
    public func invocationLogObjects(accountID: String? = nil, region: String = "us-east-1") throws -> [StoredObject] {
        let account = accountID ?? options.accountID
        let log = engine.withState { $0[account: account, region: region].invocationLog }
        return try log.files.map { file in
            let lines = (log.lines[file] ?? []).joined(separator: [UInt8(ascii: "\n")])
            return StoredObject(bucket: file.bucket, key: file.key, bytes: try Gzip.compress(Array(lines)))
        }
    }

    /// The events that the log of model invocations wrote to CloudWatch Logs, in their order.
    ///
    /// - Parameters:
    ///   - accountID: The account; the simulator's own by default.
    ///   - region: The Region that was called.
    public func invocationLogEvents(accountID: String? = nil, region: String = "us-east-1") -> [LogEvent] {
        let account = accountID ?? options.accountID
        return engine.withState { $0[account: account, region: region].invocationLog.events }.map {
            LogEvent(logGroup: $0.group, logStream: "aws/bedrock/modelinvocations", date: $0.date, message: $0.message)
        }
    }
}
