internal import HTTPTypes

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An access key with its secret, and for temporary credentials the session token and the moment when they end.
///
/// No description, debug description or `dump` shows the secret or the token. Copies share their storage.
public struct Credentials: Sendable, Equatable {
    /// The storage that copies share, with what signing needs of it prepared once.
    private final class Storage: Sendable {
        let accessKeyID: String
        let secretAccessKey: String
        let sessionToken: String?
        let expiration: Date?
        let accountID: String?
        let sessionTokenField: HTTPField?
        let secretFingerprint: Int
        let problem: SigningError?

        init(
            accessKeyID: String, secretAccessKey: String, sessionToken: String?, expiration: Date?, accountID: String?
        ) {
            self.accessKeyID = accessKeyID
            self.secretAccessKey = secretAccessKey
            self.sessionToken = sessionToken
            self.expiration = expiration
            self.accountID = accountID
            sessionTokenField = sessionToken.map { HTTPField(name: .amzSecurityToken, value: $0) }
            secretFingerprint = secretAccessKey.hashValue
            problem = Credentials.problem(
                accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: sessionToken)
        }
    }

    private let storage: Storage

    /// Credentials of the given parts.
    ///
    /// Nothing is refused here: signing throws ``SigningError/Code/invalidCredentials`` when a part is empty or cannot be
    /// sent, so that providers can hand on what they read.
    ///
    /// - Parameters:
    ///   - accessKeyID: The public half, such as `AKIA…` or, for temporary credentials, `ASIA…`.
    ///   - secretAccessKey: The secret half.
    ///   - sessionToken: The token of temporary credentials; an empty one counts as none.
    ///   - expiration: When temporary credentials end; `nil` for never or unknown.
    ///   - accountID: The twelve-digit account that the key belongs to, where known.
    public init(
        accessKeyID: String,
        secretAccessKey: String,
        sessionToken: String? = nil,
        expiration: Date? = nil,
        accountID: String? = nil
    ) {
        storage = Storage(
            accessKeyID: accessKeyID,
            secretAccessKey: secretAccessKey,
            sessionToken: sessionToken.flatMap { $0.isEmpty ? nil : $0 },
            expiration: expiration,
            accountID: accountID)
    }

    /// The public half of the key.
    public var accessKeyID: String { storage.accessKeyID }
    /// The secret half of the key. Never log it.
    public var secretAccessKey: String { storage.secretAccessKey }
    /// The token of temporary credentials, never empty. Never log it.
    public var sessionToken: String? { storage.sessionToken }
    /// When temporary credentials end.
    public var expiration: Date? { storage.expiration }
    /// The account that the key belongs to, where known.
    public var accountID: String? { storage.accountID }

    /// Whether two credentials have the same parts.
    public static func == (left: Self, right: Self) -> Bool {
        left.storage === right.storage
            || (left.accessKeyID == right.accessKeyID && left.secretAccessKey == right.secretAccessKey
                && left.sessionToken == right.sessionToken && left.expiration == right.expiration
                && left.accountID == right.accountID)
    }

    /// The `x-amz-security-token` field of temporary credentials.
    var sessionTokenField: HTTPField? { storage.sessionTokenField }
    /// A number that differs for nearly all different secrets of one process: looked at before the secrets are compared.
    var secretFingerprint: Int { storage.secretFingerprint }
    /// What keeps these credentials from signing.
    var problem: SigningError? { storage.problem }

    private static func problem(
        accessKeyID: String, secretAccessKey: String, sessionToken: String?
    ) -> SigningError? {
        if accessKeyID.isEmpty {
            return SigningError(.invalidCredentials, "the access key ID is empty")
        }
        if secretAccessKey.isEmpty {
            return SigningError(.invalidCredentials, "the secret access key is empty")
        }
        if !accessKeyID.utf8.allSatisfy({ $0.isVisibleASCII && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ",") }) {
            return SigningError(
                .invalidCredentials,
                "the access key ID has a space, a line break, a slash, a comma or a character beyond ASCII")
        }
        if let sessionToken, !sessionToken.utf8.allSatisfy(\.isVisibleASCII) {
            return SigningError(
                .invalidCredentials, "the session token has a space, a line break or a character beyond ASCII")
        }
        return nil
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The masked access key ID, whether there is a session token, and the expiration.
    public var description: String {
        var text = "Credentials(accessKeyID: \(accessKeyID.masked)"
        if sessionToken != nil { text += ", sessionToken: redacted" }
        if let expiration { text += ", expiration: \(expiration)" }
        return text + ")"
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror without the secret parts, for `dump`.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "accessKeyID": accessKeyID.masked, "secretAccessKey": "redacted",
                "sessionToken": sessionToken == nil ? "none" : "redacted", "expiration": expiration as Any,
            ],
            displayStyle: .struct)
    }
}

extension String {
    /// The first and last four characters of a long identifier; nothing of a short one.
    fileprivate var masked: String {
        count < 16 ? "redacted" : "\(prefix(4))…\(suffix(4))"
    }
}

extension UInt8 {
    /// Whether the byte is an ASCII character that leaves a mark: no control character and no space.
    var isVisibleASCII: Bool { self > 0x20 && self < 0x7F }
}

extension HTTPField.Name {
    /// `x-amz-security-token`.
    static let amzSecurityToken = checked("x-amz-security-token")
    /// `x-amz-date`.
    static let amzDate = checked("x-amz-date")
    /// `x-amz-content-sha256`.
    static let amzContentSHA256 = checked("x-amz-content-sha256")

    private static func checked(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else {
            preconditionFailure("a literal field name is not a token")
        }
        return name
    }
}
