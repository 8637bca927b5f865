import AWSCore
import Metering

// What models that make images and films tell.

extension UsageReading {
    /// Stability: `images` beside `finish_reasons`, or `artifacts`. An image that a filter kept back is not counted.
    init?(stabilityImages body: JSONValue) {
        if let artifacts = body["artifacts"]?.array {
            self.init(
                images: artifacts.count { $0["finishReason"]?.string.map { $0 == "SUCCESS" } ?? true }, .stabilityImages
            )
        } else if let reasons = body["finish_reasons"]?.array {
            let images = body["images"]?.array ?? []
            let kept = images.indices.count { index in
                images[index].string?.isEmpty == false && (!reasons.indices.contains(index) || reasons[index] == .null)
            }
            self.init(images: kept, .stabilityImages)
        } else {
            return nil
        }
    }

    /// Nova Canvas and Titan Image Generator: `images`, of which some may be missing where `error` says why.
    init?(amazonImages body: JSONValue) {
        guard let images = body["images"]?.array, images.allSatisfy({ $0.string != nil }) else { return nil }
        self.init(images: images.count { $0.string?.isEmpty == false }, .amazonImages)
    }

    private init(images: Int, _ dialect: UsageDialect) {
        var usage = TokenUsage.zero
        usage.outputImages = images
        self.init(usage, dialect)
    }

    /// The request of a film: `videoGenerationConfig.durationSeconds`, six seconds for each of Nova Reel's shots, or Luma's
    /// `duration`.
    init?(filmRequest request: JSONValue) {
        var usage = TokenUsage.zero
        if let task = request["taskType"]?.string, let config = request["videoGenerationConfig"],
            task.contains("SHOT") || task.contains("VIDEO")
        {
            if let seconds = config["durationSeconds"] {
                guard let milliseconds = Self.milliseconds(seconds) else { return nil }
                usage.outputVideoMilliseconds = milliseconds
            } else if let shots = request["multiShotManualParams"]?["shots"]?.array, !shots.isEmpty {
                usage.outputVideoMilliseconds = shots.count * 6_000
            } else {
                return nil
            }
        } else if let duration = request["duration"]?.string, duration.hasSuffix("s"), request["prompt"] != nil,
            let seconds = Int(duration.dropLast()), (1...86_400).contains(seconds)
        {
            usage.outputVideoMilliseconds = seconds * 1_000
        } else {
            return nil
        }
        self.init(usage, .filmRequest)
    }

    /// Seconds as whole milliseconds; `nil` where they are none, or more than a day.
    static func milliseconds(_ seconds: JSONValue) -> Int? {
        guard let seconds = seconds.double, seconds > 0, seconds <= 86_400 else { return nil }
        let milliseconds = (seconds * 1_000).rounded()
        // 6.25 s are exact; a third of a second is rounded to what the service can have meant.
        return Int(exactly: milliseconds)
    }
}
