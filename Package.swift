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
        .library(name: "Attribution", targets: ["Attribution"]),
        .library(name: "Metering", targets: ["Metering"]),
        .library(name: "SQLiteLedger", targets: ["SQLiteLedger"]),
        .library(name: "BedrockControl", targets: ["BedrockControl"]),
        .library(name: "BedrockRuntime", targets: ["BedrockRuntime"]),
        .library(name: "BedrockProjects", targets: ["BedrockProjects"]),
        .library(name: "TaggingLookup", targets: ["TaggingLookup"]),
        .library(name: "CostExplorer", targets: ["CostExplorer"]),
        .library(name: "Budgets", targets: ["Budgets"]),
        .library(name: "DataExports", targets: ["DataExports"]),
        .library(name: "InvocationLogs", targets: ["InvocationLogs"]),
        .library(name: "CloudWatch", targets: ["CloudWatch"]),
    ],
    traits: [
        .trait(name: "MockServer", description: "The loopback front of MockAWS, on FlyingFox."),
        .trait(name: "SQLite", description: "A ledger in a file, on SQLite through GRDB."),
        .default(enabledTraits: ["MockServer", "SQLite"]),
    ],
    dependencies: [
        // The currency types of HTTP in Swift.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.4.0"),
        // The logging front that every server-side package shares.
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        // A small HTTP server without NIO; only the MockServer trait needs it.
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.26.0"),
        // SQLite with a writer, readers and prepared statements; only the SQLite trait needs it.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
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

        // 3 Transport.
        .target(
            name: "CurlTransport",
            dependencies: ["CCurl", "HTTPTransport", httpTypes, logging],
            swiftSettings: cSettings),

        // 4 Services: none imports another, or a concrete transport.
        .target(name: "BedrockControl", dependencies: ["AWSCore", "Attribution", httpTypes], swiftSettings: settings),
        .target(
            name: "BedrockRuntime",
            dependencies: ["AWSCore", "AWSEventStream", "Attribution", "Metering", httpTypes],
            swiftSettings: settings),
        .target(
            name: "BedrockProjects",
            dependencies: ["AWSCore", "Attribution", "HTTPTransport", "Metering", httpTypes],
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
        .target(name: "InvocationLogs", dependencies: ["AWSCore", "Gzip", "Metering"], swiftSettings: settings),

        // 6 Façade and test kit.
        .target(
            name: "BedrockCost",
            dependencies: [
                "AWSCore", "AWSSigning", "HTTPTransport", "CurlTransport", "Attribution", "Metering",
                "BedrockControl", "BedrockProjects", "BedrockRuntime", "TaggingLookup", "CostExplorer", "Budgets",
                "CloudWatch", "DataExports", "InvocationLogs",
                .target(name: "SQLiteLedger", condition: .when(traits: ["SQLite"])),
                logging,
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
                "TaggingLookup", "CostExplorer", "Budgets", "CloudWatch", "DataExports", "Gzip", "BedrockCostTesting",
                httpTypes,
            ],
            path: "Tests/ConformanceSuite", swiftSettings: settings),
        .executableTarget(
            name: "conformance", dependencies: ["ConformanceSuite"], path: "Tests/conformance", swiftSettings: settings),
        .executableTarget(
            name: "shape-probe", dependencies: ["ConformanceSuite"], path: "Tests/shapes", exclude: ["shapes.py"],
            swiftSettings: settings),
        .testTarget(name: "ConformanceTests", dependencies: ["ConformanceSuite"], swiftSettings: settings),
        // Drives the SDK against moto; ./Scripts/interop runs it.
        .executableTarget(
            name: "interop-moto",
            dependencies: [
                "AWSCore", "AWSSigning", "Attribution", "BedrockControl", "BedrockRuntime", "Budgets", "CloudWatch",
                "CostExplorer", "DataExports",
                "CurlTransport", "Metering", "TaggingLookup",
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
        .testTarget(name: "AttributionTests", dependencies: ["Attribution"], swiftSettings: settings),
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
        .testTarget(
            name: "CurlTransportTests",
            dependencies: ["CurlTransport", "BedrockCostTesting", "HTTPTransport", httpTypes],
            swiftSettings: settings),
        .testTarget(
            name: "BedrockCostTestingTests",
            dependencies: [
                "BedrockCostTesting", "AWSCore", "AWSEventStream", "AWSSigning", "CurlTransport", "HTTPTransport",
                httpTypes,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "BedrockRuntimeTests",
            dependencies: [
                "BedrockRuntime", "AWSCore", "AWSEventStream", "AWSSigning", "Attribution", "BedrockCostTesting",
                "HTTPTransport",
                "Metering",
                httpTypes,
            ],
            swiftSettings: settings),
        .testTarget(name: "GzipTests", dependencies: ["Gzip"], swiftSettings: settings),
        .testTarget(
            name: "BedrockProjectsTests",
            dependencies: [
                "BedrockProjects", "AWSCore", "AWSSigning", "Attribution", "BedrockCostTesting", "HTTPTransport",
                "Metering",
                httpTypes,
                logging,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "InvocationLogsTests",
            dependencies: [
                "InvocationLogs", "AWSCore", "BedrockControl", "BedrockCostTesting", "BedrockRuntime", "Gzip",
                "Metering",
            ],
            swiftSettings: settings),
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
            name: "IntegrationTests",
            dependencies: ["BedrockCost", "BedrockCostTesting"],
            swiftSettings: settings),
        .testTarget(
            name: "ReadmeTests", dependencies: ["AWSEventStream", "BedrockCost", "BedrockCostTesting", httpTypes],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
