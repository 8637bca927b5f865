internal import HTTPTypes
internal import Synchronization

/// The memory and the hash contexts in which signatures are made, reused from one to the next.
///
/// One signature runs through it as `prepare` (headers, canonical request, string to sign), `signature`, `apply`.
struct SigningWorkspace: ~Copyable {
    /// For whole hashes.
    let digest: DigestContext
    /// For authentication codes.
    let hmac: DigestContext
    /// Header names and values, query parameters, the payload's hash: what the pairs and ranges below point into.
    var scratch = ByteBuilder(capacity: 4_096)
    /// The canonical request.
    var canonical = ByteBuilder(capacity: 4_096)
    /// The string to sign.
    var text = ByteBuilder(capacity: 512)

    var headers: [CanonicalPair] = []
    var parameters: [CanonicalPair] = []
    /// The parameters that the signer adds, in the order of the wire.
    var ownQuery: [CanonicalPair] = []
    /// The signed header names within `canonical`.
    var signedHeaders = 0..<0
    /// The moment within `scratch`.
    var moment = 0..<0
    /// The payload's hash or literal within `scratch`.
    var payload = 0..<0
    /// The scope within `text`.
    var scope = 0..<0
    /// Whether the request already carries fields that the signer sets.
    var hasEarlierSignature = false

    private init(digest: consuming DigestContext, hmac: consuming DigestContext) {
        self.digest = digest
        self.hmac = hmac
    }

    /// A workspace with an identity.
    ///
    /// Sendable although it can be changed: whoever has taken it out of the pool is its only user until it is put back,
    /// and the pool's lock orders the one's use before the next one's.
    private final class Slot: @unchecked Sendable {
        var workspace: SigningWorkspace

        init() throws(SigningError) {
            workspace = SigningWorkspace(digest: try DigestContext(), hmac: try DigestContext())
        }
    }

    private static let pool = Mutex<[Slot]>([])
    /// More workspaces than this are only kept while they are in use.
    private static let poolCapacity = 32

    /// Lends a workspace that nobody else uses meanwhile.
    static func withPooled<Result>(
        _ body: (inout SigningWorkspace) throws(SigningError) -> Result
    ) throws(SigningError) -> Result {
        let slot: Slot
        if let free = pool.withLock({ $0.popLast() }) {
            slot = free
        } else {
            slot = try Slot()
        }
        defer {
            pool.withLock { free in
                if free.count < poolCapacity { free.append(slot) }
            }
        }
        return try body(&slot.workspace)
    }

    /// Builds the canonical request and the string to sign.
    mutating func prepare(_ job: borrowing SigningJob, request: HTTPRequest, body: [UInt8]) throws(SigningError) {
        scratch.removeAll()
        canonical.removeAll()
        text.removeAll()
        headers.removeAll(keepingCapacity: true)
        parameters.removeAll(keepingCapacity: true)
        ownQuery.removeAll(keepingCapacity: true)
        hasEarlierSignature = false

        try writePayload(job.options.payload, body: body)
        let momentStart = scratch.count
        job.timestamp.write(to: &scratch)
        moment = momentStart..<scratch.count
        try collectHeaders(of: request, for: job)
        if let path = request.pseudoHeaderFields.path {
            try unsafe path.withUnsafeBytesOfValue { (target) throws(SigningError) in
                try unsafe writeCanonicalRequest(job, method: request.method, target: UnsafeRawBufferPointer(target))
            }
        } else {
            try unsafe writeCanonicalRequest(
                job, method: request.method, target: UnsafeRawBufferPointer(start: nil, count: 0))
        }
        try writeStringToSign(job)
    }

    /// The signature of what was prepared.
    borrowing func signature(for job: borrowing SigningJob) throws(SigningError) -> SHA256Digest {
        let key = try job.cache.key(
            for: job.credentials, at: job.timestamp, region: job.scope.region, service: job.scope.service)
        return try unsafe key.hmac.authenticate(text.bytes, in: hmac)
    }

    private mutating func writePayload(_ payload: SigningOptions.Payload, body: [UInt8]) throws(SigningError) {
        let start = scratch.count
        switch payload {
        case .hashed:
            let hash = try unsafe body.withRawBytes { (bytes) throws(SigningError) in
                try unsafe digest.hash(bytes)
            }
            scratch.append(hexadecimalOf: hash)
        case .unsigned:
            scratch.append("UNSIGNED-PAYLOAD" as StaticString)
        case .precomputed(let literal):
            scratch.append(literal)
        }
        self.payload = start..<scratch.count
    }

    private mutating func writeCanonicalRequest(
        _ job: borrowing SigningJob, method: HTTPRequest.Method, target: UnsafeRawBufferPointer
    ) throws(SigningError) {
        canonical.append(method.rawValue)
        canonical.append(UInt8(ascii: "\n"))
        let pathEnd = try unsafe writePath(of: target, options: job.options)
        canonical.append(UInt8(ascii: "\n"))
        if pathEnd < target.count {
            try unsafe collectParameters(of: UnsafeRawBufferPointer(rebasing: target[(pathEnd + 1)...]))
        }
        if let expiry = job.expiry { addOwnParameters(of: job, expiry: expiry) }
        if !parameters.isEmpty { writeQuery() }
        canonical.append(UInt8(ascii: "\n"))
        writeHeaders()
        canonical.append(UInt8(ascii: "\n"))
        let names = canonical.count
        writeSignedHeaderNames()
        signedHeaders = names..<canonical.count
        canonical.append(UInt8(ascii: "\n"))
        unsafe canonical.append(scratch.bytes(in: payload))
    }

    private mutating func writeStringToSign(_ job: borrowing SigningJob) throws(SigningError) {
        text.append("AWS4-HMAC-SHA256\n" as StaticString)
        unsafe text.append(scratch.bytes(in: moment))
        text.append(UInt8(ascii: "\n"))
        let start = text.count
        job.timestamp.writeDay(to: &text)
        text.append(job.scope.suffix)
        scope = start..<text.count
        text.append(UInt8(ascii: "\n"))
        text.append(hexadecimalOf: try unsafe digest.hash(canonical.bytes))
    }
}
