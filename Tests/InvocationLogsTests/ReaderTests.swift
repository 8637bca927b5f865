import AWSCore
import Gzip
import InvocationLogs
import Metering
import Testing

@Suite struct `A file of the log` {
    static func line(_ number: Int, team: String = "claims", input: Int = 10) -> String {
        """
        {"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2026-01-31T14:05:26Z","accountId":"1",\
        "region":"us-east-1","requestId":"r-\(number)","operation":"Converse","modelId":"m",\
        "requestMetadata":{"team":"\(team)"},"input":{"inputTokenCount":\(input)},"output":{"outputTokenCount":2}}
        """
    }

    static func file(_ count: Int) -> [UInt8] { Array((0..<count).map { line($0) }.joined(separator: "\n").utf8) }

    static func ids(_ file: [UInt8], cutEvery length: Int, limits: InvocationLogLimits = .init()) throws -> [String] {
        var reader = try InvocationLogReader(limits: limits)
        var ids: [String] = []
        for start in stride(from: 0, to: file.count, by: length) {
            reader.append(Array(file[start..<min(start + length, file.count)]))
            while let record = try reader.next() { ids.append(record.requestID) }
        }
        reader.end()
        while let record = try reader.next() { ids.append(record.requestID) }
        return ids
    }

    @Test(arguments: [1, 2, 1000, 1_000_000])
    func `is read from bytes cut anywhere, compressed or not`(length: Int) throws {
        let plain = Self.file(40)
        let ids = (0..<40).map { "r-\($0)" }
        #expect(try Self.ids(plain, cutEvery: length) == ids)
        #expect(try Self.ids(try Gzip.compress(plain), cutEvery: length) == ids)
        #expect(try Self.ids(plain + Array("\n \r\n\n".utf8), cutEvery: length) == ids)
    }

    @Test func `may be several compressed files, one after another`() throws {
        let first = try Gzip.compress(Array((Self.line(1) + "\n").utf8))
        let second = try Gzip.compress(Array(Self.line(2).utf8))
        #expect(try ModelInvocationLog.records(inFile: first + second).map(\.requestID) == ["r-1", "r-2"])
    }

    @Test func `without a record has none`() throws {
        #expect(try ModelInvocationLog.records(inFile: []).isEmpty)
        #expect(try ModelInvocationLog.records(inFile: try Gzip.compress([])).isEmpty)
        #expect(try ModelInvocationLog.records(inFile: Array("\n".utf8)).isEmpty)
    }

    @Test func `with a bad line can be read on after it`() throws {
        let text = [Self.line(1), "{\"schemaType\":", "", #"{"schemaType":"Other"}"#, Self.line(5)]
        var reader = try InvocationLogReader()
        reader.append(Array(text.joined(separator: "\n").utf8))
        reader.end()
        var ids: [String] = []
        var errors: [String] = []
        while true {
            do {
                guard let record = try reader.next() else { break }
                ids.append(record.requestID)
            } catch {
                errors.append(error.description)
            }
        }
        #expect(ids == ["r-1", "r-5"])
        #expect(
            errors == [
                "malformed in line 2: not a JSON object",
                "otherSchema in line 4: the record is of another schema than ModelInvocationLog",
            ])
        #expect(reader.lineNumber == 5)
    }

    @Test func `that ends too early or is damaged throws after the whole records before`() throws {
        let whole = try Gzip.compress(Self.file(2_000))
        var damaged = whole
        damaged[whole.count - 6] ^= 1
        for (file, code) in [(Array(whole.dropLast(9)), InvocationLogError.Code.truncated), (damaged, .corrupt)] {
            var reader = try InvocationLogReader()
            reader.append(file)
            reader.end()
            var count = 0
            let error = #expect(throws: InvocationLogError.self) {
                while try reader.next() != nil { count += 1 }
            }
            #expect(error?.code == code)
            #expect(error?.line == nil)
            #expect(count > 1_500)
            let again = #expect(throws: InvocationLogError.self) { try reader.next() }
            #expect(again == error)
        }
    }

    @Test func `beyond the limits is refused`() throws {
        let file = Self.file(10)
        for bytes in [file, try Gzip.compress(file)] {
            let error = #expect(throws: InvocationLogError.self) {
                try Self.ids(bytes, cutEvery: 100, limits: .init(fileLength: 500))
            }
            #expect(error?.code == .tooLarge)
        }
        let long = #expect(throws: InvocationLogError.self) {
            try Self.ids(file, cutEvery: 50, limits: .init(lineLength: 100))
        }
        #expect(long?.description == "tooLarge in line 1: the line has more than 100 bytes")
    }

    @Test func `is read while it arrives`() async throws {
        let bytes = try Gzip.compress(Self.file(50))
        let chunks = AsyncStream { continuation in
            for start in stride(from: 0, to: bytes.count, by: 64) {
                continuation.yield(Array(bytes[start..<min(start + 64, bytes.count)]))
            }
            continuation.finish()
        }
        var count = 0
        for try await record in InvocationLogRecords(chunks) {
            #expect(record.requestID == "r-\(count)")
            count += 1
        }
        #expect(count == 50)
    }

    @Test func `sums up by whatever its records tell`() throws {
        let text = [
            Self.line(1, team: "claims", input: 10), Self.line(2, team: "sales", input: 1),
            Self.line(3, team: "claims", input: 5),
        ]
        let records = try ModelInvocationLog.records(inFile: Array(text.joined(separator: "\n").utf8))
        let teams = records.usage { $0.requestMetadata["team"] ?? "nobody" }
        #expect(teams == ["claims": TokenUsage(input: 15, output: 4), "sales": TokenUsage(input: 1, output: 2)])
    }

    @Test func `is delivered by a subscription, too`() throws {
        let delivery: JSONValue = [
            "messageType": "DATA_MESSAGE", "logGroup": "bedrock", "logStream": "aws/bedrock/modelinvocations",
            "logEvents": [
                ["id": "1", "timestamp": 1, "message": .string(Self.line(1))],
                ["id": "2", "timestamp": 2, "message": .string(Self.line(2))],
            ],
        ]
        let records = try ModelInvocationLog.records(
            inSubscriptionDelivery: try Gzip.compress(delivery.serialized()))
        #expect(records.map(\.requestID) == ["r-1", "r-2"])
        let control: JSONValue = ["messageType": "CONTROL_MESSAGE", "logEvents": [["message": "probe"]]]
        #expect(try ModelInvocationLog.records(inSubscriptionDelivery: control.serialized()).isEmpty)
        for (document, description) in [
            (JSONValue.array([]), "malformed: not a delivery of CloudWatch Logs"),
            (
                ["messageType": "DATA_MESSAGE", "logEvents": [["id": "1"]]],
                "malformed in line 1: an event without a message"
            ),
            (
                ["messageType": "DATA_MESSAGE", "logEvents": [["message": "no"]]],
                "malformed in line 1: not a JSON object"
            ),
        ] {
            let error = #expect(throws: InvocationLogError.self) {
                try ModelInvocationLog.records(inSubscriptionDelivery: document.serialized())
            }
            #expect(error?.description == description)
        }
    }
}
