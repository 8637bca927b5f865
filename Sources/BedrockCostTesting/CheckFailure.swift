/// A transport or a store did not do what a check of a conformance suite demands.
struct CheckFailure: Error {
    let message: String
}

/// Fails the check unless `condition` holds.
func demand(_ condition: Bool, _ message: @autoclosure () -> String) throws {
    guard condition else { throw CheckFailure(message: message()) }
}
