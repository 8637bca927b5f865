/// Runs `body` in a cost context that extends the current one: see ``CostContext``.
///
/// - Parameters:
///   - tags: Who pays. They replace outer tags of the same key.
///   - attributes: What tells the requests from others, such as `user`, `session` or `run`.
///   - project: The id of the project of `bedrock-mantle` that is charged.
///   - principal: Who acts and answers for the budget.
///   - body: What to run.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, and nothing else: the tags are checked when a call is made.
public func withCostContext<Value, Failure: Error>(
    _ tags: TagSet, attributes: [String: String] = [:], project: String? = nil, principal: String? = nil,
    _ body: () async throws(Failure) -> Value
) async throws(Failure) -> Value {
    try await withCostContext(
        CostContext(tags, attributes: attributes, project: project, principal: principal), body)
}

/// Runs `body` in a cost context that extends the current one.
///
/// - Parameters:
///   - context: What to extend it by, such as a context that was carried over into a detached task; `nil` changes nothing.
///   - body: What to run.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, and nothing else.
public func withCostContext<Value, Failure: Error>(
    _ context: CostContext?, _ body: () async throws(Failure) -> Value
) async throws(Failure) -> Value {
    // A task-local value is bound by a function that erases the type of the error.
    let result: Result<Value, Failure> = await CostContext.$bound.withValue(extended(by: context)) {
        do throws(Failure) { return .success(try await body()) } catch { return .failure(error) }
    }
    return try result.get()
}

/// Runs synchronous code in a cost context that extends the current one, such as code that starts tasks.
///
/// - Parameters:
///   - tags: Who pays. They replace outer tags of the same key.
///   - attributes: What tells the requests from others, such as `user`, `session` or `run`.
///   - project: The id of the project of `bedrock-mantle` that is charged.
///   - principal: Who acts and answers for the budget.
///   - body: What to run.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, and nothing else: the tags are checked when a call is made.
public func withCostContext<Value, Failure: Error>(
    _ tags: TagSet, attributes: [String: String] = [:], project: String? = nil, principal: String? = nil,
    _ body: () throws(Failure) -> Value
) throws(Failure) -> Value {
    try withCostContext(CostContext(tags, attributes: attributes, project: project, principal: principal), body)
}

/// Runs synchronous code in a cost context that extends the current one.
///
/// - Parameters:
///   - context: What to extend it by; `nil` changes nothing.
///   - body: What to run.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, and nothing else.
public func withCostContext<Value, Failure: Error>(
    _ context: CostContext?, _ body: () throws(Failure) -> Value
) throws(Failure) -> Value {
    let result = CostContext.$bound.withValue(extended(by: context)) { Result(catching: body) }
    return try result.get()
}

private func extended(by inner: CostContext?) -> CostContext? {
    guard let inner else { return CostContext.current }
    return CostContext.current?.extended(by: inner) ?? inner
}
