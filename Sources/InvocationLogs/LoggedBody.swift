public import AWSCore
import Gzip

/// A request or an answer as the log holds it: its tokens, and its body or the place where that is.
public struct LoggedBody: Sendable, Hashable {
    /// The body's media type.
    public var contentType: String?
    /// The body: of a stream a list of its events. `nil` where it is not kept, or is in Amazon S3.
    public var json: JSONValue?
    /// Where the body is, `s3://bucket/key`: bodies above 100 KB and binary ones do not stand in the record. Read such an
    /// object with ``json(inObject:limits:)``.
    public var s3URI: String?
    /// The tokens; of an input those outside the prompt cache.
    public var tokenCount: Int?
    /// Input tokens read from the prompt cache.
    public var cacheReadTokenCount: Int?
    /// Input tokens written to the prompt cache.
    public var cacheWriteTokenCount: Int?
    /// Members that this version does not know, by their names in the record.
    public var unknownMembers: [String: JSONValue]

    /// A body of the given members.
    public init(
        contentType: String? = nil, json: JSONValue? = nil, s3URI: String? = nil, tokenCount: Int? = nil,
        cacheReadTokenCount: Int? = nil, cacheWriteTokenCount: Int? = nil, unknownMembers: [String: JSONValue] = [:]
    ) {
        self.contentType = contentType
        self.json = json
        self.s3URI = s3URI
        self.tokenCount = tokenCount
        self.cacheReadTokenCount = cacheReadTokenCount
        self.cacheWriteTokenCount = cacheWriteTokenCount
        self.unknownMembers = unknownMembers
    }

    /// The body in an object that ``s3URI`` points at, compressed or not.
    ///
    /// - Parameters:
    ///   - object: The object's bytes.
    ///   - limits: How large it may be.
    /// - Throws: ``InvocationLogError``.
    public static func json(
        inObject object: [UInt8], limits: InvocationLogLimits = .init()
    ) throws(InvocationLogError) -> JSONValue {
        let bytes = try InvocationLogError.inflating(object, limits)
        guard let value = try? JSONValue(parsing: bytes) else {
            throw InvocationLogError(.malformed, "the object is no JSON")
        }
        return value
    }

    /// Which half of a record a body is: its members' names begin with it.
    enum Half: String {
        case input, output
    }

    init(_ half: Half, _ members: [String: JSONValue]) {
        var members = LogMembers(members)
        let name = half.rawValue
        contentType = members.take("\(name)ContentType")?.string
        json = members.take("\(name)BodyJson")
        s3URI = members.take("\(name)BodyS3Path")?.string
        tokenCount = members.take("\(name)TokenCount")?.int
        cacheReadTokenCount = members.take("cacheReadInputTokenCount")?.int
        cacheWriteTokenCount = members.take("cacheWriteInputTokenCount")?.int
        unknownMembers = members.rest
    }

    func members(of half: Half) -> [String: JSONValue] {
        let name = half.rawValue
        var members = unknownMembers
        members["\(name)ContentType"] = contentType.map { .string($0) }
        members["\(name)BodyJson"] = json
        members["\(name)BodyS3Path"] = s3URI.map { .string($0) }
        members["\(name)TokenCount"] = tokenCount.map { .int(Int64($0)) }
        members["cacheReadInputTokenCount"] = cacheReadTokenCount.map { .int(Int64($0)) }
        members["cacheWriteInputTokenCount"] = cacheWriteTokenCount.map { .int(Int64($0)) }
        return members
    }
}
