#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// The key that signs for one day, region and service: derived from the secret by four HMACs, and all that a signer needs.
///
/// ``SigV4Signer`` derives and keeps these by itself. Descriptions never show the bytes.
public struct SigningKey: Sendable {
    let hmac: HMACKey
    private let digest: SHA256Digest

    /// Derives the key of the UTC day of `date`.
    ///
    /// - Throws: ``SigningError`` with `invalidDate` for a year before 1970 or after 9999, or `cryptographyFailed`.
    public init(secretAccessKey: String, date: Date, region: String, service: String) throws(SigningError) {
        try self.init(
            secretAccessKey: secretAccessKey, timestamp: SigningTimestamp(date), region: region, service: service)
    }

    init(
        secretAccessKey: String, timestamp: SigningTimestamp, region: String, service: String
    ) throws(SigningError) {
        let scratch = try DigestContext()
        var secret = ByteBuilder(capacity: 64)
        secret.append("AWS4" as StaticString)
        secret.append(secretAccessKey)
        var key = try unsafe HMACKey(secret.bytes)
        secret.cleanse()

        var message = ByteBuilder(capacity: 64)
        timestamp.writeDay(to: &message)
        var digest = try unsafe key.authenticate(message.bytes, in: scratch)
        for part in [region, service, "aws4_request"] {
            key = try unsafe digest.withUnsafeBytes { (bytes) throws(SigningError) in try unsafe HMACKey(bytes) }
            message.removeAll()
            message.append(part)
            digest = try unsafe key.authenticate(message.bytes, in: scratch)
        }
        self.digest = digest
        hmac = try unsafe digest.withUnsafeBytes { (bytes) throws(SigningError) in try unsafe HMACKey(bytes) }
    }

    /// The 32 bytes of the key. A secret for its day: never log them.
    public var bytes: [UInt8] { digest.bytes }

    /// Signs the last stage.
    ///
    /// - Throws: ``SigningError`` with `cryptographyFailed`.
    public func signature(of stringToSign: StringToSign) throws(SigningError) -> Signature {
        let message = Array(stringToSign.text.utf8)
        return try SigningWorkspace.withPooled { (workspace) throws(SigningError) in
            try unsafe message.withRawBytes { (bytes) throws(SigningError) in
                Signature(hexadecimal: try unsafe hmac.authenticate(bytes, in: workspace.hmac).hexadecimal)
            }
        }
    }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
    /// The type's name alone.
    public var description: String { "SigningKey(redacted)" }

    /// A mirror without the key, for `dump`.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
