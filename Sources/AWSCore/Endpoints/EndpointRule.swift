/// How a service's host name follows from the Region, by AWS's published endpoint rules.
public enum EndpointRule: Sendable, Hashable {
    /// `prefix.region.suffix` in every Region.
    case regional(String)
    /// One endpoint per partition, in and signed for the partition's global Region (Cost Explorer).
    case partitional(String)
    /// `prefix.region.suffix` in every Region, on the suffix that answers on IPv4 and IPv6 only (`api.aws`), without a FIPS
    /// variant (Bedrock's `bedrock-mantle`).
    case dualStackOnly(String)
    /// As `partitional`, with the names of dual-stack endpoints in any case (Data Exports).
    case partitionalDualStack(String)
    /// As `partitional`, with one host name that holds no Region (Budgets).
    case global(String)
    /// As `regional`, with the same names for IPv4 and IPv6 (Secrets Manager).
    case regionalSingleName(String)
    /// As `regional`; GovCloud's own endpoints are FIPS ones already, and its dual-stack ones where a service says so (Systems
    /// Manager, CloudWatch).
    case regionalFIPSInGovCloud(String, alsoDualStack: Bool)
    /// As `regionalFIPSInGovCloud`, with DynamoDB's own: the Region `local` is DynamoDB local on port 8000 of this machine, and the
    /// dual-stack name is asked for by option only, not by URL.
    case dynamoDB
    /// As `regional`, with STS's exceptions for GovCloud FIPS and for the old global endpoint.
    case sts
}

/// Which variant of a service's endpoint to use.
public struct EndpointOptions: Sendable, Hashable {
    /// Endpoints with FIPS 140 validated cryptography.
    public var useFIPS = false
    /// Endpoints that answer on IPv4 and IPv6.
    public var useDualStack = false
    /// STS: the global endpoint `sts.amazonaws.com` for the Regions that once used it.
    public var useSTSGlobalEndpoint = false

    /// The plain endpoints.
    public init() {}
}

/// Where a request goes and what it is signed for.
public struct Endpoint: Sendable, Hashable {
    /// `https`, or `http` for an endpoint given by the caller.
    public var scheme: String
    /// Host, and port where it is not the scheme's own.
    public var authority: String
    /// What stands before the operation's path; empty or starting with a slash, never ending in one.
    public var basePath: String
    /// The Region in the signature's scope.
    public var signingRegion: Region

    /// The endpoint as a URL.
    public var url: String { "\(scheme)://\(authority)\(basePath)" }

    /// Resolves the endpoint of a service.
    ///
    /// - Parameters:
    ///   - service: The service.
    ///   - region: The Region; may be `nil` only with `override`.
    ///   - options: FIPS, dual-stack.
    ///   - override: A URL that replaces the service's own, such as a mock server's.
    /// - Throws: ``AWSError`` of code ``AWSError/Code/invalidConfiguration``: no or an ill-formed Region, an override that
    ///   is no http(s) URL, or an override together with FIPS or dual-stack.
    public static func resolve<Service: AWSService>(
        _ service: Service.Type, region: Region?, options: EndpointOptions = EndpointOptions(), override: String? = nil
    ) throws(AWSError) -> Endpoint {
        if let override {
            guard !options.useFIPS else {
                throw .invalidConfiguration("FIPS cannot be combined with a custom endpoint")
            }
            guard !options.useDualStack else {
                throw .invalidConfiguration("dual-stack cannot be combined with a custom endpoint")
            }
            let signingRegion = region.map { service.endpoint.signingRegion(for: $0) } ?? .usEast1
            let endpoint = try Endpoint(url: override, signingRegion: signingRegion)
            if service.endpoint == .dynamoDB, let region,
                endpoint.authority == "dynamodb.\(region).\(region.partition.dualStackDNSSuffix)"
            {
                throw .invalidConfiguration("DynamoDB's dual-stack endpoint is chosen by useDualStack, not by its URL")
            }
            return endpoint
        }
        guard let region else {
            throw .invalidConfiguration("no Region: set one on the client, in AWS_REGION or in the profile")
        }
        guard region.isWellFormed else {
            throw .invalidConfiguration("\"\(region)\" is not a Region: lower-case letters, digits and hyphens only")
        }
        if case .dualStackOnly = service.endpoint, options.useFIPS {
            throw .invalidConfiguration("\(service.serviceID) has no FIPS endpoint")
        }
        return service.endpoint.endpoint(in: region, options)
    }

    /// An endpoint from a URL.
    ///
    /// - Throws: ``AWSError`` of code ``AWSError/Code/invalidConfiguration`` where `url` is not `http(s)://host[:port][/path]`.
    public init(url: String, signingRegion: Region) throws(AWSError) {
        let scheme: String
        if url.hasPrefix("https://") {
            scheme = "https"
        } else if url.hasPrefix("http://") {
            scheme = "http"
        } else {
            throw .invalidConfiguration("an endpoint must be an http or https URL")
        }
        let rest = url.dropFirst(scheme.count + 3)
        let authority = rest.prefix { $0 != "/" }
        let isPlain = url.utf8.allSatisfy { $0 > 32 && $0 < 127 } && !rest.contains { "?#@\\".contains($0) }
        guard isPlain, Self.isHostAndPort(authority) else {
            throw .invalidConfiguration(
                "an endpoint must be scheme://host[:port][/path], without user, query or fragment")
        }
        var path = String(rest.dropFirst(authority.count))
        while path.hasSuffix("/") { path.removeLast() }
        let defaultPort = scheme == "https" ? ":443" : ":80"
        let host = authority.hasSuffix(defaultPort) ? authority.dropLast(defaultPort.count) : authority
        self.init(scheme: scheme, authority: String(host), basePath: path, signingRegion: signingRegion)
    }

