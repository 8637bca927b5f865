/// What a signature is good for besides its day: one service in one region.
final class SigningScope: Sendable {
    let service: String
    let region: String
    /// The scope without its day: `/us-east-1/bedrock/aws4_request`.
    let suffix: String
    /// What keeps these names from being signed for.
    let problem: SigningError?

    init(service: String, region: String) {
        self.service = service
        self.region = region
        suffix = "/\(region)/\(service)/aws4_request"
        if Self.isName(service), Self.isName(region) {
            problem = nil
        } else {
            problem = SigningError(
                .invalidScope, "region and service are names without spaces, slashes and characters beyond ASCII")
        }
    }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { $0.isVisibleASCII && $0 != UInt8(ascii: "/") }
    }
}
