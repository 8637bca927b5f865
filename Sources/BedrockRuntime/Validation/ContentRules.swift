import AWSCore

/// The limits and patterns of what a message holds.
enum ContentRules {
    static func check(_ block: ContentBlock) throws(AWSError) {
        switch block {
        case .image(let image): try check(image)
        case .document(let document): try check(document)
        case .video(let video): try check(video)
        case .audio(let audio):
            switch audio.source {
            case .bytes(let blob): try check(blob, in: "audio.source.bytes")
            case .s3Location(let location): try check(location, in: "audio.source.s3Location")
            case .unknown: break
            }
        case .toolUse(let toolUse):
            try check(toolUseID: toolUse.toolUseID, in: "toolUse.toolUseId")
            try check(toolName: toolUse.name, in: "toolUse.name")
        case .toolResult(let result):
            try check(toolUseID: result.toolUseID, in: "toolResult.toolUseId")
            for part in result.content { try check(part) }
        case .guardContent(.image(let image)):
            if case .bytes(let blob) = image.source { try check(blob, in: "guardContent.image.source.bytes") }
        case .text, .guardContent, .cachePoint, .reasoningContent, .citationsContent, .searchResult, .unknown: break
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
        case .image(let image): try check(image)
        case .document(let document): try check(document)
        case .video(let video): try check(video)
        case .json, .text, .searchResult, .unknown: break
        }
    }

    private static func check(_ image: ImageBlock) throws(AWSError) {
        switch image.source {
        case .bytes(let blob): try check(blob, in: "image.source.bytes")
        case .s3Location(let location): try check(location, in: "image.source.s3Location")
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

    private static func check(_ video: VideoBlock) throws(AWSError) {
        switch video.source {
        case .bytes(let blob): try check(blob, in: "video.source.bytes")
        case .s3Location(let location): try check(location, in: "video.source.s3Location")
        case .unknown: break
        }
    }

    private static func check(_ blob: Blob, in member: String) throws(AWSError) {
        guard !blob.bytes.isEmpty else { throw .invalidInput(member, "at least one byte") }
    }

    private static func check(_ location: S3Location, in member: String) throws(AWSError) {
        guard location.uri.hasPrefix("s3://"), (8...1024).contains(location.uri.unicodeScalars.count) else {
            throw .invalidInput("\(member).uri", "s3://bucket/key of at most 1024 characters")
        }
        if let owner = location.bucketOwner {
            guard owner.utf8.count == 12, owner.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw .invalidInput("\(member).bucketOwner", "an account of twelve digits")
            }
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
