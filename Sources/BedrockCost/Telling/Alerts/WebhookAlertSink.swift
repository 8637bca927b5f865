public import AWSCore
public import HTTPTransport
import HTTPTypes

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Alerts as POST requests with a JSON document: see ``SpendAlert/document``. The header `Idempotency-Key` has the event's id,
/// percent-encoded where it is more than ASCII, by which the receiver knows what it has seen.
///
/// An answer of class 2xx takes the alert. Answers 408, 429 and 5xx, and failures of the transport, are tried again; redirects are not
/// followed, and count as a refusal like any other answer.
public struct WebhookAlertSink: AlertSink {
    private let endpoint: Endpoint
    /// Path and query.
    private let target: String
    private let transport: any HTTPTransport
    private let headers: HTTPFields
    private let timeout: Duration
    private let attempts: Int
    private let pause: Duration
    private let clock: any Clock<Duration>

    /// Posts alerts.
    ///
    /// - Parameters:
    ///   - url: Where to: `https`, or `http` for a loopback address. It is never logged.
    ///   - transport: What carries the requests.
    ///   - headers: More header fields, such as `Authorization`. They are never logged.
    ///   - timeout: How long an attempt may take; ten seconds by default.
    ///   - attempts: How many attempts there are for a delivery; three by default.
    ///   - pause: The time before the second attempt; it doubles with each. Half a second by default.
    ///   - clock: What measures the pauses.
    /// - Throws: `AWSError` of code `invalidInput` for a URL or header field that cannot be sent, or no attempts.
    public init(
        _ url: String, transport: any HTTPTransport, headers: [String: String] = [:],
        timeout: Duration = .seconds(10), attempts: Int = 3, pause: Duration = .milliseconds(500),
        clock: any Clock<Duration> = ContinuousClock()
    ) throws(AWSError) {
        let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        do throws(AWSError) {
            endpoint = try Endpoint(url: String(parts.first ?? ""), signingRegion: .usEast1)
        } catch {
            throw .invalidInput("url", "a webhook needs a URL such as https://host/path")
        }
        let host = endpoint.authority.split(separator: ":").first.map(String.init) ?? ""
        guard
            endpoint.scheme == "https" || ["127.0.0.1", "localhost"].contains(host)
                || endpoint.authority.hasPrefix("[::1]")
        else {
            throw .invalidInput("url", "a webhook needs https, save for a loopback address")
        }
        let rest = url.dropFirst(endpoint.scheme.count + 3).drop { $0 != "/" && $0 != "?" }
        target = rest.hasPrefix("/") ? String(rest) : "/\(rest)"
        guard target.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }) else {
            throw .invalidInput("url", "a webhook's path and query are printable ASCII, without a fragment")
        }
        guard timeout > .zero, attempts >= 1, pause >= .zero else {
            throw .invalidInput("attempts", "a webhook needs at least one attempt, and time for it")
        }
        var fields = HTTPFields()
        for (name, value) in headers {
            guard let name = HTTPField.Name(name), HTTPField.isValidValue(value) else {
                throw .invalidInput("headers", "a name or value cannot stand in a header field")
            }
            fields[name] = value
        }
        self.headers = fields
        self.transport = transport
        self.timeout = timeout
        self.attempts = attempts
        self.pause = pause
        self.clock = clock
    }

    /// Posts the alert.
    ///
    /// - Throws: ``AlertDeliveryError``, or `CancellationError`.
    public func deliver(_ alert: SpendAlert) async throws {
        var request = HTTPRequest(
            method: .post, scheme: endpoint.scheme, authority: endpoint.authority,
            path: target, headerFields: headers)
        request.headerFields[.contentType] = "application/json"
        if let key = HTTPField.Name("Idempotency-Key") {
            request.headerFields[key] = Self.headerText(alert.id)
        }
        let body = alert.body
        let options = TransportOptions.defaults {
            $0.totalTimeout = timeout
            $0.connectTimeout = timeout
            $0.responseBodyLimit = 1 << 20
        }
        var wait = pause
        for attempt in 1...attempts {
            var status: Int?
            do {
                status = try await transport.withResponse(to: request, body: body, options: options) { response, _ in
                    response.status.code
                }
            } catch {
                try Task.checkCancellation()
            }
            if let status, (200..<300).contains(status) { return }
            let isFinal = status.map { $0 != 408 && $0 != 429 && $0 < 500 } ?? false
            guard !isFinal, attempt < attempts else {
                throw AlertDeliveryError(status: status, attempts: attempt)
            }
            try await clock.sleep(for: wait)
            wait *= 2
        }
    }

    private static func headerText(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            if (0x20...0x7E).contains(byte), byte != UInt8(ascii: "%") {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += byte < 16 ? "%0" : "%"
                encoded += String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }
}
