/// What a policy says of one tag key.
///
/// ```swift
/// .required("team", oneOf: ["claims": "理赔部", "sales": "销售部"], named: ["部门"])
/// .optional("costCenter", matching: "cc-[0-9]{4}", default: "cc-0000")
/// ```
public struct TagKeyRule: Sendable, Hashable {
    /// The key, as it is sent.
    public var key: String
    /// Whether a call without the key is refused, unless there is a default.
    public var isRequired: Bool
    /// The values that are allowed; `nil` allows all that match ``pattern`` and ``casing``.
    public var values: TagValues?
    /// What the whole value must match, in the language that the article on tag policies describes; `nil` allows all.
    public var pattern: String?
    /// The case of the value.
    public var casing: TagCasing
    /// The value of calls that have none.
    public var defaultValue: String?
    /// What people call the key in their own language; the policy takes each for the key.
    public var names: [String]

    /// A rule of the given parts; ``TagPolicy/init(_:allowingOtherKeys:attributes:profileKeys:projects:)`` checks it.
    public init(
        _ key: String, isRequired: Bool, values: TagValues? = nil, pattern: String? = nil, casing: TagCasing = .any,
        defaultValue: String? = nil, names: [String] = []
    ) {
        self.key = key
        self.isRequired = isRequired
        self.values = values
        self.pattern = pattern
        self.casing = casing
        self.defaultValue = defaultValue
        self.names = names
    }

    /// A key that each call must have.
    ///
    /// - Parameters:
    ///   - key: The key, as it is sent.
    ///   - values: The values that are allowed.
    ///   - pattern: What the whole value must match.
    ///   - casing: The case of the value.
    ///   - defaultValue: The value of calls that have none, with which the key is never missing.
    ///   - names: What people call the key.
    public static func required(
        _ key: String, oneOf values: TagValues? = nil, matching pattern: String? = nil, casing: TagCasing = .any,
        default defaultValue: String? = nil, named names: [String] = []
    ) -> Self {
        Self(
            key, isRequired: true, values: values, pattern: pattern, casing: casing, defaultValue: defaultValue,
            names: names)
    }

    /// A key that a call may have.
    ///
    /// - Parameters:
    ///   - key: The key, as it is sent.
    ///   - values: The values that are allowed.
    ///   - pattern: What the whole value must match.
    ///   - casing: The case of the value.
    ///   - defaultValue: The value of calls that have none.
    ///   - names: What people call the key.
    public static func optional(
        _ key: String, oneOf values: TagValues? = nil, matching pattern: String? = nil, casing: TagCasing = .any,
        default defaultValue: String? = nil, named names: [String] = []
    ) -> Self {
        Self(
            key, isRequired: false, values: values, pattern: pattern, casing: casing, defaultValue: defaultValue,
            names: names)
    }
}
