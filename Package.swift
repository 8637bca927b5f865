// swift-tools-version: 6.3
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Targets that import C say `unsafe` wherever the compiler cannot prove memory safety.
let cSettings: [SwiftSetting] = settings + [.strictMemorySafety()]

let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(
    name: "CoreMetrics", package: "swift-metrics", condition: .when(traits: ["Metrics"]))
let tracing: Target.Dependency = .product(
    name: "Tracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"]))
let lifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: .when(traits: ["ServiceLifecycle"]))

/// Nothing of these is fetched unless a program asks for the trait.
let asyncHTTPClient: [Target.Dependency] = [
    ("AsyncHTTPClient", "async-http-client"), ("NIOCore", "swift-nio"), ("NIOPosix", "swift-nio"),
    ("NIOHTTP1", "swift-nio"), ("NIOSSL", "swift-nio-ssl"), ("NIOHTTP2", "swift-nio-http2"),
].map { .product(name: $0.0, package: $0.1, condition: .when(traits: ["AsyncHTTPClient"])) }

let package = Package(
    name: "swift-bedrock-cost",
    platforms: [.macOS(.v15)],
    products: [
        // The two that most programs want.
        .library(name: "BedrockCost", targets: ["BedrockCost"]),
        .library(name: "BedrockCostTesting", targets: ["BedrockCostTesting"]),
        // One product per layer, for programs that take less.
        .library(name: "HTTPTransport", targets: ["HTTPTransport"]),
        .library(name: "AWSSigning", targets: ["AWSSigning"]),
        .library(name: "AWSEventStream", targets: ["AWSEventStream"]),
        .library(name: "AWSCore", targets: ["AWSCore"]),
        .library(name: "CurlTransport", targets: ["CurlTransport"]),
        .library(name: "AsyncHTTPClientTransport", targets: ["AsyncHTTPClientTransport"]),
        .library(name: "Attribution", targets: ["Attribution"]),
        .library(name: "TagPolicyYAML", targets: ["TagPolicyYAML"]),
        .library(name: "Metering", targets: ["Metering"]),
        .library(name: "SQLiteLedger", targets: ["SQLiteLedger"]),
        .library(name: "UsageDialects", targets: ["UsageDialects"]),
        .library(name: "BedrockControl", targets: ["BedrockControl"]),
        .library(name: "BedrockRuntime", targets: ["BedrockRuntime"]),
        .library(name: "BedrockProjects", targets: ["BedrockProjects"]),
        .library(name: "TaggingLookup", targets: ["TaggingLookup"]),
        .library(name: "CostExplorer", targets: ["CostExplorer"]),
        .library(name: "Budgets", targets: ["Budgets"]),
        .library(name: "DataExports", targets: ["DataExports"]),
        .library(name: "InvocationLogs", targets: ["InvocationLogs"]),
        .library(name: "CloudWatch", targets: ["CloudWatch"]),
        .library(name: "DynamoDBLedger", targets: ["DynamoDBLedger"]),
    ],
    traits: [
        .trait(name: "MockServer", description: "The loopback front of MockAWS, on FlyingFox."),
        .trait(name: "YAML", description: "Tag policies in YAML, with Yams."),
        .trait(
            name: "AsyncHTTPClient", description: "A transport on AsyncHTTPClient, for programs that have NIO anyway."),
        .trait(name: "SQLite", description: "A ledger in a file, on SQLite through GRDB."),
        .trait(name: "Metrics", description: "Counters of metered calls, with swift-metrics."),
        .trait(name: "Tracing", description: "Spans of metered calls, with swift-distributed-tracing."),
        .trait(name: "ServiceLifecycle", description: "Background parts as services, with swift-service-lifecycle."),
        .default(enabledTraits: ["MockServer", "SQLite", "YAML", "Metrics", "Tracing", "ServiceLifecycle"]),
    ],
    dependencies: [
        // The currency types of HTTP in Swift.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.4.0"),
        // The logging front that every server-side package shares.
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        // A small HTTP server without NIO; only the MockServer trait needs it.
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.26.0"),
        // The YAML parser of the Swift ecosystem; only the YAML trait needs it.
        .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
        // What AsyncHTTPClientTransport sends with, and whose errors it reads; only the AsyncHTTPClient trait needs them.
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.100.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.36.0"),
        // SQLite with a writer, readers and prepared statements; only the SQLite trait needs it.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // The fronts of metrics, traces and services that server-side packages share; each only with the trait of its name.
        .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.1.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
    ],
    targets: [
        // 0 C: system libraries behind one commented shim each.
        .systemLibrary(
            name: "COpenSSL", pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"]), .yum(["openssl-devel"])]),
        .systemLibrary(
            name: "CCurl", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"]), .yum(["libcurl-devel"])]),
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"]), .yum(["zlib-devel"])]),

        // 1 Leaves: no I/O.
        .target(name: "HTTPTransport", dependencies: [httpTypes], swiftSettings: settings),
        .target(name: "AWSSigning", dependencies: ["COpenSSL", httpTypes], swiftSettings: cSettings),
        .target(name: "AWSEventStream", swiftSettings: settings),
        .target(name: "Attribution", swiftSettings: settings),
        .target(name: "Metering", dependencies: ["Attribution"], swiftSettings: settings),
        // Only what reads or writes compressed bodies depends on it, so that the runtime links no zlib.
        .target(name: "Gzip", dependencies: ["CZlib"], swiftSettings: cSettings),

        // Apart from Attribution, because Yams needs the full Foundation.
        .target(
            name: "TagPolicyYAML",
            dependencies: ["Attribution", .product(name: "Yams", package: "Yams", condition: .when(traits: ["YAML"]))],
            swiftSettings: settings),

        .target(
            name: "SQLiteLedger",
            dependencies: [
                "Attribution", "Metering",
                .product(name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["SQLite"])),
            ],
            swiftSettings: settings),

        // 2 Protocol: how any AWS operation is sent.
        .target(
            name: "AWSCore",
            dependencies: ["AWSSigning", "AWSEventStream", "HTTPTransport", httpTypes, logging],
            swiftSettings: settings),

        // What a reply used, in whichever form it tells it; shared by the services below.
        .target(name: "UsageDialects", dependencies: ["AWSCore", "Metering"], swiftSettings: settings),

        // 3 Transport.
        .target(
            name: "CurlTransport",
            dependencies: ["CCurl", "HTTPTransport", httpTypes, logging],
            swiftSettings: cSettings),
        .target(
            name: "AsyncHTTPClientTransport",
            dependencies: ["HTTPTransport", httpTypes, logging] + asyncHTTPClient,
            swiftSettings: settings),

        // 4 Services: none imports another, or a concrete transport.
        .target(name: "BedrockControl", dependencies: ["AWSCore", "Attribution", httpTypes], swiftSettings: settings),
        .target(
            name: "BedrockRuntime",
            dependencies: ["AWSCore", "AWSEventStream", "Attribution", "Metering", "UsageDialects", httpTypes],
            swiftSettings: settings),
        .target(
            name: "BedrockProjects",
            dependencies: ["AWSCore", "Attribution", "HTTPTransport", "Metering", "UsageDialects", httpTypes],
            swiftSettings: settings),
        .target(
            name: "TaggingLookup",
            dependencies: ["AWSCore", "Attribution", httpTypes, logging],
            swiftSettings: settings),
        .target(name: "CostExplorer", dependencies: ["AWSCore", "Metering"], swiftSettings: settings),
        .target(
            name: "CloudWatch", dependencies: ["AWSCore", "Attribution", "Gzip", "Metering", httpTypes],
            swiftSettings: settings),
        .target(name: "Budgets", dependencies: ["AWSCore", "Attribution", "Metering"], swiftSettings: settings),
        .target(
            name: "DataExports", dependencies: ["AWSCore", "Attribution", "Metering", logging],
            swiftSettings: settings),

        // 5 Domain: what is made of the services' results.
        .target(
            name: "DynamoDBLedger", dependencies: ["AWSCore", "AWSSigning", "Attribution", "Metering"],
            swiftSettings: settings),
        .target(
            name: "InvocationLogs", dependencies: ["AWSCore", "Gzip", "Metering", "UsageDialects"],
            swiftSettings: settings),

        // 6 Façade and test kit.
        .target(
            name: "BedrockCost",
            dependencies: [
                "AWSCore", "AWSSigning", "HTTPTransport", "CurlTransport", "Attribution", "Metering",
                "BedrockControl", "BedrockProjects", "BedrockRuntime", "TaggingLookup", "CostExplorer", "Budgets",
                "CloudWatch", "DataExports", "DynamoDBLedger", "InvocationLogs", "UsageDialects",
                .target(name: "SQLiteLedger", condition: .when(traits: ["SQLite"])),
                httpTypes,
                logging,
                metrics,
                tracing,
                lifecycle,
            ],
            swiftSettings: settings),
        .target(
            name: "BedrockCostTesting",
            dependencies: [
                "AWSCore", "AWSSigning", "Attribution", "Gzip", "HTTPTransport", "Metering",
                httpTypes,
                .product(name: "FlyingFox", package: "FlyingFox", condition: .when(traits: ["MockServer"])),
                .product(name: "FlyingSocks", package: "FlyingFox", condition: .when(traits: ["MockServer"])),
            ],
            swiftSettings: settings),

        // The case files of others, run through the public API.
        .target(
            name: "ConformanceSuite",
            dependencies: [
                "AWSCore", "AWSEventStream", "AWSSigning", "HTTPTransport", "BedrockControl", "BedrockRuntime",
                "TaggingLookup", "CostExplorer", "Budgets", "CloudWatch", "DataExports", "DynamoDBLedger", "Gzip",
                "BedrockCost", "BedrockCostTesting",
                httpTypes,
            ],
            path: "Tests/ConformanceSuite", swiftSettings: settings),
        .executableTarget(
            name: "conformance", dependencies: ["ConformanceSuite"], path: "Tests/conformance", swiftSettings: settings),
        .executableTarget(
            name: "shape-probe", dependencies: ["ConformanceSuite"], path: "Tests/shapes", exclude: ["shapes.py"],
            swiftSettings: settings),
        // What ./Scripts/timezones asks about zones and windows.
        .executableTarget(
            name: "zone-probe", dependencies: ["Metering"], path: "Tests/timezones", exclude: ["zones.py"],
            swiftSettings: settings),
        .testTarget(name: "ConformanceTests", dependencies: ["ConformanceSuite"], swiftSettings: settings),
        // Drives the SDK against moto; ./Scripts/interop runs it.
        .executableTarget(
            name: "interop-moto",
            dependencies: [
                "AWSCore", "AWSSigning", "Attribution", "BedrockControl", "BedrockRuntime", "Budgets", "CloudWatch",
                "BedrockCostTesting", "CostExplorer", "CurlTransport", "DataExports", "DynamoDBLedger",
                "HTTPTransport", "Metering", "TaggingLookup",
                httpTypes,
            ],
            path: "Tests/InteropMoto", swiftSettings: settings),
        // Drives bidirectional streams against an HTTP/2 server in Python; ./Scripts/interop runs it.
        .executableTarget(
            name: "interop-duplex",
            dependencies: ["AWSCore", "AWSSigning", "BedrockRuntime", "CurlTransport"],
            path: "Tests/InteropDuplex", swiftSettings: settings),

        // Drives BedrockProjects against an OpenAI-style server; ./Scripts/interop runs it.
        .executableTarget(
            name: "interop-openai", dependencies: ["AWSCore", "BedrockProjects", "CurlTransport", "Metering"],
            path: "Tests/InteropOpenAI", swiftSettings: settings),
        // Price lists and usages for Python's decimal to check; ./Scripts/interop runs it.
        .executableTarget(
            name: "interop-prices", dependencies: ["Metering"], path: "Tests/InteropPrices", swiftSettings: settings),

        // Tests.
        .testTarget(
            name: "AWSCoreTests",
            dependencies: [
                "AWSCore", "AWSEventStream", "AWSSigning", "BedrockCostTesting", "HTTPTransport",
                httpTypes,
                logging,
            ],
            swiftSettings: settings),
        .testTarget(name: "HTTPTransportTests", dependencies: ["HTTPTransport", httpTypes], swiftSettings: settings),
        .testTarget(name: "AWSEventStreamTests", dependencies: ["AWSEventStream"], swiftSettings: settings),
        .testTarget(
            name: "AttributionTests", dependencies: ["Attribution", "BedrockCostTesting"], swiftSettings: settings),
        .testTarget(
            name: "TagPolicyYAMLTests", dependencies: ["TagPolicyYAML", "Attribution"], swiftSettings: settings),
        .testTarget(
            name: "BedrockControlTests",
            dependencies: [
                "BedrockControl", "AWSCore", "AWSSigning", "Attribution", "BedrockCostTesting", "HTTPTransport",
                httpTypes,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "TaggingLookupTests",
            dependencies: [
                "TaggingLookup", "AWSCore", "AWSSigning", "Attribution", "BedrockCostTesting", "HTTPTransport",
                httpTypes,
            ],
            swiftSettings: settings),
        .testTarget(name: "AWSSigningTests", dependencies: ["AWSSigning", httpTypes], swiftSettings: settings),
        // What tests of transports have in common: a TLS server, child processes, whole exchanges.
        .target(
            name: "TransportFixtures",
            dependencies: ["CurlTransport", "BedrockCostTesting", "HTTPTransport", httpTypes],
            path: "Tests/TransportFixtures", swiftSettings: settings),
        .testTarget(
            name: "CurlTransportTests",
            dependencies: ["CurlTransport", "BedrockCostTesting", "HTTPTransport", "TransportFixtures", httpTypes],
            swiftSettings: settings),
        .testTarget(
            name: "AsyncHTTPClientTransportTests",
            dependencies: [
                "AsyncHTTPClientTransport", "AWSCore", "Attribution", "BedrockControl", "BedrockCostTesting",
                "BedrockRuntime",
                "HTTPTransport", "TransportFixtures",
                httpTypes,
            ] + asyncHTTPClient,
            swiftSettings: settings),
        .testTarget(
            name: "BedrockCostTestingTests",
            dependencies: [
                "BedrockCostTesting", "AWSCore", "AWSEventStream", "AWSSigning", "Attribution", "CurlTransport",
                "HTTPTransport", "Metering",
                httpTypes,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "BedrockRuntimeTests",
            dependencies: [
                "BedrockRuntime", "AWSCore", "AWSEventStream", "AWSSigning", "Attribution", "BedrockCostTesting",
                "HTTPTransport",
                "Metering", "UsageDialects",
                httpTypes,
            ],
            swiftSettings: settings),
        .testTarget(name: "GzipTests", dependencies: ["Gzip"], swiftSettings: settings),
        .testTarget(
            name: "BedrockProjectsTests",
            dependencies: [
                "BedrockProjects", "AWSCore", "AWSSigning", "Attribution", "BedrockCostTesting", "HTTPTransport",
                "Metering", "UsageDialects",
                httpTypes,
                logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "InvocationLogsTests",
            dependencies: [
                "InvocationLogs", "AWSCore", "BedrockControl", "BedrockCostTesting", "BedrockRuntime", "Gzip",
                "Metering", "UsageDialects",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "UsageDialectsTests", dependencies: ["UsageDialects", "AWSCore", "Metering"], swiftSettings: settings),
        .testTarget(name: "MeteringTests", dependencies: ["Attribution", "Metering"], swiftSettings: settings),
        .testTarget(
            name: "SQLiteLedgerTests",
            dependencies: [
                "Attribution", "BedrockCostTesting", "Metering", "SQLiteLedger", "spend-writer",
                .product(name: "GRDB", package: "GRDB.swift", condition: .when(traits: ["SQLite"])),
            ],
            swiftSettings: settings),
        // Writes to a ledger until the tests above end its process.
        .executableTarget(
            name: "spend-writer", dependencies: ["BedrockCostTesting", "Metering", "SQLiteLedger"],
            path: "Tests/SpendWriter", swiftSettings: settings),
        .testTarget(
            name: "CostExplorerTests",
            dependencies: [
                "CostExplorer", "BedrockCostTesting", "AWSCore", "AWSSigning", "HTTPTransport", "Metering",
                httpTypes,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "CloudWatchTests",
            dependencies: [
                "CloudWatch", "AWSCore", "AWSSigning", "Attribution", "BedrockCostTesting", "Gzip", "HTTPTransport",
                "Metering",
                httpTypes,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "BudgetsTests",
            dependencies: [
                "Budgets", "BedrockCostTesting", "AWSCore", "AWSSigning", "Attribution", "HTTPTransport", "Metering",
                httpTypes,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DataExportsTests",
            dependencies: [
                "DataExports", "BedrockCostTesting", "AWSCore", "AWSSigning", "Attribution", "HTTPTransport",
                "Metering",
                httpTypes,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "DynamoDBLedgerTests",
            dependencies: [
                "DynamoDBLedger", "AWSCore", "Attribution", "BedrockCostTesting", "HTTPTransport", "Metering",
                httpTypes,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "EnvelopeTests",
            dependencies: [
                "BedrockCost", "BedrockCostTesting", "AWSCore", "Attribution", "BedrockRuntime", "CloudWatch",
                "TaggingLookup",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "IntegrationTests",
            dependencies: ["BedrockCost", "BedrockCostTesting"],
            swiftSettings: settings),
        .testTarget(
            name: "MeteredTests",
            dependencies: [
                "BedrockCost", "BedrockCostTesting",
                httpTypes,
                logging,
                metrics,
                tracing,
                lifecycle,
                .product(name: "MetricsTestKit", package: "swift-metrics", condition: .when(traits: ["Metrics"])),
                .product(
                    name: "InMemoryTracing", package: "swift-distributed-tracing", condition: .when(traits: ["Tracing"])
                ),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "ReadmeTests",
            dependencies: ["AWSEventStream", "BedrockCost", "BedrockCostTesting", "TagPolicyYAML", httpTypes],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)

// SwiftPM links all tests into one program. A script that wants those of one target says so, and builds no others.
if let name = Context.environment["ONLY_TESTS_OF"] {
    package.targets.removeAll { ($0.type == .test || $0.type == .executable) && $0.name != name }
}
