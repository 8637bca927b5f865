/// An AWS Region such as `us-east-1`. Any value is kept as written; ``AWSClient`` refuses one that is no Region's shape.
public struct Region: OpenStringSet {
    /// The Region's code, as in an ARN.
    public let rawValue: String

    /// A Region by its code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The partition that the code belongs to; the commercial one for codes that no partition claims.
    public var partition: Partition { Partition.of(self) }

    /// Whether the code may stand in a host name: lower-case letters, digits and inner hyphens, up to 63 characters.
    var isWellFormed: Bool {
        let bytes = rawValue.utf8
        guard !bytes.isEmpty, bytes.count <= 63, bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-")
        else {
            return false
        }
        return bytes.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "-")
        }
    }
}

extension Region {
    /// N. Virginia.
    public static let usEast1: Region = "us-east-1"
    /// Ohio.
    public static let usEast2: Region = "us-east-2"
    /// N. California.
    public static let usWest1: Region = "us-west-1"
    /// Oregon.
    public static let usWest2: Region = "us-west-2"
    /// Canada (Central).
    public static let caCentral1: Region = "ca-central-1"
    /// São Paulo.
    public static let saEast1: Region = "sa-east-1"
    /// Ireland.
    public static let euWest1: Region = "eu-west-1"
    /// London.
    public static let euWest2: Region = "eu-west-2"
    /// Paris.
    public static let euWest3: Region = "eu-west-3"
    /// Frankfurt.
    public static let euCentral1: Region = "eu-central-1"
    /// Zurich.
    public static let euCentral2: Region = "eu-central-2"
    /// Stockholm.
    public static let euNorth1: Region = "eu-north-1"
    /// Milan.
    public static let euSouth1: Region = "eu-south-1"
    /// Tokyo.
    public static let apNortheast1: Region = "ap-northeast-1"
    /// Seoul.
    public static let apNortheast2: Region = "ap-northeast-2"
    /// Osaka.
    public static let apNortheast3: Region = "ap-northeast-3"
    /// Singapore.
    public static let apSoutheast1: Region = "ap-southeast-1"
    /// Sydney.
    public static let apSoutheast2: Region = "ap-southeast-2"
    /// Mumbai.
    public static let apSouth1: Region = "ap-south-1"
    /// AWS GovCloud (US-East).
    public static let usGovEast1: Region = "us-gov-east-1"
    /// AWS GovCloud (US-West).
    public static let usGovWest1: Region = "us-gov-west-1"
}
