import AWSCore
import AWSSigning
import Attribution
import BenchmarkSupport
import CAllocationCount
import HTTPTransport
import HTTPTypes
import TaggingLookup

/// Asks a resolver again and again for a profile that it knows, by a key of four tags.
@main
struct ResolverBench {
    static let bound = 200.0
    static let rounds = 9
    static let iterations = 1_000_000

    static func main() async throws {
        let aws = try AWSClient(
            region: .usEast1, transport: OneProfile(),
            credentials: Credentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret"),
            environment: .empty)
        let resolver = ProfileResolver(TaggingClient(aws))
        let tags = OneProfile.tags
        guard try await resolver.profile(tagged: tags).rawValue == OneProfile.arn else {
            preconditionFailure("another profile")
        }
        precondition(countsAllocations(), "allocations are not counted")

        var waiting = Samples()
        var direct = Samples()
        for round in 0...rounds {
            let isWarmUp = round == 0
            try await waiting.add(isWarmUp) {
                for _ in 0..<iterations {
                    _ = try await resolver.profile(tagged: tags)
                }
            }
            try await direct.add(isWarmUp) {
                for _ in 0..<iterations {
                    guard resolver.cachedProfile(tagged: tags) != nil else { preconditionFailure("a miss") }
                }
            }
        }
        precondition(resolver.statistics.misses == 1 && resolver.statistics.flights == 1)
        waiting.report("resolver hit with a ready key: try await profile(tagged:)")
        direct.report("resolver hit with a ready key: cachedProfile(tagged:)")
    }

    /// Whether the counter moves at all; where it cannot, as on macOS, none of the figures is about allocations.
    private static func countsAllocations() -> Bool {
        let before = allocation_count()
        guard before >= 0 else { return true }
        let bytes = [UInt8](repeating: UInt8.random(in: 0...255), count: Int.random(in: 1000...2000))
        return allocation_count() > before && !bytes.isEmpty
    }

    struct Samples {
        private var nanoseconds: [Double] = []
        private var allocations: [Double] = []

        mutating func add(_ isWarmUp: Bool, _ work: () async throws -> Void) async throws {
            let allocated = allocation_count()
            let start = CPUClock.now
            try await work()
            let end = CPUClock.now
            let allocatedAfter = allocation_count()
            if isWarmUp { return }
            nanoseconds.append(Double(end - start) / Double(iterations))
            allocations.append(Double(allocatedAfter - allocated) / Double(iterations))
        }

        func report(_ measure: String) {
            let value = (nanoseconds.sorted()[nanoseconds.count / 2] * 10).rounded() / 10
            // A few allocations per million belong to the measuring itself.
            let allocated = ((allocations.max() ?? 0) * 1000).rounded() / 1000
            print(
                """
                {"measure": "\(measure)", "value_ns": \(value), "bound": \(bound), "allocations": \(allocated), \
                "pass": \(value <= bound && allocated == 0)}
                """)
        }
    }
}

/// A transport whose service knows one profile.
struct OneProfile: HTTPTransport {
    static let arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6"
    static let tags: TagSet = ["dept": "claims", "env": "prod", "app": "triage", "costCenter": "4711"]

    func withResponse<Result>(
        to request: HTTPRequest, body: [UInt8], options: TransportOptions,
        _ handle: (HTTPResponse, HTTPResponseBody) async throws -> Result
    ) async throws -> Result {
        let list = Self.tags.map { #"{"Key":"\#($0.key)","Value":"\#($0.value)"}"# }.joined(separator: ",")
        let reply =
            request.method == .get
            ? #"{"status":"ACTIVE","models":[]}"#
            : #"{"ResourceTagMappingList":[{"ResourceARN":"\#(Self.arn)","Tags":[\#(list)]}],"PaginationToken":""}"#
        let chunks = Chunks(Array(reply.utf8))
        return try await handle(
            HTTPResponse(status: .ok), HTTPResponseBody { () async throws(TransportError) in await chunks.next() })
    }

    private actor Chunks {
        private var chunk: [UInt8]?
        init(_ chunk: [UInt8]) { self.chunk = chunk }
        func next() -> [UInt8]? {
            defer { chunk = nil }
            return chunk
        }
    }
}
