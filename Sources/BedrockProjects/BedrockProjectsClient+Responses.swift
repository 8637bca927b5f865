public import AWSCore

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
}
