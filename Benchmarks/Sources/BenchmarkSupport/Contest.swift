/// Several pieces of work, measured in turns so that a change of the machine's speed meets all of them.
public struct Contest {
    private struct Contestant {
        var name: String
        var iterations: Int
        /// Does the work as often as it is told and returns the processor time it took.
        var work: (Int) throws -> UInt64
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
        contestants.append(
            Contestant(name: name, iterations: iterations) { iterations in
                let start = CPUClock.now
                try work(iterations)
                return CPUClock.now - start
            })
    }

    /// Adds a piece of work that uses something up, which is made anew for each iteration outside of the time measured.
    ///
    /// - Parameters:
    ///   - name: What ``median(_:)`` is asked for.
    ///   - iterations: How often the work is done per round.
    ///   - prepare: Makes what one iteration uses up.
    ///   - work: Does the work once.
    public mutating func add<State>(
        _ name: String, iterations: Int, prepare: @escaping () -> State, work: @escaping (inout State) throws -> Void
    ) {
        let batch = 128
        contestants.append(
            Contestant(name: name, iterations: iterations) { iterations in
                var time: UInt64 = 0
                var left = iterations
                while left > 0 {
                    var states = (0..<min(batch, left)).map { _ in prepare() }
                    left -= states.count
                    let start = CPUClock.now
                    for index in states.indices { try work(&states[index]) }
                    time += CPUClock.now - start
                }
                return time
            })
    }

    /// Runs all contestants in turn, `rounds` times, after a round that does not count.
    public mutating func run(rounds: Int = 9) throws {
        for round in 0...rounds {
            for index in contestants.indices {
                let iterations = round == 0 ? contestants[index].iterations / 10 + 1 : contestants[index].iterations
                let time = try contestants[index].work(iterations)
                if round > 0 { contestants[index].nanoseconds.append(Double(time) / Double(iterations)) }
            }
        }
    }

    /// The median of a contestant's rounds: nanoseconds of processor time per iteration.
    public func median(_ name: String) -> Double {
        let values = contestants.first { $0.name == name }?.nanoseconds.sorted() ?? []
        return values.isEmpty ? .nan : values[values.count / 2]
    }
}
