import BenchmarkSupport
import CurlTransport
import HTTPTransport
import HTTPTypes

/// One measurement of CurlTransport, printed as microseconds of this process's processor time.
///
///     http-bench requests h1|h2 AUTHORITY CA-FILE IN-FLIGHT COUNT     per request, on the transport's executor
///     http-bench hop h1|h2 AUTHORITY CA-FILE IN-FLIGHT COUNT          the same from the global executor
///     http-bench streams AUTHORITY COUNT SECONDS                      per frame of 304 bytes
///     http-bench connections AUTHORITY CA-FILE|system COUNT           per new TLS connection
@main
struct HTTPBench {
    static func main() async throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        guard let mode = arguments.first else { throw UsageError() }
        arguments.removeFirst()
        switch mode {
        case "requests", "hop":
            guard arguments.count == 5, let inFlight = Int(arguments[3]), let count = Int(arguments[4]) else {
                throw UsageError()
            }
            let transport = try CurlTransport(
                .defaults {
                    $0.proxy = .none
                    $0.trust = .file(arguments[2])
                    $0.versions = arguments[0] == "h2" ? .upToHTTP2 : .http1
                })
            let bench = RequestBench(transport: transport, authority: arguments[1], inFlight: inFlight)
            if mode == "hop" {
                try await bench.measure(count)
            } else {
                try await withTaskExecutorPreference(transport.executor) { try await bench.measure(count) }
            }
        case "streams":
            guard arguments.count == 3, let count = Int(arguments[1]), let seconds = Int(arguments[2]) else {
                throw UsageError()
            }
            let transport = try CurlTransport(.defaults { $0.proxy = .none })
            try await withTaskExecutorPreference(transport.executor) {
                try await StreamBench(transport: transport, authority: arguments[0])
                    .measure(streams: count, seconds: seconds)
            }
        case "connections":
            guard arguments.count == 3, let count = Int(arguments[2]) else { throw UsageError() }
            let transport = try CurlTransport(
                .defaults {
                    $0.proxy = .none
                    $0.versions = .http1
                    $0.trust = arguments[1] == "system" ? .system : .file(arguments[1])
                })
            try await ConnectionBench(transport: transport, authority: arguments[0]).measure(count)
        default: throw UsageError()
        }
    }

    struct UsageError: Error {}

    static func printMicroseconds(_ nanoseconds: UInt64, per count: Int) {
        print(Double(nanoseconds / UInt64(max(count, 1))) / 1_000)
    }
}

/// POSTs of 1 KiB with replies of 2 KiB, some in flight at once.
struct RequestBench: Sendable {
    let transport: CurlTransport
    let authority: String
    let inFlight: Int

    func measure(_ count: Int) async throws {
        try await run(inFlight * 4 + 200)
        let start = CPUClock.now
        try await run(count)
        HTTPBench.printMicroseconds(CPUClock.now - start, per: count)
    }

    private func run(_ count: Int) async throws {
        var request = HTTPRequest(method: .post, scheme: "https", authority: authority, path: "/post")
        request.headerFields[.contentType] = "application/json"
        request.headerFields[.authorization] =
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/bedrock"
        if let name = HTTPField.Name("X-Amz-Date") { request.headerFields[name] = "20260101T000000Z" }
        let body = [UInt8](repeating: UInt8(ascii: "x"), count: 1_024)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<inFlight {
                let share = count / inFlight + (worker < count % inFlight ? 1 : 0)
                group.addTask { [request] in
                    for _ in 0..<share {
                        try await transport.withResponse(to: request, body: body, options: .init()) { head, body in
                            let reply = try await body.collect(upTo: 4_096)
                            precondition(head.status == .ok && reply.count == 2_048)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

/// Streams that each bring a frame every 20 ms.
struct StreamBench: Sendable {
    let transport: CurlTransport
    let authority: String

    func measure(streams: Int, seconds: Int) async throws {
        let readings = try await withThrowingTaskGroup(of: Reading.self) { group in
            for _ in 0..<streams { group.addTask { try await read(frames: seconds * 50) } }
            var readings: [Reading] = []
            for try await reading in group { readings.append(reading) }
            return readings
        }
        // All streams bring frames at one pace, so the time that an average one lasted was spent on the frames of all.
        let time = readings.reduce(0) { $0 + $1.time } / UInt64(streams)
        HTTPBench.printMicroseconds(time, per: readings.reduce(0) { $0 + $1.frames })
    }

    /// The frames that one stream brought after its warm-up, and the process's processor time meanwhile.
    private struct Reading {
        var frames: Int
        var time: UInt64
    }

    private func read(frames: Int) async throws -> Reading {
        let request = HTTPRequest(method: .post, scheme: "http", authority: authority, path: "/stream")
        return try await transport.withResponse(to: request, body: [1], options: .init()) { _, body in
            var bytes = 0
            let warmUp = 50 * 304
            while bytes < warmUp, let chunk = try await body.next() { bytes += chunk.count }
            let start = CPUClock.now
            bytes = 0
            while bytes < frames * 304, let chunk = try await body.next() { bytes += chunk.count }
            return Reading(frames: bytes / 304, time: CPUClock.now - start)
        }
    }
}

/// Requests to a server that closes the connection after each, so that each one makes a new TLS connection.
struct ConnectionBench: Sendable {
    let transport: CurlTransport
    let authority: String

    func measure(_ count: Int) async throws {
        try await run(5)
        let start = CPUClock.now
        try await run(count)
        HTTPBench.printMicroseconds(CPUClock.now - start, per: count)
    }

    private func run(_ count: Int) async throws {
        let request = HTTPRequest(method: .get, scheme: "https", authority: authority, path: "/")
        for _ in 0..<count {
            do {
                _ = try await transport.withResponse(to: request, body: [], options: .init()) { _, body in
                    try await body.collect(upTo: 4_096)
                }
            } catch let error as TransportError where error.code == .tlsFailed {
                // A bundle that does not know the server's certificate: refused after the whole check.
            }
        }
    }
}
