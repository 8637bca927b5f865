/// What tells one series of data from others.
struct MetricKey: Hashable {
    struct Dimension: Hashable, Comparable {
        let name: String
        let value: String

        static func < (left: Self, right: Self) -> Bool { (left.name, left.value) < (right.name, right.value) }
    }

    let namespace: String
    let name: String
    /// In alphabetical order: the order in which a caller names them does not matter.
    let dimensions: [Dimension]

    init(_ namespace: String, _ name: String, _ dimensions: [(name: String, value: String)] = []) {
        self.namespace = namespace
        self.name = name
        self.dimensions = dimensions.map { Dimension(name: $0.name, value: $0.value) }.sorted()
    }

    func value(of dimension: String) -> String? { dimensions.first { $0.name == dimension }?.value }
}

/// The values of a series within one second or minute, or within several of them.
struct MetricSample {
    /// The values with the number of times that each occurred.
    var counts: [Double: Double] = [:]
    /// Values that came as statistic sets, without the values themselves.
    var hasSets = false
    private(set) var count = 0.0
    private(set) var sum = 0.0
    private(set) var minimum = Double.infinity
    private(set) var maximum = -Double.infinity

    mutating func add(_ value: Double, times: Double = 1) {
        guard times > 0 else { return }
        counts[value, default: 0] += times
        count += times
        sum += value * times
        minimum = min(minimum, value)
        maximum = max(maximum, value)
    }

    mutating func add(setOf count: Double, sum: Double, minimum: Double, maximum: Double) {
        hasSets = true
        self.count += count
        self.sum += sum
        self.minimum = min(self.minimum, minimum)
        self.maximum = max(self.maximum, maximum)
    }

    mutating func add(_ other: MetricSample) {
        for (value, times) in other.counts { counts[value, default: 0] += times }
        hasSets = hasSets || other.hasSets
        count += other.count
        sum += other.sum
        minimum = min(minimum, other.minimum)
        maximum = max(maximum, other.maximum)
    }

    /// The value of a statistic; `nil` where it cannot be had, as a percentile of statistic sets.
    func value(of statistic: SimulatedStatistic) -> Double? {
        guard count > 0 else { return nil }
        switch statistic {
        case .sampleCount: return count
        case .average: return sum / count
        case .sum: return sum
        case .minimum: return minimum
        case .maximum: return maximum
        case .percentile(let percent): return hasSets ? nil : percentile(percent)
        case .trimmedMean(let percent):
            guard !hasSets, let bound = percentile(percent) else { return nil }
            let kept = counts.filter { $0.key <= bound }
            return kept.reduce(0) { $0 + $1.key * $1.value } / kept.reduce(0) { $0 + $1.value }
        }
    }

    /// The least value that at least `percent` of all values do not exceed.
    private func percentile(_ percent: Double) -> Double? {
        let wanted = count * percent / 100
        var passed = 0.0
        for (value, times) in counts.sorted(by: { $0.key < $1.key }) {
            passed += times
            if passed >= wanted - 1e-9 { return value }
        }
        return nil
    }
}

/// A statistic that the simulator computes.
enum SimulatedStatistic: Hashable {
    case sampleCount, average, sum, minimum, maximum
    case percentile(Double)
    case trimmedMean(Double)

    /// - Throws: `InvalidParameterValue` for any other.
    init(_ name: String) throws(ServiceFault) {
        switch name {
        case "SampleCount": self = .sampleCount
        case "Average": self = .average
        case "Sum": self = .sum
        case "Minimum": self = .minimum
        case "Maximum": self = .maximum
        default:
            let number = name.drop { $0.isLetter }
            guard let percent = Double(number), (0...100).contains(percent), !number.hasPrefix("-") else {
                throw .invalidParameter("The value \(name) for parameter Stat is not supported.")
            }
            switch name.prefix(name.count - number.count) {
            case "p": self = .percentile(percent)
            case "tm": self = .trimmedMean(percent)
            default: throw .invalidParameter("The value \(name) for parameter Stat is not supported.")
            }
        }
    }
}

/// The data of one series, by the second at which each minute (or second) began.
struct MetricSeries {
    private(set) var samples: [Int: MetricSample] = [:]
    private(set) var unit: String?
    private(set) var lastSecond = Int.min
    /// Whether any data came with a resolution of a second.
    private var isFine = false

    mutating func add(at second: Int, isFine: Bool, unit: String?, _ change: (inout MetricSample) -> Void) {
        let place = isFine ? second : second - second.remainder(60)
        change(&samples[place, default: MetricSample()])
        self.isFine = self.isFine || isFine
        self.unit = unit ?? self.unit
        lastSecond = max(lastSecond, place)
    }

    /// All values from one second to before another.
    func sample(from start: Int, to end: Int) -> MetricSample {
        var all = MetricSample()
        // Few minutes are looked up; many are sifted out of what there is.
        if !isFine, (end - start) / 60 < samples.count {
            var place = start - start.remainder(60)
            if place < start { place += 60 }
            while place < end {
                if let sample = samples[place] { all.add(sample) }
                place += 60
            }
        } else {
            for (place, sample) in samples where place >= start && place < end { all.add(sample) }
        }
        return all
    }
}

extension Int {
    /// The remainder that is never negative.
    func remainder(_ divisor: Int) -> Int {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
