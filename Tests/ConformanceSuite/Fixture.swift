import AWSCore
import AWSSigning
import BedrockCostTesting
import Foundation
import HTTPTransport
import HTTPTypes
import Synchronization

/// What the wire cases were recorded with: credentials, session token and time.
enum Fixture {
    static let now = Date(timeIntervalSince1970: 1_773_500_966)
    static let credentials = Credentials(
        accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    static let sessionCredentials = Credentials(
        accessKeyID: "ASIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        sessionToken: "IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQDExample+Token/With=Plus&Slash==")

    /// A client whose every request goes to `answer`.
    static func client(
        region: String = "us-east-1", authentication: Authentication = .credentials(credentials),
        answering answer: @escaping @Sendable (HTTPRequest, [UInt8]) throws(TransportError) -> InProcessResponse,
        configure: (inout AWSClientConfiguration) -> Void = { _ in }
    ) throws -> AWSClient {
        let transport = InProcessTransport { (request, body) async throws(TransportError) in try answer(request, body) }
        return try AWSClient(
            region: Region(rawValue: region), transport: transport, authentication: authentication, environment: .empty
        ) { configuration in
            configuration.now = { now }
            configuration.retry = .never
            configure(&configuration)
        }
    }
}

/// What a client sent.
final class Recorder: Sendable {
    private let state = Mutex<[(head: HTTPRequest, body: [UInt8])]>([])

    var requests: [(head: HTTPRequest, body: [UInt8])] { state.withLock { $0 } }

    func record(_ head: HTTPRequest, _ body: [UInt8]) { state.withLock { $0.append((head, body)) } }
}
