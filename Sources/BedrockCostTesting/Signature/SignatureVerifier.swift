#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Checks Signature Version 4 and Bedrock API keys by its own reading of the rules.
///
/// It shares no code with `AWSSigning`: canonical form, hashing and comparison are written here again, from what arrived on
/// the wire.
struct SignatureVerifier {
    /// How far a signature's date may lie from the service's clock.
    static let tolerance: TimeInterval = 300

    /// What a request proved.
    struct Proof {
        let principal: Principal
        let region: String
        let authentication: RecordedRequest.Authentication
        /// The clock that the signature's date agrees with.
        let clock: Date
        /// What the events of the request's body go on from, where they are signed.
        var events: EventChain?
    }

    private static let eventsLiteral = "STREAMING-AWS4-HMAC-SHA256-EVENTS"

    let keys: KeyRing
    /// The clocks that count as now; a signature may agree with any of them.
    let clocks: [Date]
    /// The Regions that exist.
    let regions: Set<String>
    /// The Region of requests that do not tell theirs.
    let defaultRegion: String

    /// - Parameter signsEvents: Whether the body is a stream of events that are signed one by one.
    func verify(
        _ request: IncomingRequest, for service: SimulatedService, signsEvents: Bool = false
    ) throws(AuthenticationFailure) -> Proof {
        guard let header = request.field("authorization"), !header.isEmpty else { throw .missing }
        if let token = header.dropped(prefix: "Bearer ") {
            guard service.acceptsBearerToken, !signsEvents else {
                throw AuthenticationFailure(
                    .incomplete, "Authorization header requires 'Credential' parameter. (API keys open Bedrock only.)")
            }
            return try verify(bearer: token, request)
        }
        return try verify(header: header, request, for: service, signsEvents)
    }

    /// What a request proves that needs no signature: nothing.
    func unsigned(_ request: IncomingRequest) -> Proof {
        Proof(
            principal: .nobody, region: Self.region(ofHost: request.host) ?? defaultRegion,
            authentication: .unsigned, clock: clocks.first ?? .distantPast)
    }

    // MARK: Header signatures

