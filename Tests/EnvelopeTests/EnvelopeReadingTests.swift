import AWSCore
import BedrockCost
import Testing

@Suite struct `A request envelope` {
    /// The blog's sample, to the letter.
    static let sample = #"""
        {  "model": "claude-3-5-haiku",  "prompt": {    "messages": [      {        "role": "user",        "content": "Explain the benefits of using S3 using only 100 words."      },      {        "role": "assistant",        "content": "You are a helpful AWS expert."      }    ],    "parameters": {      "max_tokens": 2000,      "temperature": 0.7,      "top_p": 0.9,      "top_k": 50    }  },  "tags": {    "applicationId": "aws-documentation-helper",    "costCenter": "support",    "environment": "production"  }}
        """#

    static func error(_ json: String) -> InferenceEnvelopeError? {
        do throws(InferenceEnvelopeError) {
            _ = try InferenceEnvelope(json: json.utf8)
            return nil
        } catch { return error }
    }

    @Test func `is read as the blog writes it`() throws {
        let envelope = try InferenceEnvelope(json: Self.sample.utf8)
        #expect(
            envelope
                == InferenceEnvelope(
                    model: "claude-3-5-haiku",
                    prompt: InferenceEnvelope.Prompt(
                        messages: [
                            InferenceEnvelope.Message(
                                role: "user", content: "Explain the benefits of using S3 using only 100 words."),
                            InferenceEnvelope.Message(role: "assistant", content: "You are a helpful AWS expert."),
                        ],
                        parameters: InferenceEnvelope.Parameters(
                            maxTokens: 2000, temperature: 0.7, topP: 0.9, topK: 50)),
                    tags: [
                        "applicationId": "aws-documentation-helper", "costCenter": "support",
                        "environment": "production",
                    ]))
        #expect(try InferenceEnvelope(envelope.json) == envelope)
    }

    @Test func `takes Converse's spelling of parameters, and one or several stops`() throws {
        func parameters(_ json: String) throws -> InferenceEnvelope.Parameters {
            let document =
                #"{"model": "m", "prompt": {"messages": [{"role": "user", "content": "x"}], "parameters": \#(json)}}"#
            return try InferenceEnvelope(json: document.utf8).prompt.parameters
        }
        #expect(
            try parameters(#"{"maxTokens": 5, "temperature": 1, "topP": 0, "topK": 3, "stopSequences": ["a", "b"]}"#)
                == InferenceEnvelope.Parameters(maxTokens: 5, temperature: 1, topP: 0, topK: 3, stop: ["a", "b"]))
        #expect(try parameters(#"{"stop": "END"}"#).stop == ["END"])
        #expect(try parameters(#"{"max_tokens": null}"#) == InferenceEnvelope.Parameters())
        #expect(try parameters("{}") == InferenceEnvelope.Parameters())
    }

    @Test(
        arguments: [
            ("{", ["invalidJSON the envelope is no JSON document"]),
            (
                "[]",
                [
                    "wrongType the envelope must be an object", "missing model: the member is required",
                    "missing prompt: the member is required",
                ]
            ),
            (
                #"{"modle": "m", "prompt": {"message": []}, "tags": []}"#,
                [
                    #"unknownMember modle: no member has this name; there are model, prompt, tags; did you mean "model"?"#,
                    "missing model: the member is required",
                    #"unknownMember prompt.message: no member has this name; there are messages, parameters; did you mean "messages"?"#,
                    "missing prompt.messages: the member is required", "wrongType tags: an object must stand here",
                ]
            ),
            (
                #"{"model": 1, "prompt": {"messages": [{"role": "user", "content": 7}, "x", {"text": "y", "role": null}]}, "tags": {"a b": 1}}"#,
                [
                    "wrongType model: a text must stand here",
                    "wrongType prompt.messages[0].content: a text must stand here",
                    "wrongType prompt.messages[1]: an object must stand here",
                    "missing prompt.messages[1].role: the member is required",
                    "missing prompt.messages[1].content: the member is required",
                    "unknownMember prompt.messages[2].text: no member has this name; there are role, content",
                    "missing prompt.messages[2].role: the member is required",
                    "missing prompt.messages[2].content: the member is required",
                    #"wrongType tags["a b"]: a text must stand here"#,
                ]
            ),
            (
                #"{"model": "m", "prompt": {"messages": {}, "parameters": {"max_tokens": 1.5, "top_p": "0.9", "topK": [], "top_k": 5, "maxTokns": 1, "stop": [1]}}}"#,
                [
                    "wrongType prompt.messages: a list must stand here",
                    #"unknownMember prompt.parameters.maxTokns: no member has this name; there are max_tokens, maxTokens, temperature, top_p, topP, top_k, topK, stop, stop_sequences, stopSequences; did you mean "maxTokens"?"#,
                    "duplicate prompt.parameters.topK: the parameter is given as top_k, too",
                    "wrongType prompt.parameters.max_tokens: a whole number must stand here",
                    "wrongType prompt.parameters.top_p: a number must stand here",
                    "wrongType prompt.parameters.stop: a text or a list of texts must stand here",
                ]
            ),
            (
                #"{"model": "m", "prompt": {"messages": [{"role": "user", "content": "x"}], "parameters": []}}"#,
                ["wrongType prompt.parameters: an object must stand here"]
            ),
        ] as [(String, [String])])
    func `is refused with everything that is wrong with its form`(_ json: String, _ violations: [String]) {
        #expect(Self.error(json)?.violations.map { "\($0.code) \($0)" } == violations)
    }
}
