import AWSSigning
import Foundation
import Synchronization
import Testing

@testable import AWSCore

@Suite struct `The environment` {
    private func refusal(_ variables: [String: String]) -> String? {
        let error = #expect(throws: AWSError.self) { try EnvironmentCredentialProvider(.with(variables)) }
        #expect(error?.code == .credentials)
        return error?.message
    }

    @Test func `keys, token, expiration and account are read`() async throws {
        let credentials = try await EnvironmentCredentialProvider(
            .with([
                "AWS_ACCESS_KEY_ID": "AK", "AWS_SECRET_ACCESS_KEY": "SK", "AWS_SESSION_TOKEN": "ST",
                "AWS_CREDENTIAL_EXPIRATION": "2026-01-31T14:05:26Z", "AWS_ACCOUNT_ID": "123456789012",
            ])
        ).credentials()
        #expect(
            credentials
                == Credentials(
                    accessKeyID: "AK", secretAccessKey: "SK", sessionToken: "ST", expiration: Now.start,
                    accountID: "123456789012"))
    }

    @Test func `half a pair and a bad expiration are errors`() {
        #expect(refusal([:]) == "AWS_ACCESS_KEY_ID is not set")
        #expect(refusal(["AWS_SECRET_ACCESS_KEY": "s"]) == "AWS_ACCESS_KEY_ID is not set")
        #expect(
            refusal(["AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": ""])
                == "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not")
        #expect(
            refusal([
                "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "s", "AWS_CREDENTIAL_EXPIRATION": "tomorrow",
            ]) == "AWS_CREDENTIAL_EXPIRATION is not an ISO 8601 timestamp")
    }

    @Test func `the shared files are where the variables say, and read once`() {
        let paths = Mutex<[String]>([])
        let environment = AWSEnvironment([
            "HOME": "/home/x", "AWS_CONFIG_FILE": "~/conf", "AWS_SHARED_CREDENTIALS_FILE": "/etc/creds",
        ]) { path in
            paths.withLock { $0.append(path) }
            return nil
        }
        #expect(environment.sharedConfiguration == nil)
        #expect(environment.sharedConfiguration == nil)
        #expect(paths.withLock { $0 } == ["/home/x/conf", "/etc/creds"])
    }

    @Test func `files are read from the disk`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "awscore-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let config = folder.appending(path: "config")
        try Data("[default]\nregion = eu-west-1".utf8).write(to: config)
        let environment = AWSEnvironment([
            "AWS_CONFIG_FILE": config.path, "AWS_SHARED_CREDENTIALS_FILE": folder.appending(path: "none").path,
        ])
        #expect(environment.region == .euWest1)
        #expect(AWSEnvironment.contents(of: folder.appending(path: "none").path) == nil)
    }
}

@Suite struct `The shared files` {
    @Test func `comments, spaces, quotes, cases and line ends are read as the AWS CLI reads them`() throws {
        let configuration = SharedConfiguration(
            config: """
                # a comment
                ignored = before any section
                [default]\r
                Region=eu-west-1 # inline\r
                  output = json
                [ profile  "two words" ]
                region = a#b ; rest
                not a setting
                empty =
                [preview]
                region = nowhere
                """,
            credentials: """
                ; another
                [default]
                aws_access_key_id = AK
                [profile x]
                aws_access_key_id = ignored
                """)
        #expect(configuration.profileNames == ["default", "two words"])
        #expect(
            configuration.profile(named: "default")
                == ["region": "eu-west-1", "output": "json", "aws_access_key_id": "AK"])
        #expect(configuration.profile(named: "two words") == ["region": "a#b", "empty": ""])
        #expect(configuration.profile(named: "x") == nil)
        #expect(configuration.profile(named: "preview") == nil)
    }

    @Test func `the credentials file wins over the config file`() {
        let configuration = SharedConfiguration(
            config: "[profile a]\naws_access_key_id = one\nregion = r", credentials: "[a]\naws_access_key_id = two")
        #expect(configuration.profile(named: "a") == ["aws_access_key_id": "two", "region": "r"])
        #expect(configuration.hasKeysInCredentialsFile("a"))
    }

    @Test func `indented lines under an empty value belong to it`() {
        let configuration = SharedConfiguration(
            config: """
                [services mine]
                bedrock_runtime =
                    endpoint_url = http://one
                    other = x
                sts =
                    endpoint_url = http://two
                plain = y
                """, credentials: "")
        #expect(
            configuration.services == [
                "mine": [
                    "bedrock_runtime": ["endpoint_url": "http://one", "other": "x"],
                    "sts": ["endpoint_url": "http://two"],
                ]
            ])
    }

    @Test(arguments: ["", "\n\n", "[", "[]", "[ ]", "[profile]", "=", "[default]\n=\n= x\n[", "\u{0}", "[default"])
    func `no text makes the parser fail`(_ text: String) {
        let configuration = SharedConfiguration(config: text, credentials: text)
        #expect(configuration.profile(named: "nobody") == nil)
    }
}
