import AWSSigning

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The JSON in which containers' agents and instances hand out credentials.
struct CredentialDocument: Decodable {
    var AccessKeyId: String?
    var SecretAccessKey: String?
    var Token: String?
    var Expiration: Date?
    var AccountId: String?
    /// `Success` of an instance; what went wrong otherwise.
    var Code: String?

    /// The credentials in `body`.
    ///
    /// - Parameter name: What an error calls the endpoint that sent it.
    static func credentials(in body: [UInt8], from name: String) throws(AWSError) -> Credentials {
        let document: CredentialDocument
        do {
            document = try AWSJSON.decode(CredentialDocument.self, from: body)
        } catch {
            // The decoder's words may quote the document, so they go no further.
            throw AWSError(.credentials, "\(name) did not answer with credentials in JSON")
        }
        if let code = document.Code, code != "Success" {
            var error = AWSError(.credentials, "\(name) has no credentials to give")
            if code.count <= 64 { error.serviceCode = code }
            throw error
        }
        guard let key = document.AccessKeyId, let secret = document.SecretAccessKey, let token = document.Token,
            !key.isEmpty, !secret.isEmpty, !token.isEmpty
        else { throw AWSError(.credentials, "\(name) answered without AccessKeyId, SecretAccessKey or Token") }
        guard let expiration = document.Expiration else {
            throw AWSError(.credentials, "\(name) answered without an Expiration")
        }
        return Credentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: token, expiration: expiration,
            accountID: document.AccountId)
    }
}
