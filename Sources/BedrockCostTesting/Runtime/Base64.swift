#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension [UInt8] {
    /// The bytes behind standard base64; `nil` for anything else.
    init?(base64 text: String) {
        guard let data = Data(base64Encoded: text) else { return nil }
        self.init(data)
    }

    /// Standard base64 with padding.
    var base64: String { Data(self).base64EncodedString() }
}
