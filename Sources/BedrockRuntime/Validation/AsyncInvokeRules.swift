import AWSCore

/// The limits and patterns of asynchronous invocations.
enum AsyncInvokeRules {
    /// `[a-zA-Z_\.\-/0-9:]+`, 1 to 256 characters.
    static func check(modelID: ModelID) throws(AWSError) {
        guard ModelIDRules.isPlain(modelID) else {
            throw .invalidInput("modelId", "1 to 256 letters, digits and _ . - / :")
        }
    }

    /// `[!-~]*`, 1 to 256 characters.
    static func check(clientRequestToken token: String) throws(AWSError) {
        guard 1...256 ~= token.utf8.count, token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalidInput("clientRequestToken", "1 to 256 printable ASCII characters without spaces")
        }
    }

    static func check(_ output: AsyncInvokeOutput) throws(AWSError) {
        guard case .s3(let place) = output else { return }
        let member = "outputDataConfig.s3OutputDataConfig"
        guard place.uri.unicodeScalars.count <= 1024, isPlace(place.uri) else {
            throw .invalidInput(
                "\(member).s3Uri",
                "s3://bucket or s3://bucket/prefix of at most 1024 characters, with a bucket of 3 to 63")
        }
        if let key = place.kmsKeyID {
            guard let arn = ARN(rawValue: key), arn.service == "kms", ["key", "alias"].contains(arn.resourceType) else {
                throw .invalidInput("\(member).kmsKeyId", "the ARN of a KMS key or alias")
            }
        }
        if let owner = place.bucketOwner { try ContentRules.check(account: owner, in: "\(member).bucketOwner") }
    }

    static func check(invocationARN arn: ARN) throws(AWSError) {
        guard arn.service == "bedrock", arn.resourceType == "async-invoke", arn.resourceID.utf8.count == 12 else {
            throw .invalidInput("invocationArn", "\(arn) is not the ARN of an asynchronous invocation")
        }
    }

    /// `s3://[a-z0-9][\.\-a-z0-9]{1,61}[a-z0-9](/.*)?`.
    private static func isPlace(_ uri: String) -> Bool {
        guard uri.hasPrefix("s3://") else { return false }
        let bucket = uri.utf8.dropFirst(5).prefix { $0 != UInt8(ascii: "/") }
        guard 3...63 ~= bucket.count, let first = bucket.first, let last = bucket.last else { return false }
        return isLowercaseOrDigit(first) && isLowercaseOrDigit(last)
            && bucket.allSatisfy { isLowercaseOrDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
    }

    private static func isLowercaseOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
