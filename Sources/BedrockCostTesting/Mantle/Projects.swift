import AWSCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A project of the Projects endpoint.
struct MantleProject {
    /// The id of the project that takes the calls which name none.
    static let defaultID = "default"

    let id: String
    let arn: String
    var name: String
    let created: Date
    var archived: Date?
    var tags: [String: String]

    var isDefault: Bool { id == Self.defaultID }

    var document: JSONValue {
        var members: [String: JSONValue] = [
            "id": .string(id), "arn": .string(arn), "object": "organization.project", "name": .string(name),
            "created_at": .int(created.unixSeconds), "status": .string(archived == nil ? "active" : "archived"),
            "tags": .object(tags.mapValues { .string($0) }),
        ]
        if let archived { members["archived_at"] = .int(archived.unixSeconds) }
        return .object(members)
    }

    static func arn(of id: String, _ call: Call) -> String {
        "arn:aws:bedrock-mantle:\(call.region):\(call.account):project/\(id)"
    }

    /// The project that every account has; it can neither be tagged nor archived.
    static func `default`(_ call: Call) -> MantleProject {
        MantleProject(
            id: defaultID, arn: arn(of: defaultID, call), name: "Default",
            created: Date(timeIntervalSince1970: 1_772_064_000), tags: [:])
    }
}

extension Date {
    /// Whole seconds since 1970, as OpenAI's objects have them.
    var unixSeconds: Int64 { Int64(timeIntervalSince1970.rounded(.down)) }
}

/// The projects of an account in a Region, beside the default one.
struct ProjectState {
    private var projects: [String: MantleProject] = [:]
    private var order: [String] = []

    subscript(id: String) -> MantleProject? { projects[id] }

    /// In the order of creation.
    var all: [MantleProject] { order.compactMap { projects[$0] } }
    var active: [MantleProject] { all.filter { $0.archived == nil } }

    mutating func store(_ project: MantleProject) {
        if projects.updateValue(project, forKey: project.id) == nil { order.append(project.id) }
    }
}

/// The operations under `/v1/organization/projects`.
extension EngineState {
    mutating func createProject(_ call: Call) throws(ServiceFault) -> Reply {
        let body = try OpenAIBody(call)
        guard let name = try body.string("name") else { throw .lacking("name") }
        try checkProjectName(name, call)
        let tags = try projectTags(body["tags"], at: "tags")
        try checkProjectTagCount(tags)
        guard self[call].projects.active.count < options.projectQuota else {
            throw ServiceFault(
                "project_limit_exceeded", 400,
                "The maximum number of projects per account (\(options.projectQuota)) has been reached.")
        }
        let id = "proj_" + generator.text(20, from: Self.projectAlphabet)
        let project = MantleProject(
            id: id, arn: MantleProject.arn(of: id, call), name: name, created: call.now, tags: tags)
        self[call].projects.store(project)
        return Reply(json: project.document)
    }

    func retrieveProject(_ call: Call) throws(ServiceFault) -> Reply {
        Reply(json: try project(call.route.label, call).document)
    }

    func listProjects(_ call: Call) throws(ServiceFault) -> Reply {
        let hidesArchived = call.request.queryItem("include_archived") != "true"
        let all = [MantleProject.default(call)] + self[call].projects.all
        // The cursor may be a project that was archived since.
        let page = try CursorPage(call, ids: all.map(\.id), descending: false)
        let listed = page.remaining.map { all[$0] }.filter { !hidesArchived || $0.archived == nil }
        return Reply(json: page.document(listed.map(\.document)))
    }

    mutating func updateProject(_ call: Call) throws(ServiceFault) -> Reply {
        var project = try project(call.route.label, call)
        let body = try OpenAIBody(call)
        let added = try projectTags(body["add_tags"], at: "add_tags")
        guard let removed = (body["remove_tag_keys"] ?? []).array else {
            throw .invalidType("remove_tag_keys", "an array of strings")
        }
        guard !project.isDefault else {
            throw ServiceFault("default_project", 400, "The default project cannot be renamed or tagged.")
        }
        guard project.archived == nil else {
            throw ServiceFault("project_archived", 400, "The project '\(project.id)' is archived.")
        }
        if let name = try body.string("name"), name != project.name {
            try checkProjectName(name, call)
            project.name = name
        }
        project.tags = project.tags.filter { tag in !removed.contains { $0.string == tag.key } }
        project.tags.merge(added) { $1 }
        try checkProjectTagCount(project.tags)
        self[call].projects.store(project)
        return Reply(json: project.document)
    }

