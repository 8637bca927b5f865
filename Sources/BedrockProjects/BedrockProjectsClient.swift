public import AWSCore
public import Attribution

/// Projects of Amazon Bedrock, and inference that is charged to them, on the `bedrock-mantle` endpoint.
///
/// ```swift
/// let projects = BedrockProjectsClient(aws)
/// let chatbot = try await projects.createProject(
///     named: "CustomerChatbot-Prod", tags: ["Application": "CustomerChatbot", "CostCenter": "CC-1001"])
/// let answer = try await projects.createResponse(
///     model: "openai.gpt-oss-120b", "Summarise the findings of the report.", project: chatbot.id)
/// ```
///
/// Every inference names its project. Input is checked by the service's own limits before anything is sent.
public struct BedrockProjectsClient: Sendable {
    /// What sends the calls.
    public let aws: AWSClient
    /// Where inference goes. Projects are always those of `bedrock-mantle`.
    public let route: InferenceRoute

    /// The service, reached through `aws`.
    ///
    /// - Parameters:
    ///   - aws: Signs with `bedrock-mantle`, or sends a Bedrock API key where it has one: from
    ///     `AWS_BEARER_TOKEN_BEDROCK`, given as `authentication: .bearerToken(…)`, or made and renewed by
    ///     `ShortTermKeyProvider`.
    ///   - route: `bedrock-mantle` by default.
    public init(_ aws: AWSClient, route: InferenceRoute = .mantle) {
        self.aws = aws
        self.route = route
    }
}

// MARK: - Projects

extension BedrockProjectsClient {
    /// Creates a project.
    ///
    /// - Parameters:
    ///   - name: 1 to 64 ASCII letters and digits, each followed by at most one space, hyphen or underscore; unique in the
    ///     account and Region.
    ///   - tags: Its tags; costs are split by them once they are activated in Cost Explorer.
    /// - Throws: `AWSError`; of code `conflict` where the name is taken.
    public func createProject(named name: String, tags: TagSet = [:]) async throws(AWSError) -> Project {
        try await aws.send(CreateProject(named: name, tags: tags))
    }

    /// The account's projects in the client's Region, the default one among them, page by page as they are read.
    ///
    /// - Parameters:
    ///   - includeArchived: Whether archived ones are listed, too.
    ///   - pageSize: The most projects of a request, 1 to 100; the service's own number by default.
    public func projects(
        includeArchived: Bool = false, pageSize: Int? = nil
    ) -> PageItems<ListProjects, Project> {
        aws.pages(of: ListProjects(limit: pageSize, includeArchived: includeArchived)).items { $0.data }
    }

    /// A project by its id.
    ///
    /// - Throws: `AWSError`; of code `notFound` where there is none.
    public func project(_ id: ProjectID) async throws(AWSError) -> Project {
        try await aws.send(RetrieveProject(id))
    }

    /// Renames a project, adds tags and takes tags away. Tags that are not named stay as they are.
    ///
    /// - Parameters:
    ///   - id: Which one; not the default project.
    ///   - name: The new name; `nil` to keep it.
    ///   - addTags: Tags to add, or to give another value.
    ///   - removeTagKeys: Keys of tags to take away.
    /// - Returns: The project after the change.
    /// - Throws: `AWSError`; of code `invalidInput` where nothing is to be changed, or for the default project.
    public func updateProject(
        _ id: ProjectID, name: String? = nil, addTags: TagSet = [:], removeTagKeys: [String] = []
    ) async throws(AWSError) -> Project {
        try await aws.send(UpdateProject(id, name: name, addTags: addTags, removeTagKeys: removeTagKeys))
    }

    /// Gives a project exactly these tags: reads what it has, adds what is missing or different, removes the rest.
    ///
    /// The service can only add and remove, so that another caller's change may come between reading and writing. What the
    /// service then returns is compared, and the difference written again, twice at most.
    ///
    /// - Returns: The project with these tags.
    /// - Throws: `AWSError`; of code `conflict` where another caller keeps changing them.
    public func setTags(_ tags: TagSet, of id: ProjectID) async throws(AWSError) -> Project {
        try await naming(UpdateProject.name) { () async throws(AWSError) in
            try id.validateCreated(toBe: "tagged")
            try ProjectRules.check("tags", tags)
            var project = try await self.project(id)
            for _ in 1...3 {
                guard let change = UpdateProject(id, from: project.tags, to: tags) else { return project }
                project = try await aws.send(change)
            }
            guard project.tags == tags else {
                throw AWSError(.conflict, "the project's tags are being changed by another caller, too")
            }
            return project
        }
    }

    /// Archives a project: nothing can be charged to it any more, and nothing undoes that.
    ///
    /// - Throws: `AWSError`; of code `invalidInput` for the default project.
    public func archiveProject(_ id: ProjectID) async throws(AWSError) -> Project {
        try await aws.send(ArchiveProject(id))
    }

    /// What `body` throws, under the operation's name where it has none.
    func naming<Value>(
        _ operation: String, _ body: () async throws(AWSError) -> Value
    ) async throws(AWSError) -> Value {
        do {
            return try await body()
        } catch {
            var error = error
            if error.operation == nil { error.operation = "\(route.service.serviceID).\(operation)" }
            throw error
        }
    }
}

extension UpdateProject {
    /// What turns one set of tags into another; `nil` where they are the same.
    init?(_ project: ProjectID, from old: TagSet, to new: TagSet) {
        guard old != new else { return nil }
        self.init(
            project, addTags: TagSet(unvalidated: new.filter { old[$0.key] != $0.value }),
            removeTagKeys: old.keys.filter { new[$0] == nil })
    }
}
