import Foundation
import Testing

/// What Documentation/Coverage.md names is there.
@Suite("The table of coverage")
struct CoverageTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Number, test and example of each row.
    private static let rows: [(number: String, test: String, example: String)] = {
        let text = (try? String(contentsOf: root.appending(path: "Documentation/Coverage.md"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 5, cells[0].first?.isNumber == true else { return nil }
            return (cells[0], cells[3], cells[4])
        }
    }()

    /// Everything that the tests say, names of files included.
    private static let tests: String = {
        let folder = root.appending(path: "Tests")
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return files.filter { ($0.hasSuffix(".swift") && !$0.hasSuffix("CoverageTests.swift")) || $0.hasSuffix(".py") }
            .map { "\($0)\n" + ((try? String(contentsOf: folder.appending(path: $0), encoding: .utf8)) ?? "") }
            .joined(separator: "\n")
    }()

    @Test("it has a row for each claim of the four documents")
    func isWhole() {
        let counts = ["0": 21, "1": 17, "2": 13, "3": 23]
        for (document, count) in counts {
            #expect(Self.rows.filter { $0.number.hasPrefix("\(document).") }.count >= count - 1, "document \(document)")
        }
    }

    @Test("each test that it names exists")
    func testsExist() {
        for row in Self.rows {
            let quoted = row.test.components(separatedBy: "\"").enumerated().filter { $0.offset % 2 == 1 }.map(
                \.element)
            let ticked = row.test.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
            for name in quoted + ticked where !name.hasPrefix("./") {
                let words = name.hasSuffix("…") ? String(name.dropLast()) : name
                let known = words.replacingOccurrences(of: "Tests/", with: "")
                #expect(Self.tests.contains(known), "\(row.number): \(name)")
            }
        }
    }

    @Test("each example that it names exists, and each example is told in Examples/README.md")
    func examplesExist() throws {
        let folder = Self.root.appending(path: "Examples/Sources")
        let examples = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)).subtracting(["ExampleKit"])
        for row in Self.rows where row.example != "–" {
            for name in row.example.components(separatedBy: ", ") {
                let name = name.trimmingCharacters(in: ["`"])
                #expect(examples.contains(name), "\(row.number): \(name)")
            }
        }
        let readme = try String(contentsOf: Self.root.appending(path: "Examples/README.md"), encoding: .utf8)
        for name in examples { #expect(readme.contains("## \(name)\n"), "\(name) is not told") }
    }
}
