public import AWSCore

// MARK: - Made at once

extension BedrockProjectsClient {
    /// Makes a response.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - project: Who pays: a project's id, or `.defaultProject`.
    /// - Throws: `AWSError`.
    public func createResponse(
        _ request: ResponseRequest, project: ProjectID
    ) async throws(AWSError) -> Response {
        try await aws.send(CreateResponse(request, project: project, route: route))
    }

    /// Makes a response.
    ///
    /// - Parameters:
    ///   - model: The model's id, such as `openai.gpt-oss-120b`.
    ///   - input: A text, or a conversation.
    ///   - project: Who pays: a project's id, or `.defaultProject`.
    ///   - configure: Sets further members of the request.
    /// - Throws: `AWSError`.
    public func createResponse(
        model: ModelID, _ input: ResponseInput, project: ProjectID,
        configure: (inout ResponseRequest) -> Void = { _ in }
    ) async throws(AWSError) -> Response {
        try await createResponse(ResponseRequest(model: model, input: input, configure: configure), project: project)
    }

    /// Makes a response, and lends its events while they come. Leaving `body` ends the transfer.
    ///
    /// The last event is the finished response with its usage; a stream that ends before it throws `AWSError` of code
    /// `streamTruncated`.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - project: Who pays: a project's id, or `.defaultProject`.
    ///   - body: Reads the events.
    /// - Throws: `AWSError` where no stream could be had, and what `body` throws.
    public func streamResponse<Result>(
        _ request: ResponseRequest, project: ProjectID,
        _ body: (ServerSentEvents<StreamResponse>) async throws -> Result
    ) async throws -> Result {
        try await aws.stream(StreamResponse(request, project: project, route: route), body)
    }

    /// Makes a response, and lends its events while they come. Leaving `body` ends the transfer.
    ///
    /// - Parameters:
    ///   - model: The model's id, such as `openai.gpt-oss-120b`.
    ///   - input: A text, or a conversation.
    ///   - project: Who pays: a project's id, or `.defaultProject`.
    ///   - configure: Sets further members of the request.
    ///   - body: Reads the events.
    /// - Throws: `AWSError` where no stream could be had, and what `body` throws.
    public func streamResponse<Result>(
        model: ModelID, _ input: ResponseInput, project: ProjectID,
        configure: (inout ResponseRequest) -> Void = { _ in },
        _ body: (ServerSentEvents<StreamResponse>) async throws -> Result
    ) async throws -> Result {
        try await streamResponse(
            ResponseRequest(model: model, input: input, configure: configure), project: project, body)
    }
}

// MARK: - Stored, or made in the background

extension BedrockProjectsClient {
    /// A stored response, finished or not.
    ///
    /// - Parameters:
    ///   - id: Which one.
    ///   - project: The project that it was charged to: others do not see it.
    ///   - model: The model that made it. It decides on the path root, so that models below `/openai/v1` need it.
    /// - Throws: `AWSError`; of code `notFound` where the project has none of this id.
    public func response(
        _ id: ResponseID, project: ProjectID, model: ModelID? = nil
    ) async throws(AWSError) -> Response {
        try await aws.send(RetrieveResponse(id, project: project, model: model, route: route))
    }

    /// Cancels a response that is being made in the background.
    ///
    /// - Returns: The response as it now is.
    /// - Throws: `AWSError`.
    public func cancelResponse(
        _ id: ResponseID, project: ProjectID, model: ModelID? = nil
    ) async throws(AWSError) -> Response {
        try await aws.send(CancelResponse(id, project: project, model: model, route: route))
    }

    /// Deletes a stored response.
    ///
    /// - Throws: `AWSError`; of code `notFound` where the project has none of this id.
    public func deleteResponse(_ id: ResponseID, project: ProjectID, model: ModelID? = nil) async throws(AWSError) {
        _ = try await aws.send(DeleteResponse(id, project: project, model: model, route: route))
    }

    /// What a stored response was given, the newest item first, page by page as they are read.
    public func inputItems(
        of id: ResponseID, project: ProjectID, model: ModelID? = nil, pageSize: Int? = nil
    ) -> PageItems<ListInputItems, ResponseItem> {
        aws.pages(of: ListInputItems(of: id, project: project, model: model, limit: pageSize, route: route))
            .items { $0.data }
    }

    /// Makes a response in the background, and asks for it until it is finished.
    ///
    /// - Parameters:
    ///   - request: What is asked; ``ResponseRequest/background`` is set.
    ///   - project: Who pays: a project's id, or `.defaultProject`.
    ///   - interval: The wait between two questions.
    ///   - limit: After which time no more questions are asked.
    /// - Returns: The finished response: completed, incomplete, failed or cancelled.
    /// - Throws: `AWSError`; of code `timeout` where it is not finished in time. It goes on being made then, and its id is
    ///   in the error's `details`.
    public func backgroundResponse(
        _ request: ResponseRequest, project: ProjectID, every interval: Duration = .seconds(2),
        within limit: Duration = .seconds(600)
    ) async throws(AWSError) -> Response {
        var request = request
        request.background = true
        let begun = try await createResponse(request, project: project)
        return try await finishedResponse(begun, project: project, every: interval, within: limit)
    }

    /// Asks for a response until it is finished.
    ///
    /// - Parameters:
    ///   - response: The response as it was last seen.
    ///   - project: The project that it is charged to.
    ///   - interval: The wait between two questions.
    ///   - limit: After which time no more questions are asked. Both are measured by the client's clock.
    /// - Returns: The finished response: completed, incomplete, failed or cancelled.
    /// - Throws: `AWSError`; of code `timeout` where it is not finished in time.
    public func finishedResponse(
        _ response: Response, project: ProjectID, every interval: Duration = .seconds(2),
        within limit: Duration = .seconds(600)
    ) async throws(AWSError) -> Response {
        guard interval > .zero else {
            throw .invalidInput("interval", "must be longer than zero, not \(interval)")
        }
        return try await poll(response, project, interval, limit, on: aws.configuration.clock)
    }

    private func poll<C: Clock>(
        _ response: Response, _ project: ProjectID, _ interval: Duration, _ limit: Duration, on clock: C
    ) async throws(AWSError) -> Response where C.Duration == Duration {
        var response = response
        let deadline = clock.now.advanced(by: limit)
        while !response.status.isTerminal {
            guard clock.now.advanced(by: interval) <= deadline else {
                var error = AWSError(
                    .timeout, "the response is still \(response.status) after \(limit), and goes on being made")
                error.details = ["id": .string(response.id.rawValue), "status": .string(response.status.rawValue)]
                throw error.naming(RetrieveResponse(response.id, project: project, route: route))
            }
            do {
                try await clock.sleep(for: interval)
            } catch {
                throw AWSError(.cancelled, "the task was cancelled while it waited for a response", underlying: error)
                    .naming(RetrieveResponse(response.id, project: project, route: route))
            }
            let model = response.model.rawValue.isEmpty ? nil : response.model
            response = try await self.response(response.id, project: project, model: model)
        }
        return response
    }
}

// MARK: - Models

extension BedrockProjectsClient {
    /// The models that `bedrock-mantle` serves in the client's Region.
    ///
    /// - Throws: `AWSError`; of code `invalidInput` on the route of `bedrock-runtime`, which has no such list.
    public func models() async throws(AWSError) -> [MantleModel] {
        try await aws.send(ListModels(route: route)).data
    }
}

extension ServerSentEvents where Operation == StreamResponse {
    /// The pieces of text alone. Who reads them so does not see the usage, which comes with the last event.
    public var text: some AsyncSequence<String, AWSError> { compactMap { $0.text } }
}
