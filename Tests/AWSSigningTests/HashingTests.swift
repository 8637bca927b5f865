import Foundation
import Testing

@testable import AWSSigning

@Suite struct HashingTests {
    @Test func `SHA-256 of known messages`() throws {
        #expect(
            try SHA256.hexadecimal(of: [])
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(
            try SHA256.hexadecimal(of: Array("abc".utf8))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(try Hexadecimal.lowercase(SHA256.hash(Array("abc".utf8))) == SHA256.hexadecimal(of: Array("abc".utf8)))
    }

    /// RFC 4231, test cases 1, 2 and 6: a key as long as a block's fraction, a short one, and one longer than a block.
    @Test func `HMAC-SHA256 of RFC 4231`() throws {
        func code(_ key: [UInt8], _ message: String) throws -> String {
            try Hexadecimal.lowercase(HMACSHA256.authenticationCode(for: Array(message.utf8), key: key))
        }
        #expect(
            try code([UInt8](repeating: 0x0B, count: 20), "Hi There")
                == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        #expect(
            try code(Array("Jefe".utf8), "what do ya want for nothing?")
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(
            try code([UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First")
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test func `hexadecimal of no bytes is empty`() {
        #expect(Hexadecimal.lowercase([]) == "")
        #expect(Hexadecimal.lowercase([0, 15, 16, 255]) == "000f10ff")
    }

    @Test func `a builder grows past its first capacity and keeps what was written`() {
        var builder = ByteBuilder(capacity: 1)
        for number in 0..<1_000 { builder.append(twoDigits: number % 100) }
        #expect(builder.string == (0..<1_000).map { String(format: "%02d", $0 % 100) }.joined())
        builder.append(String(repeating: "x", count: 100_000))
        #expect(builder.count == 102_000)
        builder.removeAll()
        builder.append("y")
        #expect(builder.string == "y")
    }

    @Test func `dates of the Gregorian calendar, both ways`() throws {
        let format = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)
        for day in stride(from: 0, to: 2_932_896, by: 13) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400 + Double(day % 86_400))
            let timestamp = try SigningTimestamp(date)
            var builder = ByteBuilder(capacity: 16)
            timestamp.write(to: &builder)
            if day % 1_001 == 0 { #expect(builder.string == date.formatted(format)) }
            #expect(SigningTimestamp(basicFormat: builder.string) == timestamp)
        }
        for edge in [
            "20240229T235959Z", "19700101T000000Z", "99991231T235959Z", "21000301T000000Z", "20000229T000000Z",
        ] {
            let timestamp = try #require(SigningTimestamp(basicFormat: edge))
            #expect(timestamp.date.formatted(format) == edge)
        }
    }
}
