// swift-tools-version: 6.3
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
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
            name: "insurance-chargeback",
            dependencies: [
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "BedrockCost", package: "swift-bedrock-cost"),
                .product(name: "BedrockCostTesting", package: "swift-bedrock-cost"),
            ],
            resources: [.copy("Resources/prompts.jsonl")],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
