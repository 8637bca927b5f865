import Foundation
import Testing

/// The Swift code of the articles, as that of the README, is code that was compiled.
@Suite("The documentation")
struct DocumentationTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The articles of all products, and those of Documentation/.
    private static let articles: [String] = {
        let folders =
            ["Documentation"]
            + ((try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path)) ?? [])
            .map { "Sources/\($0)/Documentation.docc" }
        return folders.sorted().flatMap { folder in
            let names = try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
            return (names ?? []).filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
        }
    }()

    @Test("there are articles")
    func articlesExist() {
        #expect(Self.articles.contains("Documentation/Testing.md"))
    }

    @Test("every line of an article's Swift code is compiled in DocumentationPrograms", arguments: articles)
    func codeIsCompiled(article: String) throws {
        let folder = Self.root.appending(path: "Tests/ReadmeTests/DocumentationPrograms")
        var compiled: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".swift") {
            let program = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            compiled.formUnion(program.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) })
        }
        let text = try String(contentsOf: Self.root.appending(path: article), encoding: .utf8)
        for block in text.components(separatedBy: "```swift\n").dropFirst() {
            for line in block.components(separatedBy: "\n```")[0].split(separator: "\n") {
                #expect(compiled.contains(line.trimmingCharacters(in: .whitespaces)), "not compiled: \(line)")
            }
        }
    }
}
