#if AsyncHTTPClient
import AsyncHTTPClient
import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension HTTPClient.Configuration {
    #if canImport(Darwin)
    private static let secondsOfSilence = TCP_KEEPALIVE
    #else
    private static let secondsOfSilence = TCP_KEEPIDLE
    #endif

    /// Has TCP probe connections that are silent: one may wait minutes for a model, and gateways forget it meanwhile.
    ///
    /// AsyncHTTPClient has no setting for it, only a look at each new connection.
    mutating func probeSilentConnections() {
        http1_1ConnectionDebugInitializer = Self.probing(before: http1_1ConnectionDebugInitializer)
        http2ConnectionDebugInitializer = Self.probing(before: http2ConnectionDebugInitializer)
    }

    private static func probing(
        before next: (@Sendable (any Channel) -> EventLoopFuture<Void>)?
    ) -> @Sendable (any Channel) -> EventLoopFuture<Void> {
        { channel in
            channel.setOption(.socketOption(.so_keepalive), value: 1).flatMap {
                channel.setOption(.tcpOption(.init(rawValue: secondsOfSilence)), value: 60)
            }.flatMap {
                channel.setOption(.tcpOption(.init(rawValue: TCP_KEEPINTVL)), value: 30)
            }.flatMapError { _ in
                // A Unix socket has none of these, and needs none.
                channel.eventLoop.makeSucceededVoidFuture()
            }.flatMap {
                next?(channel) ?? channel.eventLoop.makeSucceededVoidFuture()
            }
        }
    }
}
#endif
