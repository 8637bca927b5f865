/// Many accounts and Regions, in which one piece of work is to be done.
///
/// ```swift
/// let accounts = try AccountSet(
///     ["210987654321", "345678901234"], role: "BedrockManagementRole", regions: [.usEast1, .euWest1], using: aws)
/// let outcome = await accounts.run { place in
///     try await BedrockControlClient(place.aws).inferenceProfiles().collect()
/// }
/// let profiles = try outcome.complete()
/// ```
///
/// In each account a role is assumed, once for all its Regions; the session is kept from run to run and renews itself.
public struct AccountSet: Sendable {
    /// One account in one Region, where work is done.
    public struct Place: Sendable {
        /// The account, twelve digits.
        public let accountID: String
        /// The Region.
        public let region: Region
        /// Acts in the account and the Region.
        public let aws: AWSClient
    }

    /// The places, account by account, in the order given.
    public let places: [Place]
    /// How many places are worked in at once, 8 by default. At least one is.
    public var concurrency = 8
    /// After how many failures no further place is begun; `nil`, the default, for never.
    public var failureLimit: Int?

    /// Accounts in each of which a role of the same name is assumed.
    ///
    /// - Parameters:
    ///   - accountIDs: The accounts, twelve digits each.
    ///   - role: The role's name, with its path where it has one, such as `service/BedrockManagementRole`.
    ///   - regions: The Regions; the client's own where empty.
    ///   - aws: May assume the roles; its settings hold in every place.
    ///   - configure: Changes the request for each session: its name, external id, tags, duration.
    /// - Throws: ``AWSError`` of code ``AWSError/Code/invalidInput`` for an account that is none or stands twice, a Region
    ///   that cannot be one, or a session that breaks a rule of STS.
    public init(
        _ accountIDs: [String], role: String, regions: [Region] = [], using aws: AWSClient,
        configure: (inout AssumeRole) -> Void = { _ in }
    ) throws(AWSError) {
        let partition = aws.configuration.region.partition.name
        var roles: [String] = []
        for account in accountIDs {
            guard account.utf8.count == 12, account.utf8.allSatisfy({ (48...57).contains($0) }) else {
                throw .invalidInput("accounts", "\"\(account)\" is not an account of twelve digits")
            }
            roles.append("arn:\(partition):iam::\(account):role/\(role)")
        }
        try self.init(roles: roles, regions: regions, using: aws, configure: configure)
    }

    /// Accounts with a role of its own in each.
    ///
    /// - Parameters:
    ///   - roles: The ARN of the role in each account.
    ///   - regions: The Regions; the client's own where empty.
    ///   - aws: May assume the roles; its settings hold in every place.
    ///   - configure: Changes the request for each session: its name, external id, tags, duration.
    /// - Throws: ``AWSError`` of code ``AWSError/Code/invalidInput`` as for accounts.
    public init(
        roles: [String], regions: [Region] = [], using aws: AWSClient,
        configure: (inout AssumeRole) -> Void = { _ in }
    ) throws(AWSError) {
        guard !roles.isEmpty else { throw .invalidInput("accounts", "there must be one at least") }
        let regions = regions.isEmpty ? [aws.configuration.region] : regions
        guard Set(regions).count == regions.count else {
            throw .invalidInput("regions", "a Region stands twice")
        }
        var seen: Set<String> = []
        var places: [Place] = []
        for role in roles {
            var request = AssumeRole(
                roleARN: role, sessionName: SessionRules.defaultSessionName(at: aws.configuration.now()))
            configure(&request)
            try request.validate()
            let account = ARN(request.roleARN)?.accountID ?? ""
            guard seen.insert(account).inserted else {
                throw .invalidInput("accounts", "\(account) stands twice")
            }
            let member = aws.assuming(request)
            for region in regions {
                places.append(
                    Place(accountID: account, region: region, aws: try member.with { $0.region = region }))
            }
        }
        self.places = places
    }

    /// Runs an operation in every place.
    ///
    /// - Returns: What came of it everywhere; nothing is left out.
    public func send<Operation: AWSOperation>(_ operation: Operation) async -> AccountOutcome<Operation.Output> {
        await run { place in try await place.aws.send(operation) }
    }

    /// Does `work` in every place, in ``concurrency`` of them at once.
    ///
    /// A failure in one place does not stop the others, unless ``failureLimit`` says so. Where the task is cancelled, or the
    /// limit is reached, places that were not begun are reported as missing.
    ///
    /// - Returns: What came of it everywhere; nothing is left out.
    public func run<Value: Sendable>(
        _ work: @escaping @Sendable (Place) async throws -> Value
    ) async -> AccountOutcome<Value> {
        var results = [Result<Value, any Error>?](repeating: nil, count: places.count)
        var failures = 0
        await withTaskGroup(of: (Int, Result<Value, any Error>).self) { group in
            var next = 0
            var running = 0
            while true {
                while running < max(1, concurrency), next < places.count, !Task.isCancelled,
                    failures < failureLimit ?? .max
                {
                    let (index, place) = (next, places[next])
                    group.addTask {
                        do {
                            return (index, .success(try await work(place)))
                        } catch {
                            return (index, .failure(error))
                        }
                    }
                    next += 1
                    running += 1
                }
                guard let (index, result) = await group.next() else { break }
                running -= 1
                results[index] = result
                if case .failure = result { failures += 1 }
            }
        }
        return AccountOutcome(places: places, results: results)
    }
}
