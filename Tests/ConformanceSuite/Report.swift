/// What came of one case.
enum Outcome: Sendable, Hashable {
    case passed
    /// Not run, since the SDK has no part for it yet: `service dynamodb`, `protocol smithy-rpc-v2-cbor`.
    case skipped(String)
    case failed(String)
}

/// Ends a case: the SDK did something else than expected.
struct Mismatch: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// Ends a case that the SDK has no part for.
struct NotBuilt: Error {
    let part: String

    init(_ part: String) { self.part = part }
}

/// What came of the cases of one file.
public struct FileReport: Sendable {
    /// The file, below the folder that was run.
    public let file: String
    /// How many cases the file has.
    public internal(set) var total = 0
    /// How many of them passed.
    public internal(set) var passed = 0
    /// Parts that the SDK lacks, with the number of cases that need each.
    public internal(set) var skipped: [String: Int] = [:]
    /// The failing cases by name, with the reason.
    public internal(set) var failures: [(name: String, reason: String)] = []

    /// How many cases were not run.
    public var skippedCount: Int { skipped.values.reduce(0, +) }

    /// `FILE: PASSED of TOTAL`, and how many were skipped.
    public var line: String {
        "\(file): \(passed) of \(total)" + (skippedCount > 0 ? ", \(skippedCount) skipped" : "")
    }

    init(file: String) { self.file = file }

    mutating func add(_ outcome: Outcome, of name: String) {
        total += 1
        switch outcome {
        case .passed: passed += 1
        case .skipped(let part): skipped[part, default: 0] += 1
        case .failed(let reason): failures.append((name, reason))
        }
    }
}
