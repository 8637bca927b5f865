import AWSCore

/// The limits and patterns of what a message holds.
enum ContentRules {
    static func check(_ block: ContentBlock) throws(AWSError) {
        switch block {
        case .image(let image): try check(image.source, in: "image")
        case .document(let document): try check(document)
        case .video(let video): try check(video.source, in: "video")
        case .audio(let audio): try check(audio.source, in: "audio")
        case .toolUse(let toolUse):
            try check(toolUseID: toolUse.toolUseID, in: "toolUse.toolUseId")
            try check(toolName: toolUse.name, in: "toolUse.name")
        case .toolResult(let result):
            try check(toolUseID: result.toolUseID, in: "toolResult.toolUseId")
            for part in result.content { try check(part) }
        case .guardContent(let content): try check(content, in: "guardContent")
        case .text, .cachePoint, .reasoningContent, .citationsContent, .searchResult, .unknown: break
        }
    }

    static func check(_ content: GuardrailContentBlock, in member: String) throws(AWSError) {
        if case .image(let image) = content, case .bytes(let blob) = image.source {
            try check(blob, in: "\(member).image.source.bytes")
        }
    }

    static func check(toolName name: String, in member: String) throws(AWSError) {
        let isLegal = name.utf8.allSatisfy { byte in
            isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        }
        guard (1...64).contains(name.utf8.count), isLegal else {
            throw .invalidInput(member, "1 to 64 letters a-z A-Z, digits, _ and -")
        }
    }

    private static func check(toolUseID id: String, in member: String) throws(AWSError) {
        let isLegal = id.utf8.allSatisfy { byte in
            isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
        }
        guard (1...64).contains(id.utf8.count), isLegal else {
            throw .invalidInput(member, "1 to 64 letters a-z A-Z, digits and _ . : -")
        }
    }

    private static func check(_ part: ToolResultContentBlock) throws(AWSError) {
        switch part {
        case .image(let image): try check(image.source, in: "image")
        case .document(let document): try check(document)
        case .video(let video): try check(video.source, in: "video")
        case .json, .text, .searchResult, .unknown: break
        }
    }

    private static func check(_ source: MediaSource, in member: String) throws(AWSError) {
        switch source {
        case .bytes(let blob): try check(blob, in: "\(member).source.bytes")
        case .s3Location(let location): try check(location, in: "\(member).source.s3Location")
        case .unknown: break
        }
    }

    private static func check(_ document: DocumentBlock) throws(AWSError) {
        let length = document.name.unicodeScalars.count
        guard (1...200).contains(length) else {
            throw .invalidInput("document.name", "1 to 200 characters, not \(length)")
        }
        switch document.source {
        case .bytes(let blob): try check(blob, in: "document.source.bytes")
        case .s3Location(let location): try check(location, in: "document.source.s3Location")
        case .text, .content, .unknown: break
        }
    }

    private static func check(_ blob: Blob, in member: String) throws(AWSError) {
        guard !blob.bytes.isEmpty else { throw .invalidInput(member, "at least one byte") }
    }

    private static func check(_ location: S3Location, in member: String) throws(AWSError) {
        guard location.uri.hasPrefix("s3://"), (8...1024).contains(location.uri.unicodeScalars.count) else {
            throw .invalidInput("\(member).uri", "s3://bucket/key of at most 1024 characters")
        }
        if let owner = location.bucketOwner { try check(account: owner, in: "\(member).bucketOwner") }
    }

    static func check(account: String, in member: String) throws(AWSError) {
        guard account.utf8.count == 12, account.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .invalidInput(member, "an account of twelve digits")
        }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
