public import HTTPTypes

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Signs the messages of a request that is a stream of events: each over the signature before it, so that none can be
/// changed, left out or moved.
///
/// ```swift
/// var events = try SigV4Signer(service: "bedrock", region: "us-east-1").openEventStream(&request, with: credentials, at: now)
/// let signature = try events.sign(message, at: now)
/// ```
///
/// The chain ends with the signature of an empty message.
public struct EventStreamSigner: Sendable {
    private let scope: SigningScope
    private let cache: SigningKeyCache
    private let credentials: Credentials
    private var prior: String

    /// A chain that goes on from `signature`: that of the request's head, or of the message before.
    ///
    /// - Throws: ``SigningError`` with `invalidScope` or `invalidCredentials`.
    public init(_ signer: SigV4Signer, with credentials: Credentials, after signature: Signature) throws(SigningError) {
        if let problem = signer.scope.problem { throw problem }
        if let problem = credentials.problem { throw problem }
        self.scope = signer.scope
        self.cache = signer.cache
        self.credentials = credentials
        self.prior = signature.hexadecimal
    }

    /// Signs the next message.
    ///
    /// - Parameters:
    ///   - message: The whole frame of the message; empty for the end of the stream.
    ///   - date: The moment of signing by the service's clock, cut down to the second.
    /// - Throws: ``SigningError`` with `invalidDate` or `cryptographyFailed`; the chain stays where it was.
    public mutating func sign(_ message: [UInt8], at date: Date) throws(SigningError) -> EventSignature {
        let timestamp = try SigningTimestamp(date)
        let milliseconds = Int64(timestamp.seconds) * 1_000
        let key = try cache.key(for: credentials, at: timestamp, region: scope.region, service: scope.service)
        let (prior, scope) = (prior, scope)
        let digest = try SigningWorkspace.withPooled { (workspace) throws(SigningError) in
            workspace.text.removeAll()
            workspace.text.append("AWS4-HMAC-SHA256-PAYLOAD\n" as StaticString)
            timestamp.write(to: &workspace.text)
            workspace.text.append(UInt8(ascii: "\n"))
            timestamp.writeDay(to: &workspace.text)
            workspace.text.append(scope.suffix)
            workspace.text.append(UInt8(ascii: "\n"))
            workspace.text.append(prior)
            for part in [Self.dateHeader(milliseconds), message] {
                workspace.text.append(UInt8(ascii: "\n"))
                let hash = try unsafe part.withRawBytes { (bytes) throws(SigningError) in
                    try unsafe workspace.digest.hash(bytes)
                }
                workspace.text.append(hexadecimalOf: hash)
            }
            return try unsafe key.hmac.authenticate(workspace.text.bytes, in: workspace.hmac)
        }
        self.prior = digest.hexadecimal
        return EventSignature(milliseconds: milliseconds, bytes: digest.bytes)
    }

    /// The header block that a signature covers: `:date`, a timestamp.
    private static func dateHeader(_ milliseconds: Int64) -> [UInt8] {
        let name = Array(":date".utf8)
        return [UInt8(name.count)] + name + [8]
            + (0..<8).map { UInt8(truncatingIfNeeded: milliseconds >> (56 - 8 * Int64($0))) }
    }
}

extension EventStreamSigner: CustomStringConvertible, CustomReflectable {
    /// The type's name alone.
    public var description: String { "EventStreamSigner(redacted)" }

    /// A mirror without key and signatures, for `dump`.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}

/// What signs one message of an event stream: the headers `:date` and `:chunk-signature` of the frame around it.
public struct EventSignature: Sendable, Hashable {
    /// `:date`: milliseconds since 1970, a whole second.
    public let milliseconds: Int64
    /// `:chunk-signature`: 32 bytes.
    public let bytes: [UInt8]
}

extension EventSignature: CustomStringConvertible, CustomReflectable {
    /// The type's name alone.
    public var description: String { "EventSignature(redacted)" }

    /// A mirror of the date, for `dump`.
    public var customMirror: Mirror {
        Mirror(self, children: ["milliseconds": milliseconds], displayStyle: .struct)
    }
}

extension SigV4Signer {
    /// Signs the head of a request whose body is a stream of signed events, and returns what signs these.
    ///
    /// As ``sign(_:body:with:at:)``, with `STREAMING-AWS4-HMAC-SHA256-EVENTS` in place of the body's hash, signed and sent as
    /// `x-amz-content-sha256`.
    ///
    /// - Throws: ``SigningError``, with the request as it was.
    public func openEventStream(
        _ request: inout HTTPRequest, with credentials: Credentials, at date: Date
    ) throws(SigningError) -> EventStreamSigner {
        var options = options
        options.payload = .precomputed("STREAMING-AWS4-HMAC-SHA256-EVENTS")
        options.includesContentSHA256Header = true
        let signer = SigV4Signer(service: service, region: region, options: options, cache: cache)
        let job = try SigningJob(signer: signer, credentials: credentials, date: date, expiry: nil)
        let seed = try SigningWorkspace.withPooled { (workspace) throws(SigningError) in
            try workspace.prepare(job, request: request, body: [])
            let signature = try workspace.signature(for: job)
            workspace.apply(signature, of: job, to: &request)
            return Signature(hexadecimal: signature.hexadecimal)
        }
        return try EventStreamSigner(self, with: credentials, after: seed)
    }
}
