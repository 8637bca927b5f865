// swift-tools-version: 6.3
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// One executable per scenario of the documents; Examples/README.md tells them. Each has its expected output in Expected/.
let scenarios = [
    "activate-cost-tags",
    "anomaly-watch",
    "bill-in-athena",
    "cost-by-tag",
    "cost-forecast",
    "cost-sentry",
    "create-profile",
    "cross-account-profile",
    "dashboard-and-alarms",
    "invocation-logs",
    "invoke-through-profile",
    "list-profiles",
    "organization-costs",
    "project-chargeback",
    "resolve-by-tags",
    "shared-budget",
    "short-term-key",
    "spend-top",
    "static-profile-map",
    "stream-converse",
    "tag-budgets",
    "usage-metrics",
]

let scenarioProducts: [Target.Dependency] = [
    .product(name: "ArgumentParser", package: "swift-argument-parser"),
    .product(name: "BedrockCost", package: "swift-bedrock-cost"),
    .product(name: "BedrockCostTesting", package: "swift-bedrock-cost"),
]

let package = Package(
    name: "Examples",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "swift-bedrock-cost", path: ".."),
        // Command lines.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    ],
    targets: [
        // The flags, the choice of AWS and the tables that every example shares.
        .target(name: "ExampleKit", dependencies: scenarioProducts, swiftSettings: settings),
        // The simulator as a server: any AWS client can be pointed at it.
        .executableTarget(
            name: "mock-aws",
            dependencies: [
                .product(name: "BedrockCostTesting", package: "swift-bedrock-cost"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),
        // The main job: from tagged profiles to each department's bill.
        .executableTarget(
            name: "insurance-chargeback", dependencies: ["ExampleKit"] + scenarioProducts,
            resources: [.copy("Resources/prompts.jsonl")], swiftSettings: settings),
        // The table of promises about ledgers and budgets, each tried.
        .executableTarget(name: "proof", dependencies: ["ExampleKit"] + scenarioProducts, swiftSettings: settings),
    ]
        + scenarios.map { name in
            .executableTarget(name: name, dependencies: ["ExampleKit"] + scenarioProducts, swiftSettings: settings)
        },
    swiftLanguageModes: [.v6]
)
