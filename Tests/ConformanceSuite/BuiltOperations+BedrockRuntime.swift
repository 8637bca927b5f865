import AWSCore
import BedrockRuntime
import Foundation

extension BuiltOperations {
    private static let message = #"{"modelId": "m", "messages": [{"role": "user", "content": [{"text": "hi"}]}]}"#
    private static let body = #"{"modelId": "m", "body": "{}"}"#

    static let bedrockRuntime: [String: BuiltEntry] = [
        "ApplyGuardrail": BuiltEntry(
            ApplyGuardrail.self,
            sample:
                #"{"guardrailIdentifier": "gr1", "guardrailVersion": "1", "source": "INPUT", "content": [{"text": {"text": "hi"}}]}"#
        ),
        "GetAsyncInvoke": BuiltEntry(
            GetAsyncInvoke.self,
            sample: #"{"invocationArn": "arn:aws:bedrock:us-east-1:123456789012:async-invoke/a1b2c3d4e5f6"}"#),
        "ListAsyncInvokes": BuiltEntry(ListAsyncInvokes.self),
        "StartAsyncInvoke": BuiltEntry(
            StartAsyncInvoke.self,
            sample:
                #"{"modelId": "m", "modelInput": {}, "outputDataConfig": {"s3OutputDataConfig": {"s3Uri": "s3://videos"}}}"#
        ),
        "Converse": BuiltEntry(Converse.self, sample: message),
        "ConverseStream": BuiltEntry(sample: message) { params in
            let operation = try AWSJSON.decode(ConverseStream.self, from: params.sdkText)
            return BuiltOperation(operation, stream: "stream") { _ in
                .object([])
            } _: {
                try json($0)
            }
        },
        "CountTokens": BuiltEntry(
            CountTokens.self, sample: #"{"modelId": "m", "input": {"invokeModel": {"body": {"$b64": "e30="}}}}"#),
        "InvokeModel": BuiltEntry(sample: body) { params in
            BuiltOperation(try AWSJSON.decode(InvokeModel.self, from: params.withBlobBody.sdkText))
        },
        "InvokeModelWithResponseStream": BuiltEntry(sample: body) { params in
            let operation = try AWSJSON.decode(InvokeModel.self, from: params.withBlobBody.sdkText)
            return BuiltOperation(
                InvokeModelWithResponseStream(operation), stream: "body", head: { json($0) }, { try json($0) })
        },
        "InvokeModelWithBidirectionalStream": BuiltEntry(sample: #"{"modelId": "m", "body": []}"#) { params in
            BuiltOperation(
                InvokeModelWithBidirectionalStream(
                    modelID: ModelID(rawValue: try require(params["modelId"].string, "no modelId"))),
                sending: try params["body"].array.map(requestChunk), stream: "body"
            ) {
                try json($0)
            }
        },
    ]
}

extension BuiltOperations {
    private static func json(_ event: ConverseStreamEvent) throws -> JSON? {
        switch event {
        case .messageStart(let value): .members([("messageStart", try JSON(encoding: value))])
        case .contentBlockStart(let value): .members([("contentBlockStart", try JSON(encoding: value))])
        case .contentBlockDelta(let value): .members([("contentBlockDelta", try JSON(encoding: value))])
        case .contentBlockStop(let value): .members([("contentBlockStop", try JSON(encoding: value))])
        case .messageStop(let value): .members([("messageStop", try JSON(encoding: value))])
        case .metadata(let value): .members([("metadata", try JSON(encoding: value))])
        case .unknown: nil
        }
    }

    /// An event of the input, named as the service names it.
    private static func requestChunk(_ event: JSON) throws -> RequestChunk {
        guard event.members.map(\.name) == ["chunk"] else {
            throw Mismatch("no such event of the input: \(event.text)")
        }
        return try AWSJSON.decode(RequestChunk.self, from: event["chunk"].sdkText)
    }

    private static func json(_ event: InvokeModelStreamEvent) throws -> JSON? {
        switch event {
        case .chunk(let chunk):
            .members([("chunk", chunk.bytes.bytes.isEmpty ? .object([]) : try JSON(encoding: chunk))])
        case .unknown: nil
        }
    }

    private static func json(_ head: InvokeModelStreamHead) -> JSON {
        .members([
            ("contentType", head.contentType.map(JSON.string)),
            ("performanceConfigLatency", head.performanceConfigLatency.map { .string($0.rawValue) }),
            ("serviceTier", head.serviceTier.map { .string($0.rawValue) }),
        ])
    }
}

extension JSON {
    /// Parameters whose member `body` is bytes that may be given as text.
    fileprivate var withBlobBody: JSON {
        guard let text = self["body"].string else { return self }
        let others = members.filter { $0.name != "body" }
        return .object(others + [Member(name: "body", value: .string(Data(text.utf8).base64EncodedString()))])
    }
}
