import AsyncHTTPClient
import NIOCore
import NIOSSL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The measurements of http-bench on async-http-client, with the same arguments and the same output.
///
///     ahc-bench requests h1|h2 AUTHORITY CA-FILE IN-FLIGHT COUNT
///     ahc-bench streams AUTHORITY COUNT SECONDS
@main
struct AHCBench {
    struct UsageError: Error {}

    static func main() async throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        guard let mode = arguments.first else { throw UsageError() }
        arguments.removeFirst()
        var configuration = HTTPClient.Configuration()
        configuration.timeout.read = .seconds(300)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1_024
        switch mode {
        case "requests":
            guard arguments.count == 5, let inFlight = Int(arguments[3]), let count = Int(arguments[4]) else {
                throw UsageError()
            }
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(arguments[2])
            configuration.tlsConfiguration = tls
            configuration.httpVersion = arguments[0] == "h2" ? .automatic : .http1Only
            let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
            let url = "https://\(arguments[1])/post"
            try await requests(client, url, inFlight: inFlight, count: inFlight * 4 + 200)
            let start = cpuNanoseconds()
            try await requests(client, url, inFlight: inFlight, count: count)
            print(Double(cpuNanoseconds() - start) / Double(count) / 1_000)
            try await client.shutdown()
        case "streams":
            guard arguments.count == 3, let count = Int(arguments[1]), let seconds = Int(arguments[2]) else {
                throw UsageError()
            }
            let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
            try await streams(client, "http://\(arguments[0])/stream", count: count, seconds: seconds)
            try await client.shutdown()
        default: throw UsageError()
        }
    }

    private static func requests(_ client: HTTPClient, _ url: String, inFlight: Int, count: Int) async throws {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(
            name: "Authorization", value: "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/bedrock")
        request.headers.add(name: "X-Amz-Date", value: "20260101T000000Z")
        request.body = .bytes(ByteBuffer(repeating: UInt8(ascii: "x"), count: 1_024))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<inFlight {
                let share = count / inFlight + (worker < count % inFlight ? 1 : 0)
                group.addTask { [request] in
                    for _ in 0..<share {
                        let response = try await client.execute(request, timeout: .seconds(60))
                        let body = try await response.body.collect(upTo: 4_096)
                        precondition(response.status == .ok && body.readableBytes == 2_048)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func streams(_ client: HTTPClient, _ url: String, count: Int, seconds: Int) async throws {
        let readings = try await withThrowingTaskGroup(of: (frames: Int, time: UInt64).self) { group in
            for _ in 0..<count {
                group.addTask {
                    var request = HTTPClientRequest(url: url)
                    request.method = .POST
                    request.body = .bytes(ByteBuffer(repeating: 1, count: 1))
                    let response = try await client.execute(request, timeout: .seconds(600))
                    var bytes = 0
                    var start: UInt64 = 0
                    let warmUp = 50 * 304
                    let last = warmUp + seconds * 50 * 304
                    for try await chunk in response.body {
                        bytes += chunk.readableBytes
                        if start == 0, bytes >= warmUp { start = cpuNanoseconds() }
                        if bytes >= last { break }
                    }
                    return ((bytes - warmUp) / 304, cpuNanoseconds() - start)
                }
            }
            var readings: [(frames: Int, time: UInt64)] = []
            for try await reading in group { readings.append(reading) }
            return readings
        }
        // As http-bench counts: the time that an average stream lasted was spent on the frames of all.
        let time = readings.reduce(0) { $0 + $1.time } / UInt64(count)
        print(Double(time) / Double(readings.reduce(0) { $0 + $1.frames }) / 1_000)
    }

    private static func cpuNanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
