/// The way a service writes its requests, replies and errors.
enum WireProtocol: Hashable {
    case restJSON
    /// awsJson of the given version.
    case json(String)
    case query
    /// OpenAI's: JSON and server-sent events.
    case openAI

    static let awsJSON = Self.json("1.1")
    static let awsJSON10 = Self.json("1.0")

    var contentType: String {
        switch self {
        case .restJSON, .openAI: "application/json"
        case .json(let version): "application/x-amz-json-\(version)"
        case .query: "text/xml"
        }
    }
}
