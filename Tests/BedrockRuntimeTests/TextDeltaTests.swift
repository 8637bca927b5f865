import AWSCore
import AWSEventStream
import BedrockRuntime
import Testing

/// The scanner of text deltas must never disagree with the general decoder.
@Suite struct TextDeltaTests {
    private func check(_ json: String) throws {
        let message = try EventStreamMessage.event("contentBlockDelta", payload: json.utf8)
        let general = try? AWSJSON.decode(ContentBlockDeltaEvent.self, from: json.utf8)
        let event = try? ConverseStream.decode(event: message)
        #expect(event == general.map(ConverseStreamEvent.contentBlockDelta), "\(json)")
    }

    @Test(
        arguments: [
            #"{"contentBlockIndex":0,"delta":{"text":"plain"},"p":"abc"}"#,
            #"{"p":"","delta":{"text":""},"contentBlockIndex":123456789}"#,
            " {\t\"delta\" : { \"text\" : \"a b\" } , \"contentBlockIndex\" : 7 }\r\n",
            #"{"contentBlockIndex":0,"delta":{"text":"\"\\\/\b\f\n\r\t"}}"#,
            #"{"contentBlockIndex":0,"delta":{"text":"\u0041\u00e9\u4e16\ud83d\ude00 \uD83D\uDE00"}}"#,
            #"{"contentBlockIndex":0,"delta":{"text":"é世😀 and a tail that is longer than one word"}}"#,
            #"{"contentBlockIndex":0,"delta":{"text":"\ud83d"}}"#,
            #"{"contentBlockIndex":0,"delta":{"text":"\ud83dx"}}"#,
            #"{"contentBlockIndex":0,"delta":{"text":"\ude00"}}"#,
            #"{"contentBlockIndex":0,"delta":{"text":"\x41"}}"#,
            #"{"contentBlockIndex":0,"delta":{"text":"\u00g0"}}"#,
            #"{"contentBlockIndex":0,"delta":{"text":"\u00"}}"#,
            #"{"contentBlockIndex":0,"delta":{"text":"\"#,
            #"{"contentBlockIndex":0,"delta":{"text":"open"#,
            #"{"contentBlockIndex":1e2,"delta":{"text":"a"}}"#,
            #"{"contentBlockIndex":1.0,"delta":{"text":"a"}}"#,
            #"{"contentBlockIndex":1.5,"delta":{"text":"a"}}"#,
            #"{"contentBlockIndex":-1,"delta":{"text":"a"}}"#,
            #"{"contentBlockIndex":01,"delta":{"text":"a"}}"#,
            #"{"contentBlockIndex":12345678901,"delta":{"text":"a"}}"#,
            #"{"contentBlockIndex":null,"delta":{"text":"a"}}"#,
            #"{"contentBlockIndex":0,"delta":{"text":null}}"#,
            #"{"contentBlockIndex":0,"delta":{"text":"a","toolUse":{"input":"b"}}}"#,
            #"{"contentBlockIndex":0,"delta":{"text":"a"},"unheardOf":[1,{"a":"}"}]}"#,
            #"{"contentBlockIndex":0,"delta":{"te\u0078t":"a"}}"#,
            #"{"contentBlockIndex":0}"#, #"{"delta":{"text":"a"}}"#, "{}", "", "[]", "nonsense",
            #"{"contentBlockIndex":0,"delta":{"text":"a"}} x"#, #"{"contentBlockIndex":0,"delta":{"text":"a"}}}"#,
        ])
    func `the fast path and the general decoder agree`(_ json: String) throws {
        try check(json)
    }

    @Test func `they agree on thousands of texts, escaped at random`() throws {
        var random = SplitMix(state: 20_260_314)
        let pieces = [
            "a", "word ", "\\\"", "\\\\", "\\n", "\\u00e9", "\\ud83d\\ude00", "é", "世界", "😀", "/", "{", "}", ":", ",",
            "\\/",
            "sixteen letters!", "\u{7F}", "\u{80}", "\\u0000", "\\ud800", "\\q",
        ]
        for _ in 0..<4000 {
            let text = (0..<Int.random(in: 0..<12, using: &random)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &random)]
            }.joined()
            let members = [
                #""contentBlockIndex":\#(Int.random(in: 0..<40, using: &random))"#, #""delta":{"text":"\#(text)"}"#,
                #""p":"\#(String(repeating: "x", count: Int.random(in: 0..<20, using: &random)))""#,
            ].shuffled(using: &random)
            try check("{" + members.joined(separator: ",") + "}")
        }
    }

    @Test func `bytes that are not UTF-8 are an error, with and without escapes`() throws {
        for middle in [[0xFF], [0xC3], [0xE4, 0xB8], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0xC3, 0x5C, 0x6E]] as [[UInt8]]
        {
            let payload =
                Array(#"{"contentBlockIndex":0,"delta":{"text":"a"#.utf8) + middle + Array(#" tail of it"}}"#.utf8)
            let message = try EventStreamMessage.event("contentBlockDelta", payload: payload)
            #expect(throws: (any Error).self) { try ConverseStream.decode(event: message) }
        }
    }

    @Test func `every truncation of a delta is an error`() throws {
        let json = Array(#"{"contentBlockIndex":10,"delta":{"text":"abc\u00e9\ud83d\ude00"},"p":"abcdef"}"#.utf8)
        for length in 0..<json.count {
            let message = try EventStreamMessage.event("contentBlockDelta", payload: json[..<length])
            #expect(throws: (any Error).self) { try ConverseStream.decode(event: message) }
        }
    }
}

/// A small generator whose numbers follow from its seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
