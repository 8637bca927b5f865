public import AWSCore
import CurlTransport
import HTTPTransport
public import Logging

extension AWSClient {
    /// A client on the process's shared ``CurlTransport``, made at first use with its default settings.
    ///
    /// - Parameters:
    ///   - region: The Region; without one, `AWS_REGION`, `AWS_DEFAULT_REGION` or the profile's `region` decides.
    ///   - authentication: How to authenticate; without one, the default chain is searched at the first call.
    ///   - environment: Where variables and shared files are read.
    ///   - logger: Where to log.
    ///   - configure: Changes the defaults.
    /// - Throws: ``AWSError`` of code ``AWSError/Code/invalidConfiguration`` for settings that cannot work, and of code
    ///   ``AWSError/Code/transport`` where libcurl cannot be set up.
    public init(
        region: Region? = nil,
        authentication: Authentication? = nil,
        environment: AWSEnvironment = .process,
        logger: Logger = Logger(label: "bedrock-cost"),
        configure: (inout AWSClientConfiguration) -> Void = { _ in }
    ) throws(AWSError) {
        let transport: CurlTransport
        do throws(TransportError) {
            transport = try SharedTransport.result.get()
        } catch {
            throw AWSError(.transport, error.message, underlying: error)
        }
        try self.init(
            region: region, transport: transport, authentication: authentication, environment: environment,
            logger: logger, configure: configure)
    }
}

/// One transport, and so one connection pool, for all clients that name none. It lives as long as the process.
private enum SharedTransport {
    static let result = Result { () throws(TransportError) in try CurlTransport() }
}
