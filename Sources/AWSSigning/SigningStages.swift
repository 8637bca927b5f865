/// All stages of one signature, to look at.
public struct SigningStages: Sendable, Hashable {
    /// The request as both sides rebuild it.
    public let canonicalRequest: CanonicalRequest
    /// What the key signed.
    public let stringToSign: StringToSign
    /// The result.
    public let signature: Signature
}
