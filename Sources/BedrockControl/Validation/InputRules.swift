import AWSCore
import Attribution

/// The patterns and lengths of the control plane's model, matched by hand: no pattern is compiled per call.
enum InputRules {
    /// `([0-9a-zA-Z][ _-]?)+`, 1 to 64 characters.
    static func check(profileName name: String) throws(AWSError) {
        try checkWords(
            "inferenceProfileName", name, length: 1...64, also: "",
            rule: "must be ASCII letters and digits, each followed by at most one space, hyphen or underscore")
    }

    /// `([0-9a-zA-Z:.][ _-]?)+`, 1 to 200 characters.
    static func check(profileDescription description: String) throws(AWSError) {
        try checkWords(
            "description", description, length: 1...200, also: ":.",
            rule: "must be ASCII letters, digits, colons and full stops, each followed by at most one space, hyphen or "
                + "underscore")
    }

    /// `[a-zA-Z0-9]([-a-zA-Z0-9]{0,254}[a-zA-Z0-9])?`.
    static func check(clientRequestToken token: String) throws(AWSError) {
        let bytes = token.utf8
        let isValid =
            (1...256).contains(bytes.count) && bytes.allSatisfy { $0.isAlphanumeric || $0 == UInt8(ascii: "-") }
            && bytes.first != UInt8(ascii: "-") && bytes.last != UInt8(ascii: "-")
        guard isValid else {
            throw .invalidInput(
                "clientRequestToken",
                "must be 1 to 256 ASCII letters, digits and hyphens that neither begin nor end with a hyphen")
        }
    }

    /// The ARN of a foundation model or a system-defined profile.
    static func check(copyFrom arn: ARN) throws(AWSError) {
        guard arn.service == "bedrock", ["foundation-model", "inference-profile"].contains(arn.resourceType) else {
            let hint =
                arn.resourceType == "application-inference-profile" ? "; an application profile cannot be copied" : ""
            throw .invalidInput(
                "modelSource.copyFrom",
                "\(arn) is not the ARN of a foundation model or of a system-defined inference profile\(hint)")
        }
        try checkParts("modelSource.copyFrom", of: arn)
    }

    /// The id or ARN of an inference profile.
    static func check(profileIdentifier identifier: ModelID) throws(AWSError) {
        let member = "inferenceProfileIdentifier"
        try checkLength(member, identifier.rawValue, 1...2048)
        if let arn = identifier.arn {
            guard InferenceProfileARN(arn) != nil else {
                throw .invalidInput(member, "\(arn) is not the ARN of an inference profile")
            }
            try checkParts(member, of: arn)
        } else {
            try checkID(member, identifier.rawValue)
        }
    }

    /// The id or ARN of a foundation model.
    static func check(modelIdentifier identifier: ModelID) throws(AWSError) {
        let member = "modelIdentifier"
        try checkLength(member, identifier.rawValue, 1...2048)
        if let arn = identifier.arn {
            guard arn.service == "bedrock", arn.resourceType == "foundation-model" else {
                throw .invalidInput(member, "\(arn) is not the ARN of a foundation model")
            }
            try checkID(member, String(arn.resourceID))
        } else {
            try checkID(member, identifier.rawValue)
            guard identifier.rawValue.utf8.contains(UInt8(ascii: ".")) else {
                throw .invalidInput(
                    member, "\(identifier.rawValue.debugDescription) lacks the provider, as in anthropic.claude-…")
            }
        }
    }

    /// The ARN of something that Bedrock can tag.
    static func check(resourceARN arn: ARN) throws(AWSError) {
        try checkLength("resourceARN", arn.rawValue, 20...1011)
        guard arn.service == "bedrock" else {
            throw .invalidInput("resourceARN", "\(arn) is not the ARN of a Bedrock resource")
        }
    }

    static func check(tags: TagSet) throws(AWSError) {
        do {
            try tags.validate()
        } catch {
            throw AWSError(.invalidInput, "tags: \(error)", underlying: error)
        }
    }

    static func check(tagKeys keys: [String]) throws(AWSError) {
        guard keys.count <= 200 else { throw .invalidInput("tagKeys", "at most 200 keys, not \(keys.count)") }
        // Keys that new tags may not have may still be taken off, so only the length counts.
        for key in keys { try checkLength("tagKeys", key, 1...128) }
    }

