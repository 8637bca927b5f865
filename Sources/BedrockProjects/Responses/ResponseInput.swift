import AWSCore

/// What a model is given: a text, or a conversation of items.
public enum ResponseInput: Sendable, Hashable, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral {
    /// One message of the user.
    case text(String)
    /// Messages, results of function calls, items of earlier responses.
    case items([ResponseItem])

    /// One message of the user.
    public init(stringLiteral value: String) { self = .text(value) }
    /// Items in order.
    public init(arrayLiteral elements: ResponseItem...) { self = .items(elements) }

    var json: JSONValue {
        switch self {
        case .text(let text): .string(text)
        case .items(let items): .array(items.map(\.json))
        }
    }
}
