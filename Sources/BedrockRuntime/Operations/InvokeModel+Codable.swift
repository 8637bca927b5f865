import AWSCore

private enum RequestKeys: String, CodingKey {
    case modelID = "modelId"
    case body, contentType, accept
}

private enum ResponseKeys: CodingKey {
    case body, contentType, performanceConfigLatency, serviceTier
}

extension InvokeModel: Codable {
    /// Decodes the members by their names in the service's model, the body from base64.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: RequestKeys.self)
        self.init(
            modelID: try container.decode(ModelID.self, forKey: .modelID),
            body: try container.decodeIfPresent(Blob.self, forKey: .body)?.bytes ?? [],
            contentType: try container.decodeIfPresent(String.self, forKey: .contentType),
            accept: try container.decodeIfPresent(String.self, forKey: .accept),
            options: try InvokeOptions(from: decoder))
    }

    /// Encodes the members by their names in the service's model, the body as base64.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: RequestKeys.self)
        try container.encode(modelID, forKey: .modelID)
        try container.encode(Blob(body), forKey: .body)
        try container.encodeIfPresent(contentType, forKey: .contentType)
        try container.encodeIfPresent(accept, forKey: .accept)
        try options.encode(to: encoder)
    }
}

extension InvokeModelWithResponseStream: Codable {
    /// Decodes the members by their names in the service's model, the body from base64.
    public init(from decoder: any Decoder) throws {
        self.init(try InvokeModel(from: decoder))
    }

    /// Encodes the members by their names in the service's model, the body as base64.
    public func encode(to encoder: any Encoder) throws {
        let request = InvokeModel(
            modelID: modelID, body: body, contentType: contentType, accept: accept, options: options)
        try request.encode(to: encoder)
    }
}

extension InvokeModelResponse: Codable {
    /// Decodes the members by their names in the service's model, the body from base64.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: ResponseKeys.self)
        self.init(
            body: try container.decode(Blob.self, forKey: .body).bytes,
            contentType: try container.decodeIfPresent(String.self, forKey: .contentType),
            performanceConfigLatency: try container.decodeIfPresent(
                PerformanceLatency.self, forKey: .performanceConfigLatency),
            serviceTier: try container.decodeIfPresent(ServiceTierType.self, forKey: .serviceTier))
    }

    /// Encodes the members by their names in the service's model, the body as base64.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: ResponseKeys.self)
        try container.encode(Blob(body), forKey: .body)
        try container.encodeIfPresent(contentType, forKey: .contentType)
        try container.encodeIfPresent(performanceConfigLatency, forKey: .performanceConfigLatency)
        try container.encodeIfPresent(serviceTier, forKey: .serviceTier)
    }
}
