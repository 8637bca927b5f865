import AWSCore
import Foundation

/// Holds the SDK's public API against case files that others wrote: JSON lines, one case a line.
///
/// A case says itself what kind it is, by the members it has; names of files and cases decide nothing.
public enum ConformanceSuite {
    /// Every `.jsonl` file below `folder`, sorted by path; `nil` where the folder does not exist.
    public static func files(below folder: String) -> [String]? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue,
            let paths = try? FileManager.default.subpathsOfDirectory(atPath: folder)
        else { return nil }
        return paths.filter { $0.hasSuffix(".jsonl") }.sorted()
    }

    /// Runs the cases of `file`, a path below `folder`.
    ///
    /// - Throws: What reading the file throws.
    public static func run(_ file: String, below folder: String) async throws -> FileReport {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(file))
        var report = FileReport(file: file)
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            guard line.contains(where: { $0 != 32 && $0 != 13 }) else { continue }
            do {
                let testCase = try JSON(parsing: line)
                report.add(await outcome(of: testCase), of: testCase["name"].string ?? "line \(index + 1)")
            } catch {
                report.add(.failed("\(error)"), of: "line \(index + 1)")
            }
        }
        return report
    }

    private static func outcome(of testCase: JSON) async -> Outcome {
        do {
            try await run(testCase)
            return .passed
        } catch let error as NotBuilt {
            return .skipped(error.part)
        } catch let error as Mismatch {
            return .failed(error.reason.onOneLine)
        } catch let error as AWSError {
            let cause = error.underlyingError.map { ", since \($0)" } ?? ""
            return .failed("threw \(error)\(cause)".onOneLine)
        } catch {
            return .failed("threw \(error)".onOneLine)
        }
    }

    private static func run(_ testCase: JSON) async throws {
        let expect = testCase["expect"]
        switch true {
        case testCase.has("direction"): try await ProtocolCases.run(testCase)
        case testCase.has("bytes_hex"), testCase.has("bytes_parts"): try EventStreamCases.run(testCase)
        case expect.has("signing_key_hex"): try SigningCases.runKey(testCase)
        case testCase.has("credentials") && !testCase.has("method"): try SigningCases.runAPIKey(testCase)
        case testCase.has("credentials"): try SigningCases.runRequest(testCase)
        case expect.has("retryable"): try RetryCases.runClassification(testCase)
        case testCase.has("responses"): try await RetryCases.runSequence(testCase)
        case testCase.has("operation") && testCase.has("response"): try await WireCases.runResponse(testCase)
        case testCase.has("operation") && testCase.has("params"): try await WireCases.runRequest(testCase)
        case testCase.has("service") && testCase.has("params"): try EndpointCases.run(testCase)
        // Other suites keep their examples in the same folder.
        case !testCase.has("expect"): throw NotBuilt("example without an expectation")
        default: throw Mismatch("no adapter reads a case with the members \(testCase.members.map(\.name))")
        }
    }
}

/// `value`, or the end of a case that lacks it.
func require<Value>(_ value: Value?, _ what: @autoclosure () -> String) throws -> Value {
    guard let value else { throw Mismatch(what()) }
    return value
}

/// Ends the case unless both values are the same.
func expect<Value: Equatable>(_ value: Value, _ expected: Value, _ what: String) throws {
    guard value == expected else { throw Mismatch("\(what) is \(value), not \(expected)") }
}

extension JSON {
    /// The bytes of `name`, given as text or as `name_b64`.
    func bytes(_ name: String = "body") throws -> [UInt8] {
        if let base64 = self["\(name)_b64"].string {
            return Array(try require(Data(base64Encoded: base64), "\(name)_b64 is not base64"))
        }
        return Array((self[name].string ?? "").utf8)
    }
}

extension String {
    fileprivate var onOneLine: String {
        let line = replacing("\r", with: "\\r").replacing("\n", with: "\\n")
        return line.count > 400 ? line.prefix(399) + "…" : line
    }
}