    private func verify(
        header: String, _ request: IncomingRequest, for service: SimulatedService, _ signsEvents: Bool
    ) throws(AuthenticationFailure) -> Proof {
        guard let list = header.dropped(prefix: "AWS4-HMAC-SHA256 ") else {
            throw AuthenticationFailure(.incomplete, "Unsupported authorization algorithm")
        }
        var parameters: [String: String] = [:]
        for part in list.split(separator: ",") {
            let halves = part.split(separator: "=", maxSplits: 1).map { $0.trimmingSpaces }
            if halves.count == 2 { parameters[halves[0]] = halves[1] }
        }
        guard let credential = parameters["Credential"], let signedList = parameters["SignedHeaders"],
            let signature = parameters["Signature"]
        else {
            throw AuthenticationFailure(
                .incomplete, "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.")
        }
        let scope = try Scope(credential)
        guard let key = keys.accessKeys[scope.accessKeyID] else { throw .unknownKey }
        guard key.sessionToken == request.field("x-amz-security-token") else { throw .unknownKey }

        guard let stamp = request.field("x-amz-date"), let date = Date(amzDate: stamp) else {
            throw AuthenticationFailure(
                .incomplete, "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
        }
        guard stamp.hasPrefix(scope.date) else {
            throw AuthenticationFailure(
                .wrongSignature,
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                    + "'\(scope.date)' != '\(stamp.prefix(8))', from '\(stamp)'.")
        }
        let clock = try freshness(of: date, stamp)
        if let expiration = key.expiration, expiration <= clock { throw .expiredToken }
        try check(scope, host: request.host, for: service)

        let signedHeaders = signedList.split(separator: ";").map(String.init)
        for name in ["host", "x-amz-date"] where !signedHeaders.contains(name) {
            throw AuthenticationFailure(
                .wrongSignature, "'\(name)' must be a 'SignedHeader' in the AWS Authorization.")
        }
        let metadata = "x-amzn-bedrock-request-metadata"
        if request.field(metadata) != nil, !signedHeaders.contains(metadata) {
            throw AuthenticationFailure(.wrongSignature, "Header '\(metadata)' must be signed.")
        }
        let payloadHash = signsEvents ? Self.eventsLiteral : SHA256.hash(request.body).hexadecimal
        if let claimed = request.field("x-amz-content-sha256"), claimed != payloadHash {
            throw AuthenticationFailure(
                .wrongSignature, "The value of x-amz-content-sha256 does not match the hash of the body.")
        }
        let canonical = canonicalRequest(
            method: request.method, path: request.path, query: request.query, signedHeaders: signedHeaders,
            fields: request.fields, payloadHash: payloadHash)
        guard signature == sign(canonical, stamp, scope, secret: key.secret) else { throw .wrongSignature }
        return Proof(
            principal: key.principal, region: scope.region,
            authentication: .signature(accessKeyID: scope.accessKeyID, signedHeaders: signedHeaders), clock: clock,
            events: signsEvents
                ? EventChain(secret: key.secret, region: scope.region, service: scope.service, prior: signature) : nil)
    }

    private func freshness(of date: Date, _ stamp: String) throws(AuthenticationFailure) -> Date {
        if let clock = clocks.first(where: { abs($0.timeIntervalSince(date)) <= Self.tolerance }) { return clock }
        guard let now = clocks.first else { throw .wrongSignature }
        if date < now {
            let limit = now.addingTimeInterval(-Self.tolerance)
            throw AuthenticationFailure(
                .wrongSignature,
                "Signature expired: \(stamp) is now earlier than \(limit.amzDate) (\(now.amzDate) - 5 min.)")
        }
        let limit = now.addingTimeInterval(Self.tolerance)
        throw AuthenticationFailure(
            .wrongSignature,
            "Signature not yet current: \(stamp) is still later than \(limit.amzDate) (\(now.amzDate) + 5 min.)")
    }

    private func check(
        _ scope: Scope, host: String, for service: SimulatedService
    ) throws(AuthenticationFailure) {
        guard scope.service == service.signingName else {
            throw AuthenticationFailure(
                .wrongSignature, "Credential should be scoped to correct service: '\(service.signingName)'.")
        }
        let expected = service.onlyRegion ?? Self.region(ofHost: host)
        guard regions.contains(scope.region), expected == nil || expected == scope.region else {
            let hint = expected.map { ", not '\($0)'" } ?? ""
            throw AuthenticationFailure(
                .wrongSignature,
                "Credential should be scoped to a valid region: '\(scope.region)' is not expected here\(hint).")
        }
    }

    /// The Region in an AWS host name; `nil` for other hosts, such as a loopback address.
    static func region(ofHost host: String) -> String? {
        let name = host.split(separator: ":").first.map(String.init) ?? host
        guard name.contains("amazonaws.com") || name.hasSuffix(".api.aws") else { return nil }
        let labels = name.split(separator: ".").map(String.init)
        if labels.count == 3, labels[0] == "sts" { return "us-east-1" }
        return labels.count >= 4 ? labels[1] : nil
    }

    // MARK: Canonical form

    private func canonicalRequest(
        method: String, path: String, query: String, signedHeaders: [String],
        fields: [(name: String, value: String)], payloadHash: String
    ) -> String {
        var text = "\(method)\n\(Self.canonicalPath(path))\n\(Self.canonicalQuery(query))\n"
        for name in signedHeaders {
            let values = fields.filter { $0.name == name }.map { $0.value.collapsingSpaces }
            text += "\(name):\(values.joined(separator: ","))\n"
        }
        return text + "\n\(signedHeaders.joined(separator: ";"))\n\(payloadHash)"
    }

    /// Every service but S3 encodes the path again as it stands on the wire, after taking out dot segments.
    static func canonicalPath(_ path: String) -> String {
        var kept: [Substring] = []
        for segment in path.split(separator: "/", omittingEmptySubsequences: true) {
            switch segment {
            case ".": continue
            case "..": _ = kept.popLast()
            default: kept.append(segment)
            }
        }
        let joined = "/" + kept.joined(separator: "/") + (path.hasSuffix("/") && !kept.isEmpty ? "/" : "")
        return percentEncoded(joined, keeping: "/")
    }

    static func canonicalQuery(_ query: String) -> String {
        IncomingRequest.pairs(query, plusIsSpace: false)
            .map { (percentEncoded($0.name), percentEncoded($0.value)) }
            .sorted { $0 < $1 }
            .map { "\($0.0)=\($0.1)" }
            .joined(separator: "&")
    }

    private func sign(_ canonical: String, _ stamp: String, _ scope: Scope, secret: String) -> String {
        let text =
            "AWS4-HMAC-SHA256\n\(stamp)\n\(scope.date)/\(scope.region)/\(scope.service)/aws4_request\n"
            + SHA256.hash(Array(canonical.utf8)).hexadecimal
        var key = Array("AWS4\(secret)".utf8)
        for part in [scope.date, scope.region, scope.service, "aws4_request", text] {
            key = SHA256.authenticationCode(of: Array(part.utf8), key: key)
        }
        return key.hexadecimal
    }

    // MARK: Bedrock API keys

    private func verify(bearer token: String, _ request: IncomingRequest) throws(AuthenticationFailure) -> Proof {
        let refused = AuthenticationFailure(
            .refusedToken, "Authentication failed: Please make sure your API Key is valid.")
        guard let encoded = token.dropped(prefix: "bedrock-api-key-") else {
            guard let principal = keys.apiKeys[token], let clock = clocks.first else { throw refused }
            return Proof(
                principal: principal, region: Self.region(ofHost: request.host) ?? defaultRegion,
                authentication: .apiKey(.longTerm), clock: clock)
        }
        guard let data = Data(base64Encoded: encoded),
            let target = String(data: data, encoding: .utf8)?.dropped(prefix: "bedrock.amazonaws.com/?")
        else { throw refused }
        let pairs = IncomingRequest.pairs(target, plusIsSpace: false)
        func parameter(_ name: String) -> String? { pairs.first { $0.name == name }?.value }
        guard parameter("Action") == "CallWithBearerToken",
            parameter("X-Amz-Algorithm") == "AWS4-HMAC-SHA256",
            parameter("X-Amz-SignedHeaders") == "host",
            let credential = parameter("X-Amz-Credential"), let signature = parameter("X-Amz-Signature"),
            let stamp = parameter("X-Amz-Date"), let date = Date(amzDate: stamp),
            let seconds = parameter("X-Amz-Expires").flatMap({ Int($0) }), (1...43_200).contains(seconds),
            let scope = try? Scope(credential), scope.service == "bedrock", stamp.hasPrefix(scope.date),
            let key = keys.accessKeys[scope.accessKeyID],
            key.sessionToken == parameter("X-Amz-Security-Token")
        else { throw refused }

        let signed = target.split(separator: "&")
            .filter { !$0.hasPrefix("X-Amz-Signature=") && $0 != "Version=1" }
            .joined(separator: "&")
        let canonical = canonicalRequest(
            method: "POST", path: "/", query: signed, signedHeaders: ["host"],
            fields: [("host", "bedrock.amazonaws.com")], payloadHash: SHA256.hash([]).hexadecimal)
        guard signature == sign(canonical, stamp, scope, secret: key.secret) else { throw refused }

        let ending = [date.addingTimeInterval(Double(seconds)), key.expiration].compactMap { $0 }.min() ?? date
        guard
            let clock = clocks.first(where: { date.addingTimeInterval(-Self.tolerance) <= $0 && $0 < ending })
        else { throw .expiredAPIKey }
        if let expected = Self.region(ofHost: request.host), expected != scope.region {
            throw AuthenticationFailure(
                .refusedToken, "Authentication failed: the API key was made for another Region than '\(expected)'.")
        }
        return Proof(
            principal: key.principal, region: scope.region, authentication: .apiKey(.shortTerm), clock: clock)
    }

    /// The five parts of a `Credential` parameter.
    private struct Scope {
        let accessKeyID: String
        let date: String
        let region: String
        let service: String

        init(_ credential: String) throws(AuthenticationFailure) {
            let parts = credential.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 5, parts[4] == "aws4_request", parts[1].utf8.count == 8 else {
                throw AuthenticationFailure(
                    .incomplete,
                    "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.")
            }
            accessKeyID = parts[0]
            date = parts[1]
            region = parts[2]
            service = parts[3]
        }
    }
}

extension StringProtocol {
    /// What follows `prefix`; `nil` where the text does not start with it.
    func dropped(prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }

    var trimmingSpaces: String {
        var text = Substring(self)
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }

    /// Trimmed, and with each run of inner spaces as one.
    var collapsingSpaces: String {
        split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ").trimmingSpaces
    }
}
