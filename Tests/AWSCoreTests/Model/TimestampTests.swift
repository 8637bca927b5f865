import AWSCore
import Foundation
import Testing

@Suite struct `Timestamps` {
    private func date(_ seconds: Double) -> Date { Date(timeIntervalSince1970: seconds) }

    @Test(arguments: [
        (1_769_868_326.0, "2026-01-31T14:05:26Z", "Sat, 31 Jan 2026 14:05:26 GMT", "1769868326"),
        (0, "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT", "0"),
        (-1, "1969-12-31T23:59:59Z", "Wed, 31 Dec 1969 23:59:59 GMT", "-1"),
        (-0.5, "1969-12-31T23:59:59.500Z", "Wed, 31 Dec 1969 23:59:59.500 GMT", "-0.5"),
        (951_782_400, "2000-02-29T00:00:00Z", "Tue, 29 Feb 2000 00:00:00 GMT", "951782400"),
        (4_107_542_400, "2100-03-01T00:00:00Z", "Mon, 01 Mar 2100 00:00:00 GMT", "4107542400"),
        (-62_135_596_800, "0001-01-01T00:00:00Z", "Mon, 01 Jan 0001 00:00:00 GMT", "-62135596800"),
        (253_402_300_799, "9999-12-31T23:59:59Z", "Fri, 31 Dec 9999 23:59:59 GMT", "253402300799"),
        (1.25, "1970-01-01T00:00:01.250Z", "Thu, 01 Jan 1970 00:00:01.250 GMT", "1.25"),
    ])
    func `each format is written and read back`(_ seconds: Double, _ iso: String, _ http: String, _ epoch: String) {
        let formats: [(TimestampFormat, String)] = [(.iso8601, iso), (.httpDate, http), (.epochSeconds, epoch)]
        for (format, text) in formats {
            #expect(format.string(from: date(seconds)) == text)
            #expect(format.date(from: text) == date(seconds))
        }
    }

    @Test func `milliseconds survive, finer fractions are rounded`() {
        for step in 0..<1000 {
            let exact = date(1_769_868_326 + Double(step) / 1000)
            for format in [TimestampFormat.iso8601, .httpDate, .epochSeconds] {
                #expect(format.date(from: format.string(from: exact)) == exact)
            }
        }
        #expect(TimestampFormat.iso8601.string(from: date(0.9996)) == "1970-01-01T00:00:01Z")
    }

    @Test func `dates that no calendar line can hold are cut to the nearest that it can`() {
        for format in [TimestampFormat.iso8601, .httpDate] {
            #expect(format.string(from: date(1e300)).contains("9999"))
            #expect(format.string(from: date(.infinity)).contains("9999"))
            #expect(format.string(from: date(-1e300)).contains("0001"))
            #expect(format.string(from: date(.nan)).contains("0001"))
        }
    }

    @Test(arguments: [
        ("2026-01-31T15:05:26+01:00", 1_769_868_326.0), ("2026-01-31T08:35:26-0530", 1_769_868_326),
        ("2026-01-31 14:05:26z", 1_769_868_326), ("1970-01-01t00:00:00.123456789Z", 0.123456789),
        ("1970-01-01T00:00:00,5Z", 0.5), ("1970-01-01T00:00:00.50000000000000000000000Z", 0.5),
        ("1970-01-01T00:00:60Z", 60),
    ])
    func `ISO 8601 is read with offsets and any fraction`(_ text: String, _ seconds: Double) {
        #expect(TimestampFormat.iso8601.date(from: text) == date(seconds))
    }

    @Test(arguments: [
        "", "2026", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-04-31T00:00:00Z",
        "2026-01-31T24:00:00Z", "2026-01-31T00:60:00Z", "2026-01-31T00:00:00", "2026-01-31T00:00:00.Z",
        "2026-01-31T00:00:00Zx", "2026-01-31T00:00:00+1", "2026-01-31T00:00:00+24:00", "٢٠٢٦-01-31T00:00:00Z",
    ])
    func `what is no ISO 8601 is not read`(_ text: String) {
        #expect(TimestampFormat.iso8601.date(from: text) == nil)
    }

    @Test(arguments: [
        "", "Sat, 31 Jan 2026 14:05:26", "31 Jan 2026 14:05:26 GMT", "Sat, 31 Jnn 2026 14:05:26 GMT",
        "Sat, 30 Feb 2026 14:05:26 GMT", "Sat, 31 Jan 2026 14:05 GMT", "Sat, 31 Jan 2026 14:05:26 CET",
    ])
    func `what is no HTTP date is not read`(_ text: String) {
        #expect(TimestampFormat.httpDate.date(from: text) == nil)
    }

    @Test(arguments: ["", "x", "nan", "inf", "1 "])
    func `what is no number of seconds is not read`(_ text: String) {
        #expect(TimestampFormat.epochSeconds.date(from: text) == nil)
    }
}
