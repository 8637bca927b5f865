import Foundation
import Metering

/// Zones of version 2025b of the time zone database, as `zic -b slim` writes them, so that no test depends on the machine's.
enum ZoneFixture {
    static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/zoneinfo").path

    static let names = [
        "Africa/Casablanca", "America/Havana", "America/Juneau", "America/New_York", "America/Nuuk",
        "America/Sao_Paulo",
        "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Berlin", "Europe/Dublin", "Pacific/Apia",
    ]

    static func zone(_ name: String) throws(SpendPeriodError) -> TimeZoneRules {
        try TimeZoneRules(named: name, directory: directory)
    }

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(directory)/\(name)")))
    }
}

/// A moment by its time in UTC, `YYYY-MM-DDThh:mm:ssZ`.
func moment(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }
