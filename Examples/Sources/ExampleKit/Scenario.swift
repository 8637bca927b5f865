public import ArgumentParser
public import BedrockCost
public import BedrockCostTesting
public import Foundation

/// The flags that every example has, and the AWS that they choose.
///
/// Without flags an example runs against the simulator, over real sockets on this machine; with `--live` the same code runs
/// against real AWS.
public struct Scenario: ParsableArguments {
    /// Whether the example runs against real AWS.
    @Flag(name: .long, help: "Run against real AWS, with the default credential chain. This may cost money.")
    public var live = false

    /// The simulator's seed.
    @Option(name: .long, help: "The simulator's seed: the same seed gives the same output.")
    public var seed: UInt64 = 1

    /// Whether progress is not shown.
    @Flag(name: .long, help: "Do not show progress.")
    public var quiet = false

    /// The flags' defaults, for ArgumentParser.
    public init() {}

    /// Runs `work` on the AWS that the flags choose.
    ///
    /// - Parameters:
    ///   - region: The Region of the simulator's client; with `--live` the environment decides.
    ///   - configure: Changes the simulator's options.
    ///   - work: The example.
    public func run(
        region: Region = .usEast1, _ configure: (inout MockAWS.Options) -> Void = { _ in },
        _ work: (Stage) async throws -> Void
    ) async throws {
        if live {
            return try await work(Stage(aws: AWSClient(), simulator: nil, endpoint: nil, isQuiet: quiet))
        }
        let simulator = MockAWS(seed: seed, configure)
        try await simulator.serve { server in
            let aws = try AWSClient(
                region: region, authentication: .credentials(simulator.credentials), environment: .empty
            ) {
                $0.endpointURL = server.url
                $0.now = { simulator.now }
            }
            try await work(Stage(aws: aws, simulator: simulator, endpoint: server.url, isQuiet: quiet))
        }
    }
}

/// What an example plays on.
public struct Stage: Sendable {
    /// The client, of the simulator or of real AWS.
    public let aws: AWSClient
    /// The simulator, whose clock is turned where AWS would take a day; `nil` against real AWS.
    public let simulator: MockAWS?
    /// The simulator's URL, for clients that an example makes itself; `nil` against real AWS.
    public let endpoint: String?
    let isQuiet: Bool

    /// The date that counts.
    public var now: Date { simulator?.now ?? Date() }

    /// Says on standard error what is being done.
    public func progress(_ step: String) {
        if !isQuiet { FileHandle.standardError.write(Data("· \(step)\n".utf8)) }
    }

    /// Lets time pass in the simulator; against real AWS it only says what one would wait for.
    public func letPass(_ reason: String, _ time: Duration = .seconds(86_400)) {
        guard let simulator else { return progress("real AWS needs \(time) \(reason); run this again then") }
        progress("\(time == .seconds(86_400) ? "a simulated day" : "\(time)") passes \(reason)")
        simulator.clock.advance(by: time)
    }

    /// Ends the example where a figure differs from what the simulator knows to be true.
    ///
    /// - Throws: ``Mismatch`` where `figure` is not `truth`.
    public func check<Figure: Equatable>(_ what: String, _ figure: Figure, equals truth: Figure) throws {
        guard figure == truth else { throw Mismatch("\(what) is \(figure), but should be \(truth)") }
    }
}

/// A figure that is not what it must be.
public struct Mismatch: Error, CustomStringConvertible {
    /// Which figure, and what it should be.
    public let description: String

    /// A mismatch, in words.
    public init(_ description: String) {
        self.description = description
    }
}
