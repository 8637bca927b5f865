/// Several pieces of work, measured in turns so that a change of the machine's speed meets all of them.
public struct Contest {
    private struct Contestant {
        var name: String
        var iterations: Int
        var work: (Int) throws -> Void
        var nanoseconds: [Double] = []
    }

    private var contestants: [Contestant] = []

    /// A contest without contestants.
    public init() {}

    /// Adds a piece of work.
    ///
    /// - Parameters:
    ///   - name: What ``median(_:)`` is asked for.
    ///   - iterations: How often the work is done per round: enough for some hundred milliseconds.
    ///   - work: Does the work as often as it is told.
    public mutating func add(_ name: String, iterations: Int, work: @escaping (Int) throws -> Void) {
        contestants.append(Contestant(name: name, iterations: iterations, work: work))
    }

    /// Runs all contestants in turn, `rounds` times, after a round that does not count.
    public mutating func run(rounds: Int = 9) throws {
        for round in 0...rounds {
            for index in contestants.indices {
                let iterations = round == 0 ? contestants[index].iterations / 10 + 1 : contestants[index].iterations
                let start = CPUClock.now
                try contestants[index].work(iterations)
                let end = CPUClock.now
                if round > 0 { contestants[index].nanoseconds.append(Double(end - start) / Double(iterations)) }
            }
        }
    }

    /// The median of a contestant's rounds: nanoseconds of processor time per iteration.
    public func median(_ name: String) -> Double {
        let values = contestants.first { $0.name == name }?.nanoseconds.sorted() ?? []
        return values.isEmpty ? .nan : values[values.count / 2]
    }
}
