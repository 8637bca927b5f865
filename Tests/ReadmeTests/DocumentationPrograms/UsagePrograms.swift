import BedrockCost

/// The code of UsageDialects' landing page.
enum UsagePrograms {
    static func read(_ answer: InvokeModelResponse) {
        if let reading = UsageReading(body: answer.body) {
            print(reading.dialect, reading.usage.input, reading.usage.cacheRead, reading.usage.outputImages)
            if reading.addsUp == false { print("the provider counts", reading.providerTotal ?? 0) }
            for (path, number) in reading.unrecognized { print("not known:", path, number) }
        }
    }
}
