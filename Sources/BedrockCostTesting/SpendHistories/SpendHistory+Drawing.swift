extension SpendHistory {
    /// The next step: mostly what a caller would do, and now and then what goes wrong.
    mutating func draw() async throws -> SpendStep {
        switch random.below(100) {
        case ..<30: return drawReservation()
        case ..<52: return drawSettlement(closes: true)
        case ..<66: return drawSettlement(closes: false)
        case ..<72: return drawExtension()
        case ..<78: return .void(drawHold())
        case ..<88: return .expire(drawHold(), at: now + random.below(120))
        case ..<94: return .post(drawLine(drawAttempt(), around: 60), parts: drawParts(), at: now)
        default: return try await drawCorrection()
        }
    }

    private mutating func drawReservation() -> SpendStep {
        var id = "\(world.name) h\(model.holds.count)"
        var parts = drawParts()
        if random.below(100) < 8, let known = known(model.holds) {
            id = known
            if random.below(2) == 0, let hold = model.holds[id] { parts = hold.parts }
        }
        // A draft whose line the ledger has already is a mistake that must do no harm.
        let attempt = random.below(100) < 4 ? drawAttempt() : "\(world.name) a\(id)"
        var draft = drawLine(attempt, around: parts.map(\.amount).max() ?? 0)
        draft.state = .estimated
        draft.cost = draft.cost.map { max(0, $0) }
        return .reserve(
            id, parts: parts, draft: draft, at: now, expires: now + 1 + random.below(150),
            isReleased: random.below(10) == 0)
    }

    private mutating func drawSettlement(closes: Bool) -> SpendStep {
        let id = drawHold()
        let hold = model.holds[id]
        let held = hold?.left.max() ?? 50
        var lines: [SpendStep.Line] = []
        for _ in 0..<[1, 1, 1, 1, 1, 2, 3, 0][random.below(8)] {
            let attempt = random.below(100) < 60 ? hold?.draft.id ?? drawAttempt() : drawAttempt()
            if !lines.contains(where: { $0.id == attempt }) {
                lines.append(drawLine(attempt, around: closes ? held : held / 3))
            }
        }
        return .settle(id, lines: lines, closes: closes, at: now)
    }

    private mutating func drawExtension() -> SpendStep {
        let id = drawHold()
        let granted = model.holds[id]?.parts.map { $0.amount + random.below(120) - 20 }
        return .extend(id, until: now + random.below(200) - 50, granted: random.below(4) == 0 ? nil : granted)
    }

    private mutating func drawCorrection() async throws -> SpendStep {
        let id = drawAttempt()
        let latest = try await latestRevision(of: id)
        let revision = random.below(4) == 0 ? 1 + random.below(latest) : latest
        let finding = random.below(4) == 0 ? nil : drawLine(id, around: 80)
        return .correct(id, revision: revision, isLatest: revision == latest, finding: finding)
    }

    // MARK: Parts and lines

    private mutating func drawParts() -> [SpendStep.Part] {
        var parts: [SpendStep.Part] = []
        // A call is in one window of a budget: at most one of those that count together.
        let groups = [[0, 0, 3], [1], [2], [4, 5, 6], [7], [8], [9]]
        for group in groups where random.below(100) < (group == [9] ? 2 : 40) {
            let budget = group[random.below(group.count)]
            var limit = world.budgets[budget].limit
            if random.below(20) == 0 { limit = limit.map { random.below(2 * $0 + 1) } }
            parts.append(SpendStep.Part(budget: budget, amount: drawAmount(), limit: limit))
        }
        parts.shuffle(using: &random)
        return parts
    }

    private mutating func drawAmount() -> Int {
        switch random.below(10) {
        case 0: 0
        case 1: random.below(1_200)
        default: random.below(160)
        }
    }

    private mutating func drawLine(_ id: String, around held: Int) -> SpendStep.Line {
        var cost: Int?
        switch random.below(20) {
        case 0, 1: cost = nil
        case 2: cost = -random.below(20)
        case 3, 4, 5: cost = held + random.below(held + 10)
        default: cost = random.below(held + 1)
        }
        let states: [SpendStep.Certainty] = [
            .unknown, .estimated, .estimated, .estimated, .settled, .settled, .settled, .settled, .settled, .reconciled,
        ]
        return SpendStep.Line(
            id: id, cost: cost, ceiling: random.below(3) == 0 ? random.below(held + 20) : nil,
            tokens: random.below(200),
            state: states[random.below(states.count)], at: now)
    }

    // MARK: Ids

    private mutating func drawHold() -> String {
        random.below(100) == 0 ? "\(world.name) nobody's" : known(model.holds) ?? "\(world.name) nobody's"
    }

    private mutating func drawAttempt() -> String {
        if random.below(3) > 0, let id = known(model.attempts) { return id }
        return "\(world.name) b\(random.below(1_000))"
    }

    /// One of the ids, the same on every machine.
    private mutating func known<Value>(_ facts: [String: Value]) -> String? {
        let ids = facts.keys.sorted()
        return ids.isEmpty ? nil : ids[random.below(ids.count)]
    }
}
