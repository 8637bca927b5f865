import Metering

/// One history: draws steps, performs them on the store and on the model, and compares the two.
struct SpendHistory<Store: BudgetStore> {
    let store: Store
    let world: SpendWorld
    var model: SpendModel
    var random: SplitMix64
    var report: SpendHistories.Report
    /// The time now, in seconds. It steps back now and then.
    var now = 0
    /// The steps that took effect, in order.
    private var log: [SpendStep] = []
    private let length: Int

    init(store: Store, name: String, random: SplitMix64, length: Int, report: SpendHistories.Report) {
        self.store = store
        self.random = random
        self.length = length
        self.report = report
        var draw = random
        // 10⁻¹⁸ dollars, cents, and amounts of which a few exceed 64 bits.
        let scales: [Int128] = [1, 10_000_000_000_000_000, 1_000_000_000_000_000_000_000_000_000]
        world = SpendWorld(name: name, scale: scales[draw.below(scales.count)])
        model = SpendModel(world)
    }

    mutating func run() async throws {
        let start = report.operations
        // The repetition of the whole history at the end takes its share.
        while report.operations - start < length * 2 / 3 {
            now += random.below(60) - 20
            if random.below(100) < 8, !log.isEmpty {
                try await repeatStep(log[random.below(log.count)])
            } else {
                try await perform(try await draw())
            }
            if random.below(100) == 0 { try await repeatPrefix(random.below(log.count + 1)) }
            if random.below(20) == 0 { try await compareReports() }
        }
        for (id, hold) in model.holds.sorted(by: { $0.key < $1.key }) where hold.state == "open" {
            try await perform(.void(id))
        }
        try await compareReports()
        try await repeatPrefix(log.count)
        try await compareReports()
        try await compareEvents()
    }

    // MARK: Steps

    private mutating func perform(_ step: SpendStep) async throws {
        let before = model
        let expected = model.reply(to: step)
        report.operations += 1
        report.kinds[step.kind, default: 0] += 1
        if case .denied = expected { report.denied += 1 }
        if model != before {
            report.effective += 1
            log.append(step)
        }
        let reply = try await step.reply(of: store, in: world)
        try demand(reply == expected, "\(place): \(step) gave \(reply), and the model \(expected)")
        try await compareBalances(after: step)
    }

    /// Repeats a step that took effect. The model must agree that it changes nothing.
    private mutating func repeatStep(_ step: SpendStep) async throws {
        var stale = step
        // Its revision was the latest one when it took effect; it is taken back now.
        if case .correct(let id, let revision, _, let finding) = step {
            stale = .correct(id, revision: revision, isLatest: false, finding: finding)
        }
        let before = model
        let expected = model.reply(to: stale)
        report.operations += 1
        report.repeated += 1
        try demand(model == before, "\(place): the model itself changes when \(step) is repeated")
        let reply = try await step.reply(of: store, in: world)
        try demand(reply == expected, "\(place): repeating \(step) gave \(reply), and the model \(expected)")
        try await compareBalances(after: step)
    }

    /// Repeats the first steps that took effect. No line may be written, and no balance may move.
    private mutating func repeatPrefix(_ count: Int) async throws {
        let before = try await revisions()
        for step in log.prefix(count) { try await repeatStep(step) }
        let after = try await revisions()
        try demand(before == after, "\(place): repeating the first \(count) operations wrote lines")
    }

    private var place: String { "history \(world.name), operation \(report.operations)" }

    // MARK: Comparisons

