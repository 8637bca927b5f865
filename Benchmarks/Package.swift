// swift-tools-version: 6.3
import PackageDescription

// One executable per figure. Each runs alone, prints JSON lines and exits 0; a bound that was missed is a line with
// `"pass": false`. Run with `swift run -c release --package-path Benchmarks NAME`.

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "swift-bedrock-cost", path: ".."),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.4.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // Clocks, interleaved rounds, medians and the output's format.
        .target(name: "BenchmarkSupport"),

        // Signing against the hashing that no signer can leave out.
        .target(name: "CSigningFloor", linkerSettings: [.linkedLibrary("crypto")]),
        .executableTarget(
            name: "signing-bench",
            dependencies: [
                "BenchmarkSupport", "CSigningFloor",
                .product(name: "AWSSigning", package: "swift-bedrock-cost"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]),

        // Reading a stream's events against the checksums that no decoder can leave out.
        .target(name: "CZlibFloor", linkerSettings: [.linkedLibrary("z")]),
        .executableTarget(
            name: "eventstream-bench",
            dependencies: [
                "BenchmarkSupport", "CZlibFloor",
                .product(name: "AWSEventStream", package: "swift-bedrock-cost"),
                .product(name: "BedrockRuntime", package: "swift-bedrock-cost"),
            ]),

        // A known profile, found again by its tags; allocations are counted, too.
        .target(name: "CAllocationCount"),
        .executableTarget(
            name: "resolver-bench",
            dependencies: [
                "BenchmarkSupport", "CAllocationCount",
                .product(name: "AWSCore", package: "swift-bedrock-cost"),
                .product(name: "AWSSigning", package: "swift-bedrock-cost"),
                .product(name: "Attribution", package: "swift-bedrock-cost"),
                .product(name: "HTTPTransport", package: "swift-bedrock-cost"),
                .product(name: "TaggingLookup", package: "swift-bedrock-cost"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]),

        // The price of a call: exact arithmetic, and the look-up of the rates.
        .executableTarget(
            name: "metering-bench",
            dependencies: [
                "BenchmarkSupport", "CAllocationCount", .product(name: "Metering", package: "swift-bedrock-cost"),
            ]),

        // Admission from leases; allocations are counted, too.
        .executableTarget(
            name: "admission-bench",
            dependencies: [
                "BenchmarkSupport", "CAllocationCount",
                .product(name: "Attribution", package: "swift-bedrock-cost"),
                .product(name: "Metering", package: "swift-bedrock-cost"),
            ],
            swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]),

        // The ledger in SQLite, beside bare transactions of GRDB.
        .executableTarget(
            name: "ledger-bench",
            dependencies: [
                "BenchmarkSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Metering", package: "swift-bedrock-cost"),
                .product(name: "SQLiteLedger", package: "swift-bedrock-cost"),
            ]),

        // A metered Converse beside one that is not; metered_bench.py starts the server.
        .executableTarget(
            name: "converse-bench",
            dependencies: ["BenchmarkSupport", .product(name: "BedrockCost", package: "swift-bedrock-cost")],
            swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]),

        // Requests, token streams and new TLS connections over loopback, beside a plain C loop on libcurl. http_bench.py
        // starts the servers; async-http-client is measured from the package in AsyncHTTPClient.
        .executableTarget(name: "curl-floor", linkerSettings: [.linkedLibrary("curl")]),
        .executableTarget(name: "token-server"),
        .executableTarget(
            name: "http-bench",
            dependencies: [
                "BenchmarkSupport",
                .product(name: "CurlTransport", package: "swift-bedrock-cost"),
                .product(name: "HTTPTransport", package: "swift-bedrock-cost"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ],
            swiftSettings: [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]),
    ],
    swiftLanguageModes: [.v6]
)
