import AWSCore

/// The limits of InvokeModel and its stream.
enum InvokeRules {
    static func check(
        modelID: ModelID, body: [UInt8], contentType: String?, accept: String?, _ options: InvokeOptions
    ) throws(AWSError) {
        try ModelIDRules.check(modelID)
        try check(body: body)
        try check(header: contentType, in: "contentType")
        try check(header: accept, in: "accept")
        try check(header: options.trace?.rawValue, in: "trace")
        try check(header: options.performanceConfigLatency?.rawValue, in: "performanceConfigLatency")
        try check(header: options.serviceTier?.rawValue, in: "serviceTier")
        try GuardrailRules.check(options.guardrailIdentifier, version: options.guardrailVersion)
        if let metadata = options.requestMetadata {
            try RequestMetadataRules.check(metadata)
            let text = (try? AWSJSON.encode(metadata)) ?? []
            guard text.count <= 8500 else {
                throw .invalidInput("requestMetadata", "at most 8500 characters as JSON, not \(text.count)")
            }
        }
    }

    static func check(body: [UInt8]) throws(AWSError) {
        guard body.count <= 25_000_000 else {
            throw .invalidInput("body", "at most 25000000 bytes, not \(body.count)")
        }
    }

    static func check(chunk: [UInt8]) throws(AWSError) {
        guard chunk.count <= 1_000_000 else {
            throw .invalidInput("bytes", "at most 1000000 bytes in one event, not \(chunk.count)")
        }
    }

    /// A line break would start another header field.
    private static func check(header value: String?, in member: String) throws(AWSError) {
        guard let value else { return }
        guard value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw .invalidInput(member, "printable ASCII without line breaks")
        }
    }
}
