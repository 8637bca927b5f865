#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The file in which `aws sso login` leaves the token of a session, shared with the AWS CLI and the other SDKs.
struct SSOTokenCache: Sendable {
    struct Token: Sendable {
        var accessToken: String
        var expiresAt: Date
        /// What a renewal takes; `nil` where the login left no refresh token, or its registration has ended.
        var renewal: CreateToken?
    }

    private let environment: AWSEnvironment
    let path: String

    /// - Parameter key: The session's name, or the start URL of a login without one.
    init(key: String, in environment: AWSEnvironment) {
        self.environment = environment
        path = "\(environment.homeDirectory)/.aws/sso/cache/\(SHA1.hexadecimal(key)).json"
    }

    /// - Throws: ``AWSError`` of code ``AWSError/Code/credentials`` where there is no token, or none that can be read.
    func load(at now: Date) throws(AWSError) -> Token {
        guard let text = environment.contents(ofFile: path) else {
            throw AWSError(.credentials, "nobody has signed in: \(path) does not exist; run \"aws sso login\"")
        }
        guard let document = try? JSONValue(parsing: Array(text.utf8)),
            let accessToken = document["accessToken"]?.string, !accessToken.isEmpty,
            let expiresAt = document["expiresAt"]?.string.flatMap(Self.date)
        else { throw AWSError(.credentials, "\(path) holds no SSO token; run \"aws sso login\"") }
        var renewal: CreateToken?
        if let id = document["clientId"]?.string, let secret = document["clientSecret"]?.string,
            let refreshToken = document["refreshToken"]?.string,
            let end = document["registrationExpiresAt"]?.string.flatMap(Self.date), end > now
        {
            renewal = CreateToken(clientID: id, clientSecret: secret, refreshToken: refreshToken)
        }
        return Token(accessToken: accessToken, expiresAt: expiresAt, renewal: renewal)
    }

    /// Puts a renewed token into the file; what else stands there stays.
    ///
    /// - Returns: Whether it could be written.
    func save(_ token: Token) -> Bool {
        guard let text = environment.contents(ofFile: path), let document = try? JSONValue(parsing: Array(text.utf8)),
            var members = document.object
        else { return false }
        members["accessToken"] = .string(token.accessToken)
        members["expiresAt"] = .string(TimestampFormat.iso8601.string(from: token.expiresAt.wholeSecond))
        if let refreshToken = token.renewal?.refreshToken { members["refreshToken"] = .string(refreshToken) }
        guard let bytes = try? JSONValue.object(members).serialized() else { return false }
        return environment.write(bytes, toFile: path)
    }

    /// Old versions of the AWS CLI wrote `UTC` for `Z`.
    private static func date(_ text: String) -> Date? {
        TimestampFormat.iso8601.date(from: text.hasSuffix("UTC") ? text.dropLast(3) + "Z" : text)
    }
}

extension Date {
    /// The AWS CLI reads no fractions.
    fileprivate var wholeSecond: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}
