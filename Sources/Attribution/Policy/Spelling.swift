/// Finds what was probably meant.
package enum Spelling {
    /// The candidate nearest to `text`, where it is near enough: at most two edits (a character more, less, another, or two
    /// swapped) away, upper and lower case apart.
    ///
    /// Short words of ideographs must share half of their characters; letters of alphabets at least one.
    package static func nearest(to text: String, among candidates: some Sequence<String>) -> String? {
        let given = Array(text.lowercased())
        guard !given.isEmpty, given.count <= 256 else { return nil }
        let isASCII = text.utf8.allSatisfy { $0 < 0x80 }
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let other = Array(candidate.lowercased())
            let longer = max(given.count, other.count)
            guard abs(given.count - other.count) <= 2 else { continue }
            let distance = distance(given, other)
            guard distance <= 2, isASCII ? distance < longer : distance * 2 <= longer else { continue }
            if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
        }
        return best?.candidate
    }

    /// The number of edits between two words; two swapped neighbours are one edit.
    static func distance(_ left: [Character], _ right: [Character]) -> Int {
        guard !left.isEmpty else { return right.count }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in 1...left.count {
            var current = [row] + [Int](repeating: 0, count: right.count)
            for column in stride(from: 1, through: right.count, by: 1) {
                let same = left[row - 1] == right[column - 1]
                current[column] = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    current[column] = min(current[column], beforeLast[column - 2] + 1)
                }
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
