import AWSSigning
import BedrockCostTesting
import Foundation
import Testing

@testable import AWSCore

@Suite struct `Credentials that a program prints` {
    /// The credentials that a shell script prints, run as a profile's credential_process.
    private func credentials(_ script: String, _ arguments: String = "") async throws -> Credentials {
        let folder = FileManager.default.temporaryDirectory.appending(path: "awscore process \(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "print.sh")
        try Data(script.utf8).write(to: file)
        return try await ProcessCredentials(command: "/bin/sh \"\(file.path)\" \(arguments)").fetch()
    }

    private func refusal(_ script: String) async -> String? {
        let error = await #expect(throws: AWSError.self) { try await credentials(script) }
        #expect(error?.code == .credentials)
        return error?.message
    }

    @Test func `version 1 is read whole, and arguments reach the program`() async throws {
        let credentials = try await credentials(
            """
            cat <<END
            {"Version":1,"AccessKeyId":"$1","SecretAccessKey":"$2","SessionToken":"ST",
             "Expiration":"2026-01-31T14:05:26Z","AccountId":"123456789012"}
            END
            """, #"'A K' "S K""#)
        #expect(
            credentials
                == Credentials(
                    accessKeyID: "A K", secretAccessKey: "S K", sessionToken: "ST", expiration: Now.start,
                    accountID: "123456789012"))
    }

    @Test func `programs that fail say how`() async {
        #expect(await refusal("exit 3") == "credential_process /bin/sh ended with status 3")
        #expect(await refusal("kill -9 $$") == "credential_process /bin/sh was ended by signal 9")
        #expect(await refusal("echo hello") == "credential_process /bin/sh did not print the expected JSON")
        #expect(await refusal("echo '{}'") == "credential_process /bin/sh did not print the expected JSON")
        #expect(
            await refusal(#"echo '{"Version":2,"AccessKeyId":"a","SecretAccessKey":"b"}'"#)
                == "credential_process printed version 2; only 1 is known")
        #expect(
            await refusal(#"echo '{"Version":1,"AccessKeyId":"a","SecretAccessKey":""}'"#)
                == "credential_process printed no AccessKeyId or no SecretAccessKey")
        #expect(
            await refusal("while :; do echo 0123456789012345678901234567890123456789; done")
                == "credential_process /bin/sh printed more than 65536 bytes")
        let missing = await #expect(throws: AWSError.self) {
            try await ProcessCredentials(command: "/no/such/program --secret s").fetch()
        }
        #expect(missing?.message == "credential_process /no/such/program was not found")
    }

    @Test func `standard input is empty and signals are as in a shell`() async throws {
        let credentials = try await credentials(
            """
            read line && exit 1
            sh -c 'kill -TERM $$'; status=$?
            echo "{\\"Version\\":1,\\"AccessKeyId\\":\\"$status\\",\\"SecretAccessKey\\":\\"s\\"}"
            """)
        // 128 and the signal: the child did not inherit a mask that blocks it.
        #expect(credentials.accessKeyID == "143")
    }

    @Test func `a profile runs its program again only near the expiration`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "awscore-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (file, log) = (folder.appending(path: "print.sh"), folder.appending(path: "log"))
        try Data(
            """
            echo run >> "\(log.path)"
            echo '{"Version":1,"AccessKeyId":"AK","SecretAccessKey":"SK","Expiration":"2026-01-31T15:05:26Z"}'
            """.utf8
        ).write(to: file)
        let now = Now()
        let provider = try ProfileCredentialProvider(
            environment: .with(config: "[default]\ncredential_process = /bin/sh \(file.path)"),
            transport: Peer(.status(500)).transport, now: { now.date })
        for _ in 0..<3 { #expect(try await provider.credentials().accessKeyID == "AK") }
        #expect(try String(contentsOf: log, encoding: .utf8) == "run\n")
        now.advance(by: 3600)
        _ = try await provider.credentials()
        #expect(try String(contentsOf: log, encoding: .utf8) == "run\nrun\n")
    }

    @Test(arguments: [
        ("a b  c", ["a", "b", "c"]), (#""a b" c"#, ["a b", "c"]), ("'a \\ b'", ["a \\ b"]), (#"a\ b"#, ["a b"]),
        (#""""#, [""]), (#"a"b"'c'"#, ["abc"]), (#""a\"b""#, [#"a"b"#]), ("\ta\n", ["a"]),
    ])
    func `a command line is split as a shell would`(_ command: String, _ words: [String]) throws {
        #expect(try ProcessCredentials.arguments(in: command) == words)
    }

    @Test func `a command line that cannot be split is refused`() {
        for command in ["'a", "\"a", "a\\"] {
            let error = #expect(throws: AWSError.self) { try ProcessCredentials.arguments(in: command) }
            #expect(error?.message == "credential_process has a quote or a backslash without an end")
        }
        let empty = #expect(throws: AWSError.self) { try ProcessCredentials.arguments(in: "  ") }
        #expect(empty?.message == "credential_process is empty")
    }
}
