import AWSSigning
import Dispatch

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Credentials that a program prints: `credential_process` of a profile.
///
/// The program is run without a shell; its standard output must be the JSON of the AWS CLI's external-process contract,
/// version 1. Its standard error goes to ours.
struct ProcessCredentials: Sendable {
    private struct Document: Decodable {
        var Version: Int
        var AccessKeyId: String?
        var SecretAccessKey: String?
        var SessionToken: String?
        var Expiration: Date?
        var AccountId: String?
    }

    let command: String

    /// Runs the program and waits for it.
    func fetch() async throws(AWSError) -> Credentials {
        let arguments = try Self.arguments(in: command)
        // Waiting for a program blocks, which no thread of the cooperative pool may do.
        let run = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: ChildProcess.run(arguments)) }
        }
        let output: [UInt8]
        switch run {
        case .success(let printed): output = printed
        case .failure(let failure):
            throw AWSError(
                .credentials, "credential_process \(arguments[0]) \(failure.description)", underlying: failure)
        }
        let document: Document
        do {
            document = try AWSJSON.decode(Document.self, from: output)
        } catch {
            throw AWSError(.credentials, "credential_process \(arguments[0]) did not print the expected JSON")
        }
        guard document.Version == 1 else {
            throw AWSError(.credentials, "credential_process printed version \(document.Version); only 1 is known")
        }
        guard let key = document.AccessKeyId, let secret = document.SecretAccessKey, !key.isEmpty, !secret.isEmpty
        else {
            throw AWSError(.credentials, "credential_process printed no AccessKeyId or no SecretAccessKey")
        }
        return Credentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: document.SessionToken,
            expiration: document.Expiration, accountID: document.AccountId)
    }

    /// The words of a command line: split at spaces, with quotes and backslashes as a POSIX shell reads them.
    static func arguments(in command: String) throws(AWSError) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in command {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if character == quote {
                quote = nil
            } else if quote == nil, character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if quote == nil, character.isWhitespace {
                if let word { words.append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil, !isEscaped else {
            throw .invalidConfiguration("credential_process has a quote or a backslash without an end")
        }
        if let word { words.append(word) }
        guard !words.isEmpty else { throw .invalidConfiguration("credential_process is empty") }
        return words
    }
}
