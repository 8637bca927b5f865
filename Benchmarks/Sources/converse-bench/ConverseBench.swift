import BedrockCost
import BenchmarkSupport
import Foundation

/// What metering adds to a Converse, in this process's processor time: the same calls, plain and metered, in turns.
///
///     converse-bench AUTHORITY CA-FILE IN-FLIGHT COUNT ROUNDS
///
/// The server behind AUTHORITY answers every Converse with one reply.
@main
struct ConverseBench {
    static let bound = 1.05
    static let prompt = String(repeating: "Which claims are urgent? ", count: 40)

    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 5, let inFlight = Int(arguments[2]), let count = Int(arguments[3]),
            let rounds = Int(arguments[4])
        else { throw UsageError() }
        let transport = try CurlTransport(
            .defaults {
                $0.proxy = .none
                $0.trust = .file(arguments[1])
                $0.versions = .http1
            })
        let aws = try AWSClient(
            region: .usEast1, transport: transport,
            credentials: Credentials(accessKeyID: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret"),
            environment: .empty
        ) { $0.endpointURL = "https://\(arguments[0])" }
        let runtime = BedrockRuntimeClient(aws)
        let store = MemorySpendStore()
        let metered = try MeteredBedrock(
            aws, policy: try TagPolicy([.required("dept", oneOf: ["claims", "sales"]), .required("env")]),
            budgets: [
                .monthly(.usd(500_000), for: ["dept": "claims"]),
                .daily(.usd(5_000), perValueOf: ["user"], named: "per-user"),
                .monthly(.tokens(100_000_000_000), for: ["env": "prod"], named: "tokens"),
                SpendBudget("everything", .usd(2_000_000), per: .yearly()),
            ], store: store
        ) { $0.leases = SpendLeases.Configuration() }

        try await withTaskExecutorPreference(transport.executor) {
            var plainTimes: [Double] = []
            var meteredTimes: [Double] = []
            var ratios: [Double] = []
            for round in 0...rounds {
                let plain = try await time(inFlight, count) {
                    let answer = try await runtime.converse(request())
                    precondition(answer.usage.outputTokens > 0)
                }
                let own = try await time(inFlight, count) {
                    try await withCostContext(["dept": "claims", "env": "prod"], attributes: ["user": "alice"]) {
                        let answer = try await metered.converse(request())
                        precondition(answer.usage.outputTokens > 0)
                    }
                }
                if round == 0 { continue }
                plainTimes.append(plain)
                meteredTimes.append(own)
                ratios.append(own / plain)
            }
            try await metered.shutdown()
            let lines = try await store.balances(of: "everything", at: Date()).count
            precondition(lines == 1)
            report(inFlight, plain: median(plainTimes), metered: median(meteredTimes), ratio: median(ratios))
        }
    }

    struct UsageError: Error {}

    static func request() -> Converse {
        var request = Converse(modelID: "amazon.nova-lite-v1:0", messages: [.user(prompt)])
        request.inferenceConfig = InferenceConfiguration(maxTokens: 512)
        return request
    }

    /// Nanoseconds of processor time for one of `count` calls.
    static func time(
        _ inFlight: Int, _ count: Int, _ call: @escaping @Sendable () async throws -> Void
    ) async throws -> Double {
        let start = CPUClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<inFlight {
                group.addTask { for _ in 0..<(count / inFlight) { try await call() } }
            }
            try await group.waitForAll()
        }
        return Double(CPUClock.now - start) / Double(count / inFlight * inFlight)
    }

    static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    /// Each round's two figures stand side by side, so the ratio is the median of the rounds' own.
    static func report(_ inFlight: Int, plain: Double, metered: Double, ratio: Double) {
        func rounded(_ value: Double) -> Double { (value * 1_000).rounded() / 1_000 }
        print(
            """
            {"measure": "metered Converse, \(inFlight) in flight", "reference": "the same, not metered", \
            "value_ns": \(rounded(metered)), "reference_ns": \(rounded(plain)), "ratio": \(rounded(ratio)), \
            "bound": \(bound), "pass": \(ratio <= bound)}
            """)
    }
}