    mutating func archiveProject(_ call: Call) throws(ServiceFault) -> Reply {
        var project = try project(call.route.label, call)
        guard !project.isDefault else {
            throw ServiceFault("default_project", 400, "The default project cannot be archived.")
        }
        project.archived = project.archived ?? call.now
        self[call].projects.store(project)
        return Reply(json: project.document)
    }

    /// The project `id`, the default one included.
    func project(_ id: String, _ call: Call) throws(ServiceFault) -> MantleProject {
        if id == MantleProject.defaultID { return .default(call) }
        guard let project = self[call].projects[id] else {
            throw ServiceFault("project_not_found", 404, "The project '\(id)' does not exist.")
        }
        return project
    }

    /// The project that `OpenAI-Project` names, by id or ARN; the default one where the field is missing.
    func selectedProject(_ call: Call) throws(ServiceFault) -> MantleProject {
        guard let value = call.request.field("openai-project"), !value.isEmpty else { return .default(call) }
        guard value.hasPrefix("arn:") else { return try project(value, call) }
        guard let arn = ResourceName(value), arn.service == "bedrock-mantle", arn.type == "project",
            arn.region == call.region, arn.account == call.account
        else { throw ServiceFault("project_not_found", 404, "The project '\(value)' does not exist.") }
        return try project(arn.id, call)
    }

    // MARK: Rules

    private func checkProjectName(_ name: String, _ call: Call) throws(ServiceFault) {
        do { try Constraint.profileName.check(name, at: "name") } catch {
            throw .refused("name", "invalid_value", error.message)
        }
        guard !self[call].projects.active.contains(where: { $0.name == name }) else {
            throw .refused("name", "project_exists", "A project named '\(name)' exists already.", status: 409)
        }
    }

    private func checkProjectTagCount(_ tags: [String: String]) throws(ServiceFault) {
        guard tags.count <= Self.tagLimit else {
            throw .refused("tags", "too_many_tags", "A project has at most \(Self.tagLimit) tags.")
        }
    }

    private func projectTags(_ value: JSONValue?, at parameter: String) throws(ServiceFault) -> [String: String] {
        guard let value else { return [:] }
        guard let object = value.object else { throw .invalidType(parameter, "an object of strings") }
        var tags: [String: String] = [:]
        for (key, value) in object.sorted(by: { $0.key < $1.key }) {
            guard let text = value.string else { throw .invalidType("\(parameter).\(key)", "a string") }
            do {
                try Constraint.tagKey.check(key, at: "\(parameter) key")
                try Constraint.tagValue.check(text, at: "\(parameter).\(key)")
            } catch {
                throw .refused(parameter, "invalid_value", error.message)
            }
            guard !key.lowercased().hasPrefix("aws:") else {
                throw .refused(parameter, "invalid_value", "Tag keys starting with 'aws:' are reserved for system use.")
            }
            tags[key] = text
        }
        return tags
    }

    private static let projectAlphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
}

/// A page of a list by OpenAI's cursor rule: `after` names the last id of the page before.
struct CursorPage {
    /// The places of what follows the cursor, in the order of the list.
    let remaining: [Int]
    let limit: Int

    /// - Parameters:
    ///   - ids: What the list holds, oldest first.
    ///   - descending: Whether the newest comes first where the request does not say.
    init(_ call: Call, ids: [String], descending: Bool) throws(ServiceFault) {
        var limit = 20
        if let text = call.request.queryItem("limit") {
            guard let number = Int(text), (1...100).contains(number) else {
                throw .refused("limit", "invalid_value", "Invalid 'limit': must be between 1 and 100.")
            }
            limit = number
        }
        var isDescending = descending
        if let order = call.request.queryItem("order") {
            guard ["asc", "desc"].contains(order) else { throw .invalidValue("order", order, ["asc", "desc"]) }
            isDescending = order == "desc"
        }
        let places = isDescending ? ids.indices.reversed() : Array(ids.indices)
        if let cursor = call.request.queryItem("after"), !cursor.isEmpty {
            guard let index = places.firstIndex(where: { ids[$0] == cursor }) else {
                throw .refused("after", "invalid_value", "Invalid 'after': no object with id '\(cursor)'.")
            }
            remaining = Array(places[(index + 1)...])
        } else {
            remaining = places
        }
        self.limit = limit
    }

    /// The page of `documents`, those that follow the cursor.
    func document(_ documents: [JSONValue]) -> JSONValue {
        let page = Array(documents.prefix(limit))
        return [
            "object": "list", "data": .array(page), "first_id": page.first?["id"] ?? .null,
            "last_id": page.last?["id"] ?? .null, "has_more": .bool(page.count < documents.count),
        ]
    }
}
