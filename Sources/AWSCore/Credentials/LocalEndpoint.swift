import HTTPTransport
import HTTPTypes
import Logging

/// An HTTP endpoint beside the program that hands out credentials: a container's agent, or the instance itself.
///
/// It is no public service of AWS: nothing is signed, and it answers within moments or not at all.
struct LocalEndpoint: Sendable {
    struct Reply: Sendable {
        var status: Int
        var body: [UInt8]
    }

    /// The most that such an endpoint has to say.
    private static let responseLimit = 64 << 10

    /// What error messages call it.
    let name: String
    let endpoint: Endpoint
    /// How long each attempt may take.
    let timeLimit: Duration
    let attempts: Int
    let pause: Duration
    /// Whose transport and clock carry the requests; its authentication is not used.
    let client: AWSClient

    /// The answer to a request, whatever its status. Lost connections and statuses from 500 on are tried again.
    ///
    /// - Throws: ``AWSError`` where no attempt got an answer.
    func answer(
        _ method: HTTPRequest.Method, _ path: String, _ fields: HTTPFields = [:]
    ) async throws(AWSError) -> Reply {
        var request = HTTPRequest(
            method: method, scheme: endpoint.scheme, authority: endpoint.authority, path: endpoint.basePath + path,
            headerFields: fields)
        request.headerFields[.userAgent] = client.configuration.userAgent
        var number = 1
        while true {
            let result = await attempt(request)
            let isFinal: Bool
            switch result {
            case .success(let reply): isFinal = reply.status < 500
            case .failure(let error): isFinal = error.code == .cancelled
            }
            guard !isFinal, number < attempts else { return try result.get() }
            number += 1
            client.logger.debug("trying again", metadata: ["aws.endpoint": "\(name)", "aws.attempt": "\(number)"])
            do {
                try await client.configuration.clock.sleep(for: pause)
            } catch {
                throw AWSError(.cancelled, "the task was cancelled while it waited for \(name)", underlying: error)
            }
        }
    }

    private func attempt(_ request: HTTPRequest) async -> Result<Reply, AWSError> {
        var options = client.configuration.transportOptions
        options.connectTimeout = timeLimit
        options.idleTimeout = timeLimit
        options.totalTimeout = timeLimit
        do {
            return .success(
                try await client.transport.withResponse(to: request, body: [], options: options) { response, body in
                    Reply(status: response.status.code, body: try await body.collect(upTo: Self.responseLimit))
                })
        } catch {
            var error = AWSError(wrapping: error)
            error.message = "\(name): \(error.message)"
            return .failure(error)
        }
    }

    /// An answer that is no credentials.
    func refusal(_ reply: Reply) -> AWSError {
        let document = try? JSONValue(parsing: reply.body)
        // Only what looks like a code is repeated: a page or a message may hold anything.
        let code = (document?["code"] ?? document?["Code"])?.string.flatMap { code in
            code.count <= 64 && code.utf8.allSatisfy { $0 > 32 && $0 < 127 } ? code : nil
        }
        var error = AWSError(
            reply.status >= 500 ? .serviceFault : .credentials, "\(name) answered with HTTP \(reply.status)")
        error.httpStatus = reply.status
        error.serviceCode = code
        return error
    }
}