    /// `[A-Za-z0-9- ]{1,63}`.
    static func check(provider: String) throws(AWSError) {
        try checkLength("byProvider", provider, 1...63)
        guard provider.utf8.allSatisfy({ $0.isAlphanumeric || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: " ") })
        else { throw .invalidInput("byProvider", "must be ASCII letters, digits, hyphens and spaces") }
    }

    /// `\S*`, 1 to 2,048 characters.
    static func check(pageToken token: String?) throws(AWSError) {
        guard let token else { return }
        try checkLength("nextToken", token, 1...2048)
        guard !token.unicodeScalars.contains(where: \.properties.isWhitespace) else {
            throw .invalidInput("nextToken", "must not contain white space")
        }
    }

    static func check(_ place: InvocationLoggingConfiguration.S3, in member: String) throws(AWSError) {
        try checkLength("\(member).bucketName", place.bucketName, 3...63)
        if let prefix = place.keyPrefix { try checkLength("\(member).keyPrefix", prefix, 0...1024) }
    }

    static func check(_ group: InvocationLoggingConfiguration.CloudWatch, in member: String) throws(AWSError) {
        try checkLength("\(member).logGroupName", group.logGroupName, 1...512)
        try checkLength("\(member).roleArn", group.roleARN, 1...2048)
        guard let arn = ARN(rawValue: group.roleARN), arn.service == "iam", arn.resourceType == "role" else {
            throw .invalidInput("\(member).roleArn", "\(group.roleARN.debugDescription) is not the ARN of a role")
        }
        if let place = group.largeDataDelivery { try check(place, in: "\(member).largeDataDeliveryS3Config") }
    }

    private static func checkLength(
        _ member: String, _ text: String, _ length: ClosedRange<Int>
    ) throws(AWSError) {
        let count = text.unicodeScalars.count
        guard length.contains(count) else {
            throw .invalidInput(
                member, "must have \(length.lowerBound) to \(length.upperBound) characters, not \(count)")
        }
    }

    /// Words of letters, digits and `also`, each character followed by at most one of space, `_` and `-`.
    private static func checkWords(
        _ member: String, _ text: String, length: ClosedRange<Int>, also: String, rule: String
    ) throws(AWSError) {
        try checkLength(member, text, length)
        var followsCharacter = false
        for (offset, scalar) in text.unicodeScalars.enumerated() {
            let byte = UInt8(exactly: scalar.value) ?? 0
            if byte.isAlphanumeric || also.utf8.contains(byte) {
                followsCharacter = true
            } else if followsCharacter, scalar == " " || scalar == "_" || scalar == "-" {
                followsCharacter = false
            } else {
                throw .invalidInput(member, "\(rule); character \(offset + 1) is not")
            }
        }
    }

    /// Region and account are empty or well-formed. New partitions are let through.
    private static func checkParts(_ member: String, of arn: ARN) throws(AWSError) {
        try checkLength(member, arn.rawValue, 1...2048)
        let isRegion = arn.region.utf8.allSatisfy { $0.isLowercase || $0.isDigit || $0 == UInt8(ascii: "-") }
        guard isRegion, arn.region.utf8.count <= 20 else {
            throw .invalidInput(member, "\(arn.region.debugDescription) is not a Region")
        }
        guard arn.accountID.isEmpty || arn.accountID.utf8.count == 12 && arn.accountID.utf8.allSatisfy(\.isDigit) else {
            throw .invalidInput(member, "\(arn.accountID.debugDescription) is not an account: twelve digits")
        }
        try checkID(member, String(arn.resourceID))
    }

    /// `[a-zA-Z0-9-:.]+`.
    private static func checkID(_ member: String, _ id: String) throws(AWSError) {
        let isValid = id.utf8.allSatisfy { byte in
            byte.isAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
        }
        guard isValid, !id.isEmpty else {
            throw .invalidInput(
                member, "\(id.debugDescription) is no id: ASCII letters, digits, hyphens, colons and full stops only")
        }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    fileprivate var isLowercase: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    fileprivate var isAlphanumeric: Bool {
        isDigit || isLowercase || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
    }
}
