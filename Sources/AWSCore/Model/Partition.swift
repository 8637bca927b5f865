/// A group of Regions with its own DNS suffixes and its own billing, such as `aws` or `aws-cn`.
public struct Partition: Hashable, Sendable {
    /// The partition's name, the second part of its ARNs.
    public let name: String
    /// The suffix of its endpoints' host names.
    public let dnsSuffix: String
    /// The suffix of its endpoints that answer on IPv4 and IPv6.
    public let dualStackDNSSuffix: String
    /// The Region that hosts and signs for services with one endpoint per partition.
    public let globalRegion: Region
    private let regionPrefixes: [String]

    private init(_ name: String, _ regionPrefixes: [String], _ dnsSuffix: String, _ dualStack: String, _ global: Region)
    {
        self.name = name
        self.regionPrefixes = regionPrefixes
        self.dnsSuffix = dnsSuffix
        self.dualStackDNSSuffix = dualStack
        self.globalRegion = global
    }

    /// The commercial Regions.
    public static let aws = Partition("aws", [], "amazonaws.com", "api.aws", .usEast1)

    private static let others = [
        Partition("aws-cn", ["cn-"], "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-northwest-1"),
        Partition("aws-us-gov", ["us-gov-"], "amazonaws.com", "api.aws", .usGovWest1),
        Partition("aws-eusc", ["eusc-"], "amazonaws.eu", "api.amazonwebservices.eu", "eusc-de-east-1"),
        Partition("aws-iso", ["us-iso-"], "c2s.ic.gov", "api.aws.ic.gov", "us-iso-east-1"),
        Partition("aws-iso-b", ["us-isob-"], "sc2s.sgov.gov", "api.aws.scloud", "us-isob-east-1"),
        Partition("aws-iso-e", ["eu-isoe-"], "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-west-1"),
        Partition("aws-iso-f", ["us-isof-"], "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-south-1"),
    ]

    static func of(_ region: Region) -> Partition {
        others.first { partition in partition.regionPrefixes.contains { region.rawValue.hasPrefix($0) } } ?? .aws
    }
}
