import ConformanceSuite
import Foundation
import Testing

@Suite struct FixtureConformanceTests {
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures").path
    static let sets: Set<Substring> = ["eventstream", "retry", "sigv4", "wire"]
    static let files = (ConformanceSuite.files(below: fixtures) ?? []).filter { sets.contains(set(of: $0)) }

    static func set(of file: String) -> Substring { file.prefix { $0 != "/" } }

    @Test func `the fixtures of every set are there`() {
        #expect(Set(Self.files.map(Self.set(of:))) == Self.sets)
    }

    @Test(arguments: files)
    func `no case fails, and some pass`(file: String) async throws {
        let report = try await ConformanceSuite.run(file, below: Self.fixtures)
        #expect(report.failures.map { "\($0.name): \($0.reason)" } == [])
        #expect(report.passed > 0)
        #expect(report.passed + report.skippedCount == report.total)
    }
}

@Suite struct ConformanceSuiteTests {
    /// Runs one case out of a file of its own.
    private func report(_ testCase: String) async throws -> FileReport {
        let folder = FileManager.default.temporaryDirectory.appending(path: "conformance-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(testCase.utf8).write(to: folder.appending(path: "cases.jsonl"))
        return try await ConformanceSuite.run("cases.jsonl", below: folder.path)
    }

    @Test func `a case that expects something else fails and says what differs`() async throws {
        let report = try await report(
            #"{"name": "sts", "service": "sts", "params": {"Region": "eu-west-1"}, "#
                + #""expect": {"endpoint": {"url": "https://sts.example.com"}}}"#)
        #expect(report.line == "cases.jsonl: 0 of 1")
        #expect(report.failures.first?.name == "sts")
        #expect(
            report.failures.first?.reason
                == "the URL is https://sts.eu-west-1.amazonaws.com, not https://sts.example.com")
    }

    @Test func `a case of a service that is not built counts as skipped, by the service's name`() async throws {
        let report = try await report(
            #"{"name": "x", "service": "mainframe", "params": {}, "expect": {"error": "no"}}"#)
        #expect(report.skipped == ["service mainframe": 1])
        #expect(report.line == "cases.jsonl: 0 of 1, 1 skipped")
    }

    @Test func `a line that is no case is a failure, not a silence`() async throws {
        let report = try await report("{\"name\": \"cut off\", \"expect\n{\"name\": \"odd\", \"expect\": {}}\n")
        #expect(report.total == 2)
        #expect(report.failures.map(\.name) == ["line 1", "odd"])
    }

    @Test func `a folder that is absent has no files`() {
        #expect(ConformanceSuite.files(below: "/nowhere/at/all") == nil)
    }
}
