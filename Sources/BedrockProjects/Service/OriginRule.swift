import AWSCore

/// Where requests of the OpenAI-compatible endpoints may go.
///
/// - A host of the service itself must be the signing Region's, and reached by https.
/// - An API key, which its receiver could use again, goes to AWS's own hosts and to this machine only, unless the program
///   itself has set the endpoint. A variable left over from another tool does not leak it.
/// - The endpoint has no `/v1` at its end, as the base URL of OpenAI's own clients has: the path root is chosen per call.
enum OriginRule {
    static func validate(_ destination: RequestDestination, service: String) throws(AWSError) {
        let endpoint = destination.endpoint
        let host = hostName(of: endpoint.authority)
        guard !endpoint.basePath.hasSuffix("/v1") else {
            throw .invalidConfiguration(
                "the endpoint must be given without \(endpoint.basePath): /v1 or /openai/v1 is chosen for each call")
        }
        if let region = region(of: host, service: service) {
            guard region == endpoint.signingRegion.rawValue else {
                throw .invalidConfiguration(
                    "the endpoint \(host) is in \(region), and the request would be signed for "
                        + "\(endpoint.signingRegion): set the client's Region and the endpoint to the same one")
            }
        }
        if isOfAWS(host) {
            guard endpoint.scheme == "https" else {
                throw .invalidConfiguration("the endpoint \(host) is reached by https only")
            }
        } else if destination.takesBearerToken, destination.origin != .client, !isThisMachine(host) {
            throw .invalidConfiguration(
                "\(host) is not a host of AWS, and the request would hand it a Bedrock API key: to send it there, set "
                    + "endpointURL on the client; otherwise correct the setting")
        }
    }

    /// The Region in `service[-fips].region.suffix`; `nil` for hosts of another form.
    private static func region(of host: String, service: String) -> String? {
        let labels = host.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard labels.count == 3, labels[0] == service || labels[0] == "\(service)-fips", isOfAWS(host) else {
            return nil
        }
        return String(labels[1])
    }

    private static let suffixes = [
        "amazonaws.com", "amazonaws.com.cn", "amazonaws.eu", "api.aws", "api.amazonwebservices.com.cn",
        "api.amazonwebservices.eu", "c2s.ic.gov", "sc2s.sgov.gov", "cloud.adc-e.uk", "csp.hci.ic.gov", "api.aws.ic.gov",
        "api.aws.scloud", "api.cloud-aws.adc-e.uk", "api.aws.hci.ic.gov",
    ]

    private static func isOfAWS(_ host: String) -> Bool {
        suffixes.contains { host.hasSuffix(".\($0)") }
    }

    private static func isThisMachine(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// The authority without its port, in lower case.
    private static func hostName(of authority: String) -> String {
        let host =
            authority.hasPrefix("[")
            ? authority.prefix(through: authority.firstIndex(of: "]") ?? authority.startIndex)
            : authority.prefix { $0 != ":" }
        return host.lowercased()
    }
}