    private func compareBalances(after step: SpendStep) async throws {
        for (index, budget) in world.budgets.enumerated() {
            let balance = try await store.balance(budget.key)
            guard let limit = model.limits[index] else {
                try demand(balance == nil, "\(place): \(step) opened \(budget.key)")
                continue
            }
            guard let balance else { throw CheckFailure(message: "\(place): \(step) left no balance \(budget.key)") }
            let sum = model.sum(index)
            let isEqual =
                balance.posted == world.amount(sum.posted, of: index)
                && balance.held == world.amount(sum.held, of: index)
                && balance.unknown == world.amount(sum.unknown, of: index)
                && balance.limit == limit.map { world.amount($0, of: index) }
                && balance.carried == world.amount(model.carried[index] ?? 0, of: index)
                && Set(balance.crossed) == model.told[index] ?? []
            guard !isEqual else { continue }
            throw CheckFailure(
                message: "\(place): after \(step), \(budget.key) has \(balance.posted) posted, \(balance.held) held, "
                    + "\(balance.unknown) unknown, \(balance.carried) carried and told \(balance.crossed); the model has \(sum), "
                    + "\(model.carried[index] ?? 0) carried and told \(model.told[index] ?? [])")
        }
    }

    private func compareReports() async throws {
        let totals = try await store.totals(UsageQuery(where: world.tags))
        let beliefs = model.attempts.values.filter { !$0.isWithdrawn }
        try demand(
            beliefs.isEmpty ? totals.isEmpty : totals.count == 1, "\(place): the report has \(totals.count) rows")
        if let total = totals.first {
            func cost(_ isMeant: (SpendStep.Certainty) -> Bool) -> Money {
                world.money(beliefs.reduce(0) { $0 + (isMeant($1.state) ? $1.cost ?? 0 : 0) })
            }
            try demand(
                total.lines == beliefs.count && total.usage == TokenUsage(input: beliefs.reduce(0) { $0 + $1.tokens })
                    && total.cost == cost { _ in true } && total.estimated == cost { $0 == .estimated }
                    && total.unknown == cost { $0 == .unknown }
                    && total.unpricedLines == beliefs.count { $0.cost == nil },
                "\(place): the report is \(total), and the model has \(beliefs.count) lines of \(cost { _ in true })")
        }
        let due = model.holds.filter { $0.value.state == "open" && $0.value.expires <= now }
        let listed = try await store.expiredHolds(at: world.date(now), limit: 5)
        try demand(
            Set(listed).count == listed.count
                && listed.map { due[$0]?.expires } == Array(due.values.map(\.expires).sorted().prefix(5)),
            "\(place): the holds \(listed) are listed as due, and the model has \(due.keys.sorted())")
    }

    private func compareEvents() async throws {
        var news: [SpendModel.News] = []
        while case let events = try await store.claimEvents(
            by: "history", until: world.date(2_000_000), at: world.date(1_000_000), limit: 100), !events.isEmpty
        {
            for event in events {
                switch event.kind {
                case .thresholdCrossed(let balance, let percent, _, _): news.append(.threshold(balance, percent))
                case .holdExpired(let hold, _, _): news.append(.expired(hold))
                case .overHold(let hold, let balance, _): news.append(.overHold(hold, balance))
                // No history asks how fast a balance is spent.
                case .burning: try demand(false, "\(place): a balance is said to burn, though nobody asked")
                }
            }
            try await store.acknowledgeEvents(events.map(\.id))
        }
        let again = try await store.claimEvents(
            by: "history", until: world.date(4_000_000), at: world.date(3_000_000), limit: 1)
        try demand(again.isEmpty, "\(place): \(again) is told again, though it was acknowledged")
        try demand(
            news.count == model.news.count && Set(news) == model.news,
            "\(place): \(news.count) events were told, and the model has \(model.news.count); only one of them has "
                + "\(Set(news).symmetricDifference(model.news))")
    }

    /// The latest revision of each attempt, and whether it was taken back.
    private func revisions() async throws -> [String: [Int]] {
        var revisions: [String: [Int]] = [:]
        for id in model.attempts.keys {
            let revision = try await latestRevision(of: id)
            let isTakenBack = try await store.line("\(id)#\(revision)-") != nil
            revisions[id] = [revision, isTakenBack ? 1 : 0]
        }
        return revisions
    }

    func latestRevision(of id: String) async throws -> Int {
        var revision = 1
        while try await store.line("\(id)#\(revision + 1)") != nil { revision += 1 }
        return revision
    }
}