    private static func isHostAndPort(_ authority: Substring) -> Bool {
        let host: Substring
        // The colons of an IPv6 address stand in brackets.
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            host = authority[...end]
        } else {
            host = authority.prefix { $0 != ":" }
        }
        guard !host.isEmpty, host.count > 2 || !host.hasPrefix("[") else { return false }
        let port = authority.dropFirst(host.count)
        guard port.hasPrefix(":") else { return port.isEmpty }
        return UInt16(port.dropFirst()).map { $0 > 0 } ?? false
    }

    init(scheme: String = "https", authority: String, basePath: String = "", signingRegion: Region) {
        self.scheme = scheme
        self.authority = authority
        self.basePath = basePath
        self.signingRegion = signingRegion
    }
}

extension EndpointRule {
    fileprivate func signingRegion(for region: Region) -> Region {
        switch self {
        case .partitional, .partitionalDualStack, .global: region.partition.globalRegion
        case .dynamoDB where region.rawValue == "local": .usEast1
        case .regional, .regionalFIPSInGovCloud, .regionalSingleName, .dualStackOnly, .dynamoDB, .sts: region
        }
    }

    fileprivate func endpoint(in region: Region, _ options: EndpointOptions) -> Endpoint {
        let partition = region.partition
        let variant = options.useFIPS ? "-fips" : ""
        let suffix = options.useDualStack ? partition.dualStackDNSSuffix : partition.dnsSuffix
        switch self {
        case .regional(let prefix):
            return Endpoint(authority: "\(prefix)\(variant).\(region).\(suffix)", signingRegion: region)
        case .partitional(let prefix):
            let home = partition.globalRegion
            // The European Sovereign Cloud serves these on its dual-stack names only, unless FIPS is asked for.
            let name = partition.name == "aws-eusc" && !options.useFIPS ? partition.dualStackDNSSuffix : suffix
            return Endpoint(authority: "\(prefix)\(variant).\(home).\(name)", signingRegion: home)
        case .dualStackOnly(let prefix):
            return Endpoint(authority: "\(prefix).\(region).\(partition.dualStackDNSSuffix)", signingRegion: region)
        case .partitionalDualStack(let prefix):
            let home = partition.globalRegion
            // The isolated partitions have such names with FIPS only.
            let isIsolated = partition.name.hasPrefix("aws-iso") && !options.useFIPS
            let name = isIsolated ? partition.dnsSuffix : partition.dualStackDNSSuffix
            return Endpoint(authority: "\(prefix)\(variant).\(home).\(name)", signingRegion: home)
        case .global(let prefix):
            let home = partition.globalRegion
            guard !options.useFIPS else {
                return Endpoint(authority: "\(prefix)-fips.\(suffix)", signingRegion: home)
            }
            let host =
                switch (partition.name, options.useDualStack) {
                case ("aws", true): "\(prefix).\(home).\(suffix)"
                case ("aws-eusc", _): "\(prefix).\(home).\(partition.dualStackDNSSuffix)"
                case ("aws-iso-b", false), ("aws-iso-e", false), ("aws-iso-f", false): "\(prefix).global.\(suffix)"
                default: "\(prefix).\(suffix)"
                }
            return Endpoint(authority: host, signingRegion: home)
        case .regionalSingleName(let prefix):
            return Endpoint(authority: "\(prefix)\(variant).\(region).\(partition.dnsSuffix)", signingRegion: region)
        case .regionalFIPSInGovCloud(let prefix, let alsoDualStack):
            let isFIPSAlready = partition.name == "aws-us-gov" && (alsoDualStack || !options.useDualStack)
            let name = isFIPSAlready ? "" : variant
            return Endpoint(authority: "\(prefix)\(name).\(region).\(suffix)", signingRegion: region)
        case .dynamoDB:
            guard region.rawValue == "local", !options.useFIPS, !options.useDualStack else {
                return Self.regionalFIPSInGovCloud("dynamodb", alsoDualStack: false).endpoint(in: region, options)
            }
            return Endpoint(scheme: "http", authority: "localhost:8000", signingRegion: signingRegion(for: region))
        case .sts:
            let isPlain = !options.useFIPS && !options.useDualStack
            if isPlain,
                region.rawValue == "aws-global"
                    || options.useSTSGlobalEndpoint && Self.stsGlobalRegions.contains(region)
            {
                return Endpoint(authority: "sts.amazonaws.com", signingRegion: .usEast1)
            }
            if options.useFIPS, !options.useDualStack, partition.name == "aws-us-gov" {
                return Endpoint(authority: "sts.\(region).amazonaws.com", signingRegion: region)
            }
            return Endpoint(authority: "sts\(variant).\(region).\(suffix)", signingRegion: region)
        }
    }

    private static let stsGlobalRegions: Set<Region> = [
        .apNortheast1, .apSouth1, .apSoutheast1, .apSoutheast2, .caCentral1, .euCentral1, .euNorth1, .euWest1, .euWest2,
        .euWest3, .saEast1, .usEast1, .usEast2, .usWest1, .usWest2,
    ]
}
