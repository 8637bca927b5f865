public import HTTPTypes

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Signs requests to one AWS service in one region with Signature Version 4.
///
/// ```swift
/// let signer = SigV4Signer(service: "bedrock", region: "us-east-1")
/// try signer.sign(&request, body: body, with: credentials, at: now)
/// ```
///
/// The signature covers the method, path and query of the request as they go on the wire, its authority as `host`, the
/// body, and every header field but those that proxies change (`connection`, `expect`, `keep-alive`, `proxy-…`, `te`,
/// `trailer`, `transfer-encoding`, `upgrade`, `user-agent`, `x-amzn-trace-id`). So sign last, just before sending, and
/// again for every attempt: signing replaces what an earlier signature set.
///
/// A signer has no clock and no state but a process-wide, bounded cache of derived keys; make one wherever it is needed.
public struct SigV4Signer: Sendable {
    /// The service's signing name, such as `bedrock` (for `bedrock-runtime` too), `bedrock-mantle` or `ce`.
    public var service: String { scope.service }
    /// The region to sign for, such as `us-east-1`.
    public var region: String { scope.region }
    /// What differs between services.
    public var options: SigningOptions

    let scope: SigningScope
    let cache: SigningKeyCache

    /// A signer for `service` in `region`.
    ///
    /// A malformed name is reported by the first signature.
    public init(service: String, region: String, options: SigningOptions = SigningOptions()) {
        self.init(service: service, region: region, options: options, cache: .shared)
    }

    init(service: String, region: String, options: SigningOptions = SigningOptions(), cache: SigningKeyCache) {
        self.options = options
        self.cache = cache
        scope = SigningScope(service: service, region: region)
    }

    /// Signs `request` in its header fields: sets `authorization`, `x-amz-date`, for temporary credentials
    /// `x-amz-security-token`, and where the options say so `x-amz-content-sha256`.
    ///
    /// - Parameters:
    ///   - request: The request as it will be sent. Its authority is signed as `host`, without a default port.
    ///   - body: The whole body.
    ///   - credentials: Whose signature it is.
    ///   - date: The moment of signing by the service's clock, cut down to the second. Services accept about five
    ///     minutes of difference.
    /// - Throws: ``SigningError``, with the request as it was.
    public func sign(
        _ request: inout HTTPRequest, body: [UInt8] = [], with credentials: Credentials, at date: Date
    ) throws(SigningError) {
        let job = try SigningJob(signer: self, credentials: credentials, date: date, expiry: nil)
        try SigningWorkspace.withPooled { (workspace) throws(SigningError) in
            try workspace.prepare(job, request: request, body: body)
            let signature = try workspace.signature(for: job)
            workspace.apply(signature, of: job, to: &request)
        }
    }

    /// Signs `request` in its query, so that its URL alone is enough to send it: for a limited time, with the same method,
    /// body and signed headers.
    ///
    /// Signature fields that an earlier header signature left are removed.
    ///
    /// - Parameters:
    ///   - request: The request; its path becomes the signed path and query.
    ///   - body: The whole body; empty for nearly every presigned request.
    ///   - credentials: Whose signature it is.
    ///   - date: The moment of signing by the service's clock, cut down to the second.
    ///   - expiry: How long the URL is good, in whole seconds: one second to seven days (604,800 s). Shorter where the
    ///     credentials end earlier: the service sees to that.
    /// - Throws: ``SigningError``, with the request as it was.
    public func presign(
        _ request: inout HTTPRequest, body: [UInt8] = [], with credentials: Credentials, at date: Date,
        expiresIn expiry: Duration = .seconds(3_600)
    ) throws(SigningError) {
        let job = try SigningJob(signer: self, credentials: credentials, date: date, expiry: expiry)
        try SigningWorkspace.withPooled { (workspace) throws(SigningError) in
            try workspace.prepare(job, request: request, body: body)
            let signature = try workspace.signature(for: job)
            workspace.applyToQuery(signature, of: job, to: &request)
        }
    }

    /// The stages of the signature that ``sign(_:body:with:at:)`` would make.
    ///
    /// - Throws: ``SigningError``.
    public func stages(
        signing request: HTTPRequest, body: [UInt8] = [], with credentials: Credentials, at date: Date
    ) throws(SigningError) -> SigningStages {
        try stages(request, body: body, with: credentials, at: date, expiry: nil)
    }

    /// The stages of the signature that ``presign(_:body:with:at:expiresIn:)`` would make.
    ///
    /// - Throws: ``SigningError``.
    public func stages(
        presigning request: HTTPRequest, body: [UInt8] = [], with credentials: Credentials, at date: Date,
        expiresIn expiry: Duration = .seconds(3_600)
    ) throws(SigningError) -> SigningStages {
        try stages(request, body: body, with: credentials, at: date, expiry: expiry)
    }

    private func stages(
        _ request: HTTPRequest, body: [UInt8], with credentials: Credentials, at date: Date, expiry: Duration?
    ) throws(SigningError) -> SigningStages {
        let job = try SigningJob(signer: self, credentials: credentials, date: date, expiry: expiry)
        return try SigningWorkspace.withPooled { (workspace) throws(SigningError) in
            try workspace.prepare(job, request: request, body: body)
            let signature = try workspace.signature(for: job)
            return try workspace.stages(signature)
        }
    }
}

extension SigV4Signer: CustomReflectable {
    /// A mirror of service, region and options, for `dump`.
    public var customMirror: Mirror {
        Mirror(self, children: ["service": service, "region": region, "options": options], displayStyle: .struct)
    }
}
