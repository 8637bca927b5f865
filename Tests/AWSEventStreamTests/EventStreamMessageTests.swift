import AWSEventStream
import Testing

@Suite struct EventStreamMessageTests {
    @Test func `every header type survives writing and reading`() throws {
        let headers = [
            EventStreamHeader("true", .bool(true)), EventStreamHeader("false", .bool(false)),
            EventStreamHeader("byte", .byte(.min)), EventStreamHeader("short", .short(-2)),
            EventStreamHeader("integer", .integer(.max)), EventStreamHeader("long", .long(.min)),
            EventStreamHeader("bytes", .byteArray([0, 255])), EventStreamHeader("string", "Größe 世界"),
            EventStreamHeader("timestamp", .timestamp(milliseconds: -1)),
            EventStreamHeader("uuid", .uuid(0x0011_2233_4455_6677_8899_AABB_CCDD_EEFF)),
            EventStreamHeader("no bytes", .byteArray([])), EventStreamHeader("no text", ""),
        ]
        let message = try EventStreamMessage(headers: headers, payload: [1, 2, 3])
        let read = try #require(decode([message.encoded]).messages.first)
        #expect(Array(read.headers) == headers)
        #expect(Array(read.payload) == [1, 2, 3])
        #expect(read.headers["uuid"] == .uuid(0x0011_2233_4455_6677_8899_AABB_CCDD_EEFF))
        #expect(read.headers["absent"] == nil)
        #expect(read.headers["byte"]?.string == nil)
        #expect(read.messageType == nil)
        #expect(read.eventType == nil)
    }

    @Test func `the smallest message has sixteen bytes`() throws {
        #expect(hex(try EventStreamMessage().encoded) == "000000100000000005c248eb7d98c8ff")
    }

    @Test func `an event, an exception and an error name what they are`() throws {
        let event = try EventStreamMessage.event("metadata", payload: [UInt8]("{}".utf8))
        #expect(event.messageType == .event)
        #expect(event.eventType == "metadata")
        #expect(event.isEventType("metadata"))
        #expect(!event.isEventType("metadatum"))
        #expect(event.contentType == "application/json")
        #expect(event.description == "event metadata (2 bytes)")

        let exception = try EventStreamMessage.exception("throttlingException", payload: [UInt8]("{}".utf8))
        #expect(exception.messageType == .exception)
        #expect(exception.exceptionType == "throttlingException")

        let error = try EventStreamMessage.error(code: "InternalFailure", message: "boom")
        #expect(error.messageType == .error)
        #expect(error.errorCode == "InternalFailure")
        #expect(error.errorMessage == "boom")
        #expect(error.payload.isEmpty)

        let other = try EventStreamMessage(headers: [EventStreamHeader(":message-type", "ping")])
        #expect(other.messageType == "ping")
        #expect(other.messageType?.description == "ping")
    }

    @Test func `a routing header that is no string is as good as none`() throws {
        let message = try EventStreamMessage(headers: [
            EventStreamHeader(":message-type", .byte(1)), EventStreamHeader(":event-type", .byteArray([1])),
        ])
        #expect(message.messageType == nil)
        #expect(message.eventType == nil)
    }

    @Test func `what the format has no room for is refused with the rule`() {
        func error(_ headers: [EventStreamHeader], payload: Int = 0, limits: EventStreamLimits = .init()) -> String {
            do throws(EventStreamError) {
                _ = try EventStreamMessage(
                    headers: headers, payload: [UInt8](repeating: 0, count: payload), limits: limits)
                return "accepted"
            } catch {
                return error.description
            }
        }
        #expect(
            error([EventStreamHeader("", .bool(true))])
                == "headerNameLength: a header's name has 1 to 255 bytes, not 0")
        #expect(
            error([EventStreamHeader(String(repeating: "é", count: 128), .bool(true))])
                == "headerNameLength: a header's name has 1 to 255 bytes, not 256")
        #expect(error([EventStreamHeader(String(repeating: "n", count: 255), .bool(true))]) == "accepted")
        #expect(
            error([EventStreamHeader("n", .string(String(repeating: "v", count: 65_536)))])
                == "headerValueLength: the value of a header has at most 65,535 bytes, not 65536")
        #expect(error([EventStreamHeader("n", .byteArray(.init(repeating: 0, count: 65_535)))]) == "accepted")
        #expect(
            error((0..<3).map { EventStreamHeader("\($0)", .byteArray(.init(repeating: 0, count: 65_535))) })
                == "headersLength: 196620 bytes of headers exceed the limit of 131072")
        #expect(
            error([], payload: 11, limits: .init(headersLength: 0, payloadLength: 10))
                == "payloadLength: a payload of 11 bytes exceeds the limit of 10")
        #expect(
            error([EventStreamHeader("a", "1"), EventStreamHeader("a", "1")])
                == "duplicateHeader: two headers of a message have the same name")
    }

    @Test func `the checksum equals that of one bit at a time, for every length and alignment`() {
        func bitwise(_ bytes: some Sequence<UInt8>) -> UInt32 {
            ~bytes.reduce(~0 as UInt32) { crc, byte in
                (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in
                    value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
                }
            }
        }
        let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 / 7) }
        for start in 0..<9 {
            for end in start..<bytes.count where end < 70 || end % 41 == 0 {
                let slice = bytes[start..<end]
                #expect(slice.withUnsafeBytes { CRC32.checksum($0) } == bitwise(slice))
            }
        }
        let whole = bytes.withUnsafeBytes { CRC32.checksum($0) }
        let head = bytes[..<8].withUnsafeBytes { CRC32.checksum($0) }
        #expect(bytes[8...].withUnsafeBytes { CRC32.checksum($0, continuing: head) } == whole)
    }
}
