public import Attribution
public import BedrockRuntime
public import CloudWatch

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// An envelope made ready: the request, and what it is attributed by.
///
/// ```swift
/// let call = try await envelope.call(models: models)
/// let answer = try await call.run { try await runtime.send(call.request) }
/// ```
public struct EnvelopeCall: Sendable, Hashable {
    /// The request, with its `requestMetadata`.
    public let request: Converse
    /// The name by which the model was asked for.
    public let alias: String
    /// The call's own id, a UUID in lower case.
    public let requestID: String
    /// When the envelope was made ready.
    public let date: Date
    /// What CloudWatch counts the call's tokens under, in the dimension `ModelId`: the id of the profile, which is the last
    /// part of its ARN, or that of the model.
    public let modelMetric: String
    /// What a metered call is attributed by: the tags, and as attributes `requestId`, `timestamp` and `modelMetric`.
    public let context: CostContext
    /// What to look at, in words; nothing that keeps the call from being made.
    public let notices: [String]

    /// The tags with those that were generated, as the blog's workflow hands them on: `requestId`, `timestamp` (RFC 3339 in
    /// UTC) and `modelMetric` beside the caller's own.
    public var tags: [String: String] {
        context.attributes.merging(context.tags.map { ($0.key, $0.value) }) { _, tag in tag }
    }

    /// The values of the five dimensions in `GenAIRateLimiting`.
    public var labels: RateLimitingLabels {
        RateLimitingLabels(
            model: alias, modelID: modelMetric,
            application: context.tags["applicationId"] ?? RateLimitingLabels.unknown,
            costCenter: context.tags["costCenter"], environment: context.tags["environment"])
    }

    /// Runs `body` in the envelope's cost context, so that metered calls in it are attributed by the envelope's tags.
    ///
    /// - Throws: What `body` throws.
    public func run<Value, Failure: Error>(
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        try await withCostContext(context, body)
    }
}
