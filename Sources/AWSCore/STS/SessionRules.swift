import AWSSigning

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The limits that STS sets to sessions, whichever operation begins them.
enum SessionRules {
    static func check(roleARN: String) throws(AWSError) {
        guard (20...2048).contains(roleARN.count), ARN(roleARN) != nil else {
            throw .invalidInput("RoleArn", "\"\(roleARN)\" is not the ARN of a role")
        }
    }

    static func check(sessionName: String) throws(AWSError) {
        guard (2...64).contains(sessionName.count), sessionName.utf8.allSatisfy(isNameCharacter) else {
            throw .invalidInput("RoleSessionName", "must be 2 to 64 characters of A-Z a-z 0-9 _ + = , . @ -")
        }
    }

    static func check(durationSeconds seconds: Int?, upTo limit: Int = 43_200) throws(AWSError) {
        if let seconds, !(900...limit).contains(seconds) {
            throw .invalidInput("DurationSeconds", "must be from 900 to \(limit), not \(seconds)")
        }
    }

    static func check(policyARNs: [String]) throws(AWSError) {
        guard policyARNs.count <= 10 else {
            throw .invalidInput("PolicyArns", "at most 10 managed policies, got \(policyARNs.count)")
        }
    }

    static func check(sourceIdentity: String?) throws(AWSError) {
        guard let sourceIdentity else { return }
        guard (2...64).contains(sourceIdentity.count) else {
            throw .invalidInput("SourceIdentity", "must have 2 to 64 characters, not \(sourceIdentity.count)")
        }
        guard sourceIdentity.utf8.allSatisfy(isNameCharacter) else {
            throw .invalidInput("SourceIdentity", "takes A-Z a-z 0-9 and _ + = , . @ - only")
        }
    }

    /// Keys are the same whatever their case.
    static func check(tags: [AssumeRole.SessionTag], transitiveKeys: [String]) throws(AWSError) {
        guard tags.count <= 50 else { throw .invalidInput("Tags", "at most 50 session tags, got \(tags.count)") }
        var keys: Set<String> = []
        for tag in tags {
            guard (1...128).contains(tag.key.count), tag.value.count <= 256 else {
                throw .invalidInput("Tags", "\"\(tag.key)\": a key has 1 to 128 characters and a value at most 256")
            }
            guard keys.insert(tag.key.lowercased()).inserted else {
                throw .invalidInput("Tags", "\"\(tag.key)\" stands twice: the case of keys does not count")
            }
        }
        for key in transitiveKeys where !keys.contains(key.lowercased()) {
            throw .invalidInput("TransitiveTagKeys", "\"\(key)\" is no key of the session's tags")
        }
    }

    static func check(serialNumber: String?, tokenCode: String?) throws(AWSError) {
        guard (serialNumber == nil) == (tokenCode == nil) else {
            throw .invalidInput("TokenCode", "an MFA device and its code go together")
        }
        if let tokenCode, tokenCode.utf8.count != 6 || !tokenCode.utf8.allSatisfy({ (48...57).contains($0) }) {
            throw .invalidInput("TokenCode", "must be six digits")
        }
    }

    /// The session name of callers who give none: unique enough to be found in CloudTrail.
    static func defaultSessionName(at now: Date) -> String { "swift-bedrock-cost-\(Int(now.timeIntervalSince1970))" }

    static func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_+=,.@-".utf8.contains(byte)
        }
    }
}

extension Credentials {
    /// The `<Credentials>` of a session in a result of STS.
    init(sessionIn result: XMLElement, assumedRoleARN: String? = nil) throws(XMLError) {
        guard let element = result["Credentials"], let id = element["AccessKeyId"]?.text,
            let secret = element["SecretAccessKey"]?.text, let token = element["SessionToken"]?.text,
            let expiration = element["Expiration"].flatMap({ TimestampFormat.iso8601.date(from: $0.text) })
        else { throw XMLError(description: "the reply holds no complete <Credentials>") }
        self.init(
            accessKeyID: id, secretAccessKey: secret, sessionToken: token, expiration: expiration,
            accountID: assumedRoleARN.flatMap { ARN(rawValue: $0) }?.accountID)
    }
}
