import ConformanceSuite
import Foundation

/// `conformance DIR`: runs every case file below DIR and exits 1 where a case fails.
let arguments = CommandLine.arguments.dropFirst()
guard let folder = arguments.first, arguments.count == 1 else {
    FileHandle.standardError.write(Data("usage: conformance DIR\n".utf8))
    exit(2)
}
guard let files = ConformanceSuite.files(below: folder), !files.isEmpty else {
    print("skipped: no suites")
    exit(0)
}
if !files.contains(where: { $0.hasPrefix("suites/") }), files.contains(where: { $0.hasPrefix("fixtures/") }) {
    print("skipped: no suites")
}

var failures = 0
var counts = (passed: 0, total: 0)
var skipped: [String: Int] = [:]
for file in files {
    let report = try await ConformanceSuite.run(file, below: folder)
    print(report.line)
    for failure in report.failures { print("  \(failure.name): \(failure.reason)") }
    failures += report.failures.count
    counts.passed += report.passed
    counts.total += report.total
    skipped.merge(report.skipped, uniquingKeysWith: +)
}
if !skipped.isEmpty {
    print(
        "skipped, not built yet: "
            + skipped.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
}
print("\(counts.passed) of \(counts.total) cases passed, \(skipped.values.reduce(0, +)) skipped, \(failures) failed")
exit(failures == 0 ? 0 : 1)
