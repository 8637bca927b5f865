import AWSCore

/// The part of a service model that a protocol case brings along: botocore's `metadata`, operation and shapes.
struct ServiceModel: Sendable {
    /// The model of the case being run, for the parts of an operation that are static.
    @TaskLocal static var current = ServiceModel(testCase: .null)

    let metadata: JSON
    let operation: JSON
    private let shapes: [String: JSON]

    init(testCase: JSON) {
        metadata = testCase["metadata"]
        operation = testCase["given"]
        shapes = Dictionary(testCase["shapes"].members.map { ($0.name, $0.value) }) { _, last in last }
    }

    var operationName: String { operation["name"].string ?? "" }
    var isQueryCompatible: Bool { metadata.has("awsQueryCompatible") }

    /// A shape, and what the member that refers to it says besides.
    struct Shape: Sendable {
        struct Member: Sendable {
            let name: String
            let shape: Shape
            /// The member's name on the wire.
            var wireName: String { shape.reference["locationName"].string ?? name }
            /// `header`, `headers`, `querystring`, `uri`, `statusCode`; `nil` for the body.
            var location: String? { shape.reference["location"].string }
            /// Whether the member of an output is part of the body.
            var isInReplyBody: Bool { !["header", "headers", "statusCode"].contains(location) }
        }

        let model: ServiceModel
        let reference: JSON
        let definition: JSON

        var type: String { definition["type"].string ?? "string" }
        var isDocument: Bool { definition["document"].bool ?? false }
        var isUnion: Bool { definition["union"].bool ?? false }
        var isFlattened: Bool { (reference["flattened"].bool ?? definition["flattened"].bool) ?? false }
        var isJSONText: Bool { reference["jsonvalue"].bool ?? false }
        var isIdempotencyToken: Bool { reference["idempotencyToken"].bool ?? false }
        var locationName: String? { reference["locationName"].string }
        var isSparse: Bool { definition["sparse"].bool ?? false }
        var payload: String? { definition["payload"].string }

        var members: [Member] {
            definition["members"].members.map { Member(name: $0.name, shape: model.shape($0.value)) }
        }
        var element: Shape { model.shape(definition["member"]) }
        var key: Shape { model.shape(definition["key"]) }
        var value: Shape { model.shape(definition["value"]) }

        func timestampFormat(default format: TimestampFormat) -> TimestampFormat {
            switch reference["timestampFormat"].string ?? definition["timestampFormat"].string {
            case "iso8601": .iso8601
            case "unixTimestamp": .epochSeconds
            case "rfc822": .httpDate
            default: format
            }
        }
    }

    /// The shape that `reference` names.
    func shape(_ reference: JSON) -> Shape {
        Shape(model: self, reference: reference, definition: shapes[reference["shape"].string ?? ""] ?? .null)
    }

    var input: Shape? { operation.has("input") ? shape(operation["input"]) : nil }
    var output: Shape? { operation.has("output") ? shape(operation["output"]) : nil }

    /// The operation's error shape of the given name or code.
    func error(_ code: String) -> Shape? {
        let errors = operation["errors"].array
        let match = errors.first { reference in
            reference["shape"].string == code || shape(reference).definition["error"]["code"].string == code
        }
        return (match ?? errors.first).map(shape)
    }
}
