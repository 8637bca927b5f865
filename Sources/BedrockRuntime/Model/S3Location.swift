/// An object in Amazon S3.
public struct S3Location: Sendable, Hashable, Codable {
    /// `s3://bucket/key`; 1 to 1,024 characters.
    public var uri: String
    /// The twelve-digit account that owns the bucket, where it is not the caller's.
    public var bucketOwner: String?

    /// Creates one from its members.
    public init(uri: String, bucketOwner: String? = nil) {
        self.uri = uri
        self.bucketOwner = bucketOwner
    }
}
