import AWSCore

extension CostExplorerClient {
    /// Sends one billable request, within the budget.
    func billed<Operation: AWSOperation>(_ operation: Operation) async throws(AWSError) -> Billed<Operation.Output> {
        let response = try await response(to: operation)
        return Billed(value: response.output, billableRequests: response.attempts)
    }

    /// Sends one billable request, within the budget, with no more attempts than the budget has left.
    func response<Operation: AWSOperation>(
        to operation: Operation
    ) async throws(AWSError) -> AWSResponse<Operation.Output> {
        guard let budget else { return try await aws.response(to: operation) }
        // What is wrong with the input is said whether or not there is budget left.
        try operation.validate()
        let reservation = try budget.reserve(
            upTo: aws.configuration.retry.maximumAttempts, at: aws.configuration.now())
        do throws(AWSError) {
            let response = try await aws.with { $0.retry.maximumAttempts = reservation.attempts }
                .response(to: operation)
            budget.settle(reservation, sent: response.attempts)
            return response
        } catch {
            budget.settle(reservation, sent: error.attempts)
            throw error
        }
    }

    /// All pages, counted; from the cache where they are in it.
    func pages<Operation: PaginatedOperation & JSONRPCOperation>(
        of operation: Operation
    ) async throws(AWSError) -> Billed<[Operation.Output]> {
        try await cached(operation) { client, operation throws(AWSError) in
            try await client.fetchPages(of: operation)
        }
    }

    /// The reply to one request; from the cache where it is in it.
    func reply<Operation: JSONRPCOperation>(
        to operation: Operation
    ) async throws(AWSError) -> Billed<Operation.Output> {
        try await cached(operation) { client, operation throws(AWSError) in try await client.billed(operation) }
    }

    private func cached<Operation: JSONRPCOperation, Value: Sendable>(
        _ operation: Operation,
        _ fetch: @escaping @Sendable (CostExplorerClient, Operation) async throws(AWSError) -> Billed<Value>
    ) async throws(AWSError) -> Billed<Value> {
        guard let reportCache else { return try await fetch(self, operation) }
        try operation.validate()
        let key: ReportCache.Key
        do {
            key = try ReportCache.Key(operation)
        } catch {
            throw AWSError(.invalidInput, "the request cannot be encoded: \(error)", underlying: error)
        }
        return try await reportCache.value(for: key, at: aws.configuration.now()) { () throws(AWSError) in
            try await fetch(self, operation)
        }
    }

    /// AWS ends a list with no token or an empty one; one that was used before would go in circles.
    private func fetchPages<Operation: PaginatedOperation>(
        of operation: Operation
    ) async throws(AWSError) -> Billed<[Operation.Output]> {
        var operation = operation
        var outputs: [Operation.Output] = []
        var requests = 0
        var usedTokens: Set<String> = []
        while true {
            let page = try await billed(operation)
            outputs.append(page.value)
            requests += page.billableRequests
            guard let token = Operation.nextPageToken(after: page.value), !token.isEmpty,
                usedTokens.insert(token).inserted
            else { return Billed(value: outputs, billableRequests: requests) }
            operation.setPageToken(token)
        }
    }
}
