/// The Regions in which profiles of a geography, such as `eu.…`, can be called.
enum InferenceGeography {
    /// The Regions by the prefix of the profiles' ids; `nil` for a prefix that is not known.
    static func regions(_ prefix: String) -> [String]? { table[prefix] }

    private static let table: [String: [String]] = {
        let lines = [
            "us us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1",
            "ca ca-central-1 ca-west-1",
            "us-gov us-gov-east-1 us-gov-west-1",
            "eu eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3",
            "apac ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 "
                + "ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7",
            "jp ap-northeast-1 ap-northeast-3",
            "au ap-southeast-2 ap-southeast-4",
            "in ap-south-1 ap-south-2",
        ]
        return Dictionary(
            uniqueKeysWithValues: lines.map { line in
                let words = line.split(separator: " ").map(String.init)
                return (words[0], Array(words.dropFirst()))
            })
    }()
}
