/// On whose behalf a task calls models: what every metered call below it is attributed by.
///
/// ```swift
/// try await withCostContext(["team": "claims", "env": "prod"], attributes: ["user": user.id]) {
///     …                                                     // every metered call in here, and in its child tasks
///     try await withCostContext(["app": "triage"]) { … }    // team=claims, env=prod, app=triage
/// }
/// ```
///
/// A context is only collected here. What it means, and whether it is enough, a ``TagPolicy`` decides when a call is made:
/// tags may still be display names, such as `理赔部`, which the policy turns into codes.
///
/// ## Where it is seen
///
/// It is a task-local value: child tasks (`async let`, task groups), `Task { }` and streams whose producer is such a task
/// inherit it; an asynchronous sequence that computes in `next()` sees the context of whoever reads it. A detached task
/// does not inherit it, nor does a callback of a queue or of a C library, and a call from there is refused for lack of the
/// required keys. Carry the context over:
///
/// ```swift
/// let context = CostContext.current
/// Task.detached { try await withCostContext(context) { … } }
/// ```
public struct CostContext: Sendable, Hashable {
    /// Who pays. Tags have few values each, since they name profiles, projects and sessions, and group bills.
    public var tags: TagSet
    /// What tells this request from others, such as its user, session or run: any number of values. They go to the
    /// model-invocation log and the ledger, and never to the bill.
    public var attributes: [String: String]
    /// The project of `bedrock-mantle` that is charged, by its id; `nil` leaves the choice to the policy.
    public var project: String?
    /// Who acts and answers for the budget, such as a service or an agent; also the name of sessions of assumed roles.
    public var principal: String?

    /// A context of the given parts. Nothing is checked before a call is made.
    public init(
        _ tags: TagSet = [:], attributes: [String: String] = [:], project: String? = nil, principal: String? = nil
    ) {
        self.tags = tags
        self.attributes = attributes
        self.project = project
        self.principal = principal
    }

    @TaskLocal static var bound: CostContext?

    /// The context of the current task; `nil` outside every `withCostContext`.
    public static var current: CostContext? { bound }

    /// This context with that of a scope inside it.
    ///
    /// The inner scope wins, key by key: its tags and attributes replace those of the same key and are added to the others,
    /// its project and principal replace where they are set. Keys are compared as they are written; two spellings of one
    /// key that contradict each other are refused by the policy.
    public func extended(by inner: CostContext) -> CostContext {
        var context = self
        if !inner.tags.isEmpty {
            let overridden = Set(inner.tags.map(\.key))
            context.tags = TagSet(unvalidated: tags.filter { !overridden.contains($0.key) } + Array(inner.tags))
        }
        context.attributes.merge(inner.attributes) { _, inner in inner }
        if let project = inner.project { context.project = project }
        if let principal = inner.principal { context.principal = principal }
        return context
    }
}

extension CostContext: CustomStringConvertible {
    /// The tags, and the names of the attributes without their values, which may tell a user.
    public var description: String {
        var parts = tags.isEmpty ? [] : [tags.description]
        if !attributes.isEmpty { parts.append("attributes \(attributes.keys.sorted().joined(separator: ","))") }
        if let project { parts.append("project \(project)") }
        if principal != nil { parts.append("a principal") }
        return parts.isEmpty ? "nothing" : parts.joined(separator: "; ")
    }
}
