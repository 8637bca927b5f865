#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What an opaque page token stands for.
struct PageToken {
    /// The request that it continues.
    let scope: String
    let offset: Int
    let issued: Date

    init(scope: String, offset: Int, issued: Date) {
        self.scope = scope
        self.offset = offset
        self.issued = issued
    }

    /// The token behind `text`; `nil` for anything that the simulator did not issue.
    init?(_ text: String) {
        guard let data = Data(base64Encoded: text), let plain = String(data: data, encoding: .utf8) else { return nil }
        let parts = plain.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let offset = Int(parts[0]), offset >= 0, let seconds = Double(parts[1]) else {
            return nil
        }
        self.init(scope: String(parts[2]), offset: offset, issued: Date(timeIntervalSince1970: seconds))
    }

    var text: String {
        Data("\(offset)\n\(issued.timeIntervalSince1970)\n\(scope)".utf8).base64EncodedString()
    }
}

extension PageToken {
    /// One page of `values` and the token of the next.
    ///
    /// - Parameters:
    ///   - scope: What is listed: a token continues only the list that it came from.
    ///   - size: The most values on the page.
    ///   - token: The token that came with the request.
    ///   - date: The simulator's date.
    ///   - invalid: What is thrown for a token that continues another list, or none.
    static func page<Value>(
        _ values: [Value], of scope: String, size: Int, after token: String?, at date: Date, invalid: ServiceFault
    ) throws(ServiceFault) -> (page: [Value], next: String?) {
        var start = 0
        if let token, !token.isEmpty {
            guard let known = PageToken(token), known.scope == scope, known.offset <= values.count else {
                throw invalid
            }
            start = known.offset
        }
        let page = Array(values[start...].prefix(max(1, size)))
        let end = start + page.count
        return (page, end < values.count ? PageToken(scope: scope, offset: end, issued: date).text : nil)
    }
}
