#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension MockAWS {
    /// An IAM role of the simulated organisation and its trust policy: who may assume it, and under which conditions.
    public struct Role: Sendable, Hashable {
        /// What a role wants to see in a token of an identity provider.
        public struct WebIdentity: Sendable, Hashable {
            /// The token's `iss`.
            public var issuer: String
            /// The token's `sub`, such as `system:serviceaccount:claims:biller`; `nil` for any.
            public var subject: String?
            /// The token's `aud`.
            public var audience = "sts.amazonaws.com"

            /// A provider, and the one subject of it that may assume the role.
            public init(issuer: String, subject: String? = nil) {
                self.issuer = issuer
                self.subject = subject
            }
        }

        /// The role's ARN.
        public var arn: String
        /// Who may assume it: accounts as twelve digits, ARNs of users, roles and sessions, or `*` for everybody.
        public var trusted: Set<String>
        /// The external id that callers must name (`sts:ExternalId`).
        public var externalID: String?
        /// Tags that every session must carry (`aws:RequestTag`), handed down or set; `*` stands for any value.
        public var requiredTags: [String: String] = [:]
        /// Whether callers may tag sessions (`sts:TagSession`).
        public var allowsTags = true
        /// Whether callers may set a source identity (`sts:SetSourceIdentity`).
        public var allowsSourceIdentity = true
        /// The longest session, in seconds: an hour, as a fresh role's.
        public var maximumSeconds = 3_600
        /// The identity provider whose tokens assume the role, beside or instead of ``trusted``.
        public var webIdentity: WebIdentity?

        /// A role.
        ///
        /// - Parameters:
        ///   - arn: Its ARN, `arn:aws:iam::ACCOUNT:role/NAME`.
        ///   - trusted: Who may assume it.
        ///   - externalID: The external id that callers must name.
        public init(_ arn: String, trusting trusted: Set<String>, externalID: String? = nil) {
            self.arn = arn
            self.trusted = trusted
            self.externalID = externalID
        }

        func trusts(_ principal: Principal) -> Bool {
            let names = [
                "*", principal.account, "arn:aws:iam::\(principal.account):root", principal.arn,
                principal.session?.roleARN,
            ]
            return names.contains { $0.map(trusted.contains) ?? false }
        }
    }

    /// Adds a role, or replaces the one of its ARN. From now on its trust policy decides who may assume it.
    ///
    /// Roles that were never added can be assumed by everybody, unless ``Options/hasOnlyAddedRoles`` says otherwise.
    public func addRole(_ role: Role) {
        engine.withState { $0.roles[role.arn] = role }
    }

    /// A token of an identity provider, as a service account's file would hold it, for AssumeRoleWithWebIdentity.
    ///
    /// - Parameters:
    ///   - issuer: The provider.
    ///   - subject: Who is meant, such as `system:serviceaccount:claims:biller`.
    ///   - audience: For whom it is issued.
    ///   - lifetime: How long it is good, from the simulator's date on.
    ///   - tags: The session tags that it carries.
    ///   - transitiveTagKeys: The keys of those that sessions hand down.
    public func webIdentityToken(
        issuer: String, subject: String, audience: String = "sts.amazonaws.com", lifetime: Duration = .seconds(86_400),
        tags: [String: String] = [:], transitiveTagKeys: [String] = []
    ) -> String {
        let token = WebIdentityToken(
            issuer: issuer, subject: subject, audience: audience,
            expiration: now.addingTimeInterval(Double(lifetime.components.seconds)), tags: tags,
            transitiveKeys: transitiveTagKeys)
        return token.text(seed: options.seed)
    }
}
